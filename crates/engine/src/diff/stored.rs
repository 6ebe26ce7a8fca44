//! What a deployment reads from the parameter store, also where the template stays the same.
//!
//! CloudFormation reads the newest value at each update of the stack:
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html>,
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html>

use super::change::Change;
use super::effect::Effect;
use super::processed::{Pair, Processed};
use super::{property_effect, reads_store, redefined};
use crate::language::reference;
use crate::template::path::Path;
use crate::template::{Node, ResourceEntry, function};

/// The properties that come from the store on both sides, each under its resource, and the conditions that ask for what it holds.
pub(super) fn of(pair: &Pair<'_>) -> Vec<Change> {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return Vec::new() };
    let mut found = Vec::new();
    let is_on_both_sides = |entry: &ResourceEntry<'_>| before.template().resource(entry.id.as_str()).is_some();
    for entry in after.template().resources().filter(is_on_both_sides) {
        let condition = entry.node.get("Condition").filter(|node| node.as_str().is_some_and(|name| after.asks_store(name)));
        if let Some(condition) = condition {
            let path = Path::of([entry.id.as_str(), "Condition"]).into_owned();
            found.push(Change::of(path, [Some(condition); 2], Effect::Unknown));
        }
    }
    // Most stacks read nothing from the store, and are not reduced for it.
    let entries = after.present().filter(|entry| is_stored(after, entry.node));
    for entry in entries.filter(|entry| before.find(entry.id.as_str()).is_some()) {
        let Some(properties) = after.properties(entry.node) else { continue };
        let mut path = Path::default();
        walk(after, properties, &mut path, &mut |path, node| {
            let effect = property_effect::of(entry.resource_type, path, [Some(node), Some(node)]);
            let whole = Path::of([entry.id.as_str()]).join(path.clone()).into_owned();
            found.push(Change::of(whole, [Some(node); 2], effect));
        });
    }
    found
}

/// Whether a part of a node is read from the store, or chosen by what it holds.
pub(super) fn is_stored(side: &Processed<'_>, node: &Node) -> bool {
    let mut found = false;
    node.walk(&mut |inner| {
        found |= reads_store::itself(&side.scope, inner) || redefined::chosen_by(inner).is_some_and(|name| side.asks_store(name));
    });
    found
}

/// Visits the outermost values that come from the store.
fn walk<'n>(side: &Processed<'_>, node: &'n Node, path: &mut Path<'n>, visit: &mut dyn FnMut(&Path<'n>, &'n Node)) {
    if function::call(node).is_some() || node.as_str().is_some() {
        if is_stored(side, node) {
            visit(path, node);
        }
        return;
    }
    for (index, item) in node.as_list().unwrap_or_default().iter().enumerate() {
        path.push(index);
        walk(side, item, path, visit);
        path.pop();
    }
    for (key, item) in node.as_map().into_iter().flat_map(reference::elements) {
        path.push(key.as_str());
        walk(side, item, path, visit);
        path.pop();
    }
}
