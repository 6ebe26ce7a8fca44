//! Versions of functions that Lambda refuses to publish: "A version for this Lambda function exists. Modify the function to create a new
//! version" (<https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html>, github.com/serverless/serverless/issues/8251).

use super::alike::both_alike;
use super::change::{ResourceChange, StackChange, Verdict};
use super::effect::Effect;
use super::headline::{Headline, HeadlineKind};
use super::processed::{Pair, Processed};
use super::stored;
use crate::language::reference;
use crate::language::{local_files, opaque, sam};
use crate::template::path::Step;
use crate::template::{Node, ResourceEntry, listed};

const VERSION: &str = "AWS::Lambda::Version";
const ALIAS: &str = "AWS::Lambda::Alias";
const FUNCTION: &str = "AWS::Lambda::Function";

/// Properties of a function that no version has: github.com/serverless/serverless/issues/7822 has one that was refused.
const NOT_PUBLISHED: [&str; 3] = ["RecursiveLoop", "ReservedConcurrentExecutions", "Tags"];

/// How many parameters are named.
const NAMED: usize = 3;

/// A version that is published though nothing of its function changes.
struct Again<'a, 'c> {
    version: &'c str,
    function: &'a str,
    /// The version that was published before.
    known: &'a str,
    /// The parameters that the function reads, whose values may be others.
    parameters: Vec<&'a str>,
    /// Whether its code is uploaded before each deployment.
    is_packaged: bool,
}

/// The versions that Lambda refuses, where the code stays what it is.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let told = again(pair, change).into_iter().filter(|one| !one.is_packaged).map(|one| {
        let Again { version, function, known, parameters, .. } = one;
        let message = format!(
            "{version} is another version of {function}, of which nothing changes: Lambda publishes no version that is as the last one"
        );
        let way_out = "Keep the logical id of the version, or change the function with it.";
        let mut under = vec![format!("{function} is as it was when {known} was published")];
        under.extend((!parameters.is_empty()).then(|| format!("the value stays of {}", listed(&parameters, NAMED))));
        let headline = Headline::new(HeadlineKind::WillFail, "DIFF108", &change.name, version, message, way_out);
        Headline { under: Some(under.join(" and ")), ..headline }
    });
    told.collect()
}

/// What is said of versions of functions whose code is uploaded, which is another one in nearly every deployment.
pub(super) fn notes(pair: &Pair<'_>, change: &StackChange) -> Vec<String> {
    let told = again(pair, change).into_iter().filter(|one| one.is_packaged).map(|one| {
        let Again { version, function, .. } = one;
        format!(
            "{version} is refused by Lambda unless the code of {function} is another one: nothing else of the function changes"
        )
    });
    told.chain(behind(pair, change)).collect()
}

/// What is said of functions that change while the version stays that their aliases lead to. Code that is uploaded makes another version
/// of SAM's nearly always.
fn behind(pair: &Pair<'_>, change: &StackChange) -> Vec<String> {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return Vec::new() };
    let changed = change.resources.iter().filter(|one| one.resource_type == FUNCTION && one.verdict < Verdict::MayReplace);
    let told = changed.filter(|one| changes(one)).filter_map(|function| {
        let mut versions: Vec<ResourceEntry<'_>> = after.present().filter(|entry| entry.resource_type == VERSION).collect();
        versions.retain(|entry| function_of(after, entry) == Some(function.id.as_str()));
        let stays = |entry: &ResourceEntry<'_>| {
            before.find(entry.id.as_str()).is_some() && !change.resources.iter().any(|one| one.id == entry.id.as_str())
        };
        let is_known = !versions.is_empty() && versions.iter().all(stays) && !is_packaged(after, &function.id);
        let mut readers = after.present().filter(|entry| is_known && entry.resource_type == ALIAS);
        let alias = readers.find(|entry| {
            let version = after.properties(entry.node).and_then(|node| node.get("FunctionVersion"));
            version.is_some_and(|node| versions.iter().any(|one| reference::ids(node).contains(&one.id.as_str())))
        })?;
        let (function, version, alias) = (&function.id, versions.first()?.id.as_str(), alias.id.as_str());
        Some(format!("not published: {function}; the alias {alias} leads to {version}, which stays as it is"))
    });
    told.collect()
}

