//! Log groups that a service made itself when something first ran: CloudFormation cannot make them again.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html>,
//! <https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html>

use super::change::{StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::processed::{Pair, Processed};
use crate::language::reference;
use crate::template::ResourceEntry;
use crate::template::substitution;

const GROUP: &str = "AWS::Logs::LogGroup";

/// What writes into a group of its own, how the name of that begins, and the property that names what writes.
const WRITERS: [(&str, &str, &str); 2] =
    [("AWS::CodeBuild::Project", "/aws/codebuild/", "Name"), ("AWS::Lambda::Function", "/aws/lambda/", "FunctionName")];

/// The new groups of what was there before.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return Vec::new() };
    let new = change.resources.iter().filter(|one| one.resource_type == GROUP && one.verdict == Verdict::Add);
    let told = new.filter_map(|group| {
        let name = name(after, &after.find(&group.id)?)?;
        let had = before.present().filter(|entry| entry.resource_type == GROUP);
        // One of the template is told as that.
        let is_of_stack = had.filter_map(|entry| self::name(before, &entry)).any(|known| known == name);
        let writer = writer([before, after], change, &name).filter(|_| !is_of_stack)?;
        let message = format!("{} is the log group that {writer}, which was there before, makes itself when it runs", group.id);
        let way_out = "Import the group into the stack, or delete it before (its events go with it).";
        let headline = Headline::new(HeadlineKind::WillFail, "DIFF101", &change.name, &group.id, message, way_out);
        Some(Headline { under: Some(format!("{writer} has run")), ..headline })
    });
    told.collect()
}

/// The name of a group, with `${…}` for what only the deployment knows.
fn name<'a>(side: &Processed<'a>, group: &ResourceEntry<'a>) -> Option<String> {
    let given = side.properties(group.node)?.get("LogGroupName")?;
    Some(reference::as_text(side.value_by_name(given)))
}

/// What writes into a group of this name on both sides, under one name.
fn writer<'a>(sides: [&'a Processed<'a>; 2], change: &StackChange, group: &str) -> Option<&'a str> {
    let of_kind = |(kind, beginning, named_by): &(&'static str, &'static str, &'static str)| {
        Some((*kind, group.strip_prefix(*beginning)?, *named_by))
    };
    let (kind, own, named_by) = WRITERS.iter().find_map(of_kind)?;
    let called = |side: &'a Processed<'a>, entry: &ResourceEntry<'a>| {
        let named = side.properties(entry.node).and_then(|node| node.get(named_by));
        named.map_or_else(|| substitution::variable(entry.id.as_str()), |node| reference::as_text(side.value_by_name(node)))
    };
    let is_it = |side: &'a Processed<'a>, id: &str| side.find(id).is_some_and(|entry| called(side, &entry) == own);
    let is_new = |id: &str| change.comes_to(id, &[Verdict::Add, Verdict::Replace, Verdict::Retype]);
    let mut entries = sides[1].present().filter(|entry| entry.resource_type == kind).map(|entry| entry.id.as_str());
    entries.find(|id| !is_new(id) && sides.iter().all(|side| is_it(side, id)))
}
