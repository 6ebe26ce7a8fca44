//! What reads a resource that its condition leaves out: CloudFormation refuses the template ("Unresolved resource dependencies").

use super::change::StackChange;
use super::headline::{Headline, HeadlineKind};
use super::processed::{Pair, Processed};
use crate::language::opaque;
use crate::template::{Content, Node, ResourceEntry, function};

/// A reader, where it is a resource, and what it reads.
type Reading<'a> = (Option<&'a str>, &'a str);

/// What reads such a resource after the change, and did not before.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let Some(after) = pair.after else { return Vec::new() };
    let told = |(reader, read): Reading<'_>| {
        let way_out = format!("Read {read} with `Fn::If` under its condition, or give that to the reader, too.");
        let id = reader.unwrap_or_default();
        Headline::new(HeadlineKind::WillFail, "DIFF112", &change.name, id, in_words((reader, read)), &way_out)
    };
    of_one_side(pair, after, pair.before).into_iter().map(told).collect()
}

/// Why a side cannot have been deployed, where something of it reads such a resource, and does not on the other side.
pub(super) fn why<'a>(pair: &Pair<'_>, [before, after]: [&Processed<'a>; 2]) -> Option<String> {
    of_one_side(pair, before, Some(after)).first().copied().map(in_words)
}

fn in_words((reader, read): Reading<'_>) -> String {
    format!("{} reads {read}, which its condition leaves out", reader.unwrap_or("an output"))
}

/// What reads such a resource on one side, and does not on the other.
fn of_one_side<'a>(pair: &Pair<'_>, side: &Processed<'a>, other: Option<&Processed<'a>>) -> Vec<Reading<'a>> {
    let mut found = readings(pair, side);
    if !found.is_empty() {
        let known = other.map(|other| readings(pair, other)).unwrap_or_default();
        found.retain(|reading| !known.contains(reading));
    }
    found
}

fn readings<'a>(pair: &Pair<'_>, side: &Processed<'a>) -> Vec<Reading<'a>> {
    let template = side.template();
    let is_left_out = |id: &str| template.resource(id).is_some() && side.find(id).is_none();
    if !template.resources().any(|entry| is_left_out(entry.id.as_str())) || !opaque::macros(template).is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut add = |reader: Option<&'a str>, node: Option<&'a Node>| {
        let mut read = Vec::new();
        node.into_iter().for_each(|node| surely_read(node, &mut read));
        found.extend(read.into_iter().find(|id| is_left_out(id)).map(|id| (reader, id)));
    };
    let is_asked = |entry: &ResourceEntry<'_>| pair.asks_for(entry.id.as_str());
    for entry in side.present().filter(|entry| is_asked(entry) && side.scope.open_condition(entry.node).is_none()) {
        add(Some(entry.id.as_str()), side.properties(entry.node));
    }
    for output in template.section("Outputs").into_iter().flat_map(|outputs| outputs.values()) {
        let is_sure = output.get("Condition").is_none();
        add(None, output.get("Value").filter(|_| is_sure).and_then(|value| side.value(value)));
    }
    found
}

/// What a value surely reads. Nobody knows which branch of an `Fn::If` that is left open is read.
fn surely_read<'a>(node: &'a Node, found: &mut Vec<&'a str>) {
    let call = function::call(node);
    if matches!(call, Some((function::IF, _))) {
        return;
    }
    found.extend(call.into_iter().flat_map(|(name, argument)| function::references(name, argument)));
    match &node.content {
        Content::List(items) => items.iter().for_each(|item| surely_read(item, found)),
        Content::Map(map) => map.values().for_each(|inner| surely_read(inner, found)),
        _ => {}
    }
}