fn again<'a, 'c>(pair: &Pair<'a>, change: &'c StackChange) -> Vec<Again<'a, 'c>> {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return Vec::new() };
    let is_new = |one: &&ResourceChange| one.resource_type == VERSION && matches!(one.verdict, Verdict::Add | Verdict::Replace);
    let mut new = change.resources.iter().filter(is_new).peekable();
    if new.peek().is_none() || !opaque::macros(after.template()).is_empty() {
        return Vec::new();
    }
    new.filter_map(|version| of_version([before, after], change, version)).collect()
}

fn of_version<'a, 'c>(
    [before, after]: [&'a Processed<'a>; 2],
    change: &StackChange,
    version: &'c ResourceChange,
) -> Option<Again<'a, 'c>> {
    let entry = after.find(&version.id)?;
    let function = function_of(after, &entry)?;
    before.find(function)?;
    let new = after.find(function)?;
    if change.resources.iter().any(|one| one.id == function && changes(one)) {
        return None;
    }
    let properties = after.properties(new.node)?;
    if stored::is_stored(after, properties) || opaque::is_made(properties.as_map()?) || sam::made_of(properties).is_some() {
        return None;
    }
    let described = |side: &Processed<'a>, entry: &ResourceEntry<'a>| side.properties(entry.node)?.get("Description").cloned();
    let known = before.present().find(|old| {
        old.resource_type == VERSION
            && function_of(before, old) == Some(function)
            && both_alike(described(before, old).as_ref(), described(after, &entry).as_ref())
    })?;
    let mut parameters = reference::ids(properties);
    parameters.retain(|name| after.scope.parameter(name).is_some());
    parameters.sort_unstable();
    parameters.dedup();
    let is_packaged = is_packaged(after, function);
    Some(Again { version: &version.id, function, known: known.id.as_str(), parameters, is_packaged })
}

/// The function of which something is a version.
fn function_of<'a>(side: &Processed<'a>, version: &ResourceEntry<'a>) -> Option<&'a str> {
    let ids = reference::ids(side.properties(version.node)?.get("FunctionName")?);
    let [id] = ids[..] else { return None };
    side.find(id).filter(|entry| entry.resource_type == FUNCTION).map(|entry| entry.id.as_str())
}

/// Whether something changes of a function that a version has, or may.
fn changes(function: &ResourceChange) -> bool {
    let is_published = |step: &Step<'_>| !NOT_PUBLISHED.iter().any(|name| step.is_key(name));
    let mut seen = function.changes.iter().filter(|one| one.effect != Effect::Nothing);
    matches!(function.verdict, Verdict::Add | Verdict::Retype) || seen.any(|one| one.path.first().is_none_or(is_published))
}

/// Whether the code of a function is a path on the machine that deploys it, or built there.
fn is_packaged(side: &Processed<'_>, function: &str) -> bool {
    let Some(entry) = side.side.template.resource(function) else { return false };
    let of_all = side.side.template.section("Globals").and_then(|globals| globals.get("Function"));
    let has = |name: &str| {
        let own = entry.node.at_path(&["Properties", name]);
        own.or_else(|| of_all.and_then(|all: &Node| all.get(name))).is_some()
    };
    let is_serverless = entry.resource_type != FUNCTION;
    let is_built =
        entry.node.at_path(&["Metadata", "Dockerfile"]).is_some() || entry.node.at_path(&["Metadata", "BuildMethod"]).is_some();
    let is_elsewhere = ["CodeUri", "ImageUri", "InlineCode"].iter().any(|name| has(name));
    let is_path_of_all = of_all.and_then(|all| all.get("CodeUri")?.as_str()).is_some_and(crate::language::is_local_path);
    !local_files(&entry).is_empty() || is_built || is_serverless && (!is_elsewhere || is_path_of_all)
}
