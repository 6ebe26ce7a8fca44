//! Loops over what only the deployment knows: which resources they make is unknown, but what they make of each item is written.

use super::alike::alike;
use super::processed::Processed;
use crate::template::{Map, Node, ResourceEntry, function};

/// The resources that a side's loop makes of an item, as its body has them; nothing where that is not to be read.
pub(super) fn bodies<'a>(side: &Processed<'a>, key: &str) -> Option<Vec<ResourceEntry<'a>>> {
    of_call(key, side.template().section("Resources")?.get(key)?)
}

/// A resource in the body of one of a side's loops.
pub(super) fn find<'a>(side: &Processed<'a>, id: &str) -> Option<ResourceEntry<'a>> {
    let loops = side.template().section("Resources")?.iter();
    let mut found = loops.filter_map(|(key, call)| of_call(key.as_str(), call)).flatten();
    found.find(|entry| entry.id.as_str() == id)
}

/// Whether two loops run over the same with the same name for it, and so do those in them.
pub(super) fn run_alike(one: &Node, other: &Node) -> bool {
    let (Some([name, items, body]), Some([other_name, other_items, other_body])) = (arguments(one), arguments(other)) else {
        return false;
    };
    let (Some(inner), Some(others)) = (calls(body), calls(other_body)) else { return false };
    alike(name, other_name)
        && alike(items, other_items)
        && inner.len() == others.len()
        && inner.iter().zip(&others).all(|((key, one), (other_key, other))| key == other_key && run_alike(one, other))
}

/// The loops in a body, by their keys.
fn calls(body: &Node) -> Option<Vec<(&str, &Node)>> {
    let calls = body.as_map()?.iter().filter(|(key, _)| function::is_function(key.as_str()));
    Some(calls.map(|(key, call)| (key.as_str(), call)).collect())
}

fn of_call<'a>(key: &str, call: &'a Node) -> Option<Vec<ResourceEntry<'a>>> {
    let [_, _, body] = arguments(call).filter(|_| key.starts_with(function::FOR_EACH))?;
    let body: &'a Map = body.as_map()?;
    let mut found = Vec::new();
    for (key, node) in body {
        match function::is_function(key.as_str()) {
            true => found.extend(of_call(key.as_str(), node)?),
            false => found.push(ResourceEntry::new(key, node)),
        }
    }
    Some(found)
}

fn arguments(call: &Node) -> Option<&[Node; 3]> {
    call.as_list()?.try_into().ok()
}
