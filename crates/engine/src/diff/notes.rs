//! What is to be known of a change as a whole, and is no part of it.

use super::change::StackChange;
use super::effect::Effect;
use super::processed::{Pair, Processed};
use super::{lambda_versions, launch_versions, unserved};
use crate::language::{NESTING, is_local_path, local_files, opaque};
use crate::stack::iam_name_property;
use crate::template::path::Step;
use crate::template::{Node, ResourceEntry, listed};

/// How many places are named.
const NAMED: usize = 3;

/// Notes what is to be known of a stack that changes.
pub(super) fn note(pair: &Pair<'_>, change: &mut StackChange) {
    let Some(sides) = pair.before.zip(pair.after).filter(|_| !change.is_same()) else { return };
    let behind = behind_paths(sides.into());
    if !behind.is_empty() {
        let names: Vec<&str> = behind.iter().map(String::as_str).collect();
        change.notes.push(format!("the files behind local paths are not compared: {}", listed(&names, NAMED)));
    }
    let again = deployed_each_time(sides.into());
    if !again.is_empty() {
        change.notes.push(format!("deployed anew at each deployment, as AlwaysDeploy says: {}", listed(&again, NAMED)));
    }
    change.notes.extend(capability(sides.into()));
    let unpublished = lambda_versions::notes(pair, change);
    change.notes.extend(unpublished);
    let unread = launch_versions::notes(pair, change);
    change.notes.extend(unread);
    let unserved = unserved::notes(pair, change);
    change.notes.extend(unserved);
    // A macro may make resources of anything.
    let has_macros = !opaque::macros(sides.1.template()).is_empty();
    if again.is_empty() && !has_macros && changes_nothing(change) {
        change.notes.push(NOTHING.to_owned());
    }
}

/// What a deployment must acknowledge that the one before did not have to: resources of IAM, and such with names of their own. What a
/// project needs, its commands have.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html>
fn capability([before, after]: [&Processed<'_>; 2]) -> Option<String> {
    let is_named = |entry: &ResourceEntry<'_>| {
        let name = iam_name_property(entry.resource_type)?;
        Some(entry.node.at_path(&["Properties", name]).is_some())
    };
    let had = before.template().resources().filter_map(|entry| is_named(&entry)).max();
    let sure = after.present().filter(|entry| after.scope.open_condition(entry.node).is_none());
    let has = sure.filter_map(|entry| is_named(&entry)).max();
    let capability = if has? { "CAPABILITY_NAMED_IAM" } else { "CAPABILITY_IAM" };
    (has > had && after.side.full_name.is_none())
        .then(|| format!("the deployment needs `--capabilities {capability}`, which the one before did not"))
}

/// What an update is refused for that changes neither a resource nor a parameter or output.
const NOTHING: &str = "CloudFormation refuses an update of nothing but this: \"No updates are to be performed\"";

/// What cannot be updated by itself. See
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/metadata-section-structure.html> and the pages of the others.
const NOT_ALONE: [&str; 4] = ["Conditions", "Description", "Mappings", "Metadata"];

fn changes_nothing(change: &StackChange) -> bool {
    let is_nothing = |step: &Step<'_>| NOT_ALONE.iter().any(|section| step.is_key(section));
    let is_rest_same = change.resources.is_empty() && change.values.is_empty() && change.unknown.is_empty();
    is_rest_same
        && change.others.iter().all(|other| other.effect != Effect::Unknown && other.path.first().is_some_and(is_nothing))
}

/// Where both sides have the same path to a file that `aws cloudformation package` uploads. Templates are named among what is not compared.
fn behind_paths([before, after]: [&Processed<'_>; 2]) -> Vec<String> {
    let is_template = |way: &[&str]| NESTING.iter().any(|(_, property)| way == [*property]);
    let resources = after.side.template.resources().filter(|entry| after.find(entry.id.as_str()).is_some());
    let of_resources = resources.flat_map(|entry| {
        let old = before.side.template.resource(entry.id.as_str()).map(|old| local_files(&old)).unwrap_or_default();
        let both = local_files(&entry)
            .into_iter()
            .filter(move |(way, text, _)| !is_template(way) && old.iter().any(|(other, known, _)| other == way && known == text));
        both.map(move |(way, ..)| format!("{}.{}", entry.id.as_str(), way.join(".")))
    });
    let of_all = |side: &Processed<'_>| {
        let uri = side.side.template.section("Globals")?.get("Function")?.get("CodeUri")?;
        uri.as_str().filter(|text| is_local_path(text)).map(str::to_owned)
    };
    let of_all =
        of_all(after).filter(|path| of_all(before).as_ref() == Some(path)).map(|_| "Globals.Function.CodeUri".to_owned());
    of_resources.chain(of_all).collect()
}

/// The APIs of which the serverless transform makes another deployment each time. See
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html>
fn deployed_each_time<'a>([before, after]: [&Processed<'a>; 2]) -> Vec<&'a str> {
    let is_always = |entry: &ResourceEntry<'_>| {
        let flag = entry.node.at_path(&["Properties", "AlwaysDeploy"]).and_then(Node::scalar);
        entry.resource_type == "AWS::Serverless::Api" && flag.as_deref() == Some("true")
    };
    let was_there = |entry: &ResourceEntry<'_>| before.side.template.resource(entry.id.as_str()).is_some();
    let apis = after.side.template.resources().filter(|entry| is_always(entry) && was_there(entry));
    apis.map(|entry| entry.id.as_str()).collect()
}
