//! What a deployment reads from the parameter store, also where the template stays the same.
//!
//! CloudFormation reads the newest value at each update of the stack:
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html>,
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html>

use std::collections::BTreeSet;

use super::change::Change;
use super::effect::Effect;
use super::processed::{Pair, Processed};
use super::{property_effect, redefined};
use crate::language::reference;
use crate::template::path::Path;
use crate::template::{Node, ResourceEntry, function, parameter_type};

/// The start of a reference to the store.
const STORED: &str = "{{resolve:ssm:";

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

/// The conditions that come to something else where the store holds something else.
pub(super) fn conditions<'a>(side: &Processed<'a>) -> BTreeSet<&'a str> {
    let asks = |node: &Node| {
        let mut asks = false;
        node.walk(&mut |inner| asks |= reads_store(side, inner));
        asks
    };
    let all = side.template().section("Conditions").into_iter().flatten();
    let asking = all.filter(|(_, node)| asks(node)).map(|(name, _)| name.as_str()).collect();
    redefined::with_users([&side.scope; 2], asking)
}

/// Whether a part of a node is read from the store, or chosen by what it holds.
pub(super) fn is_stored(side: &Processed<'_>, node: &Node) -> bool {
    let mut found = false;
    node.walk(&mut |inner| {
        found |= reads_store(side, inner) || redefined::chosen_by(inner).is_some_and(|name| side.asks_store(name));
    });
    found
}

fn reads_store(side: &Processed<'_>, node: &Node) -> bool {
    if let Some((name, argument)) = function::call(node) {
        return function::references(name, argument).iter().any(|name| is_stored_parameter(side, name));
    }
    // With a version behind its name, the value stays.
    node.as_str().filter(|text| text.contains(STORED)).is_some_and(|text| {
        let mut rest = text;
        while let Some(at) = rest.find(STORED) {
            let name = rest[at + STORED.len()..].split("}}").next().unwrap_or_default();
            if !name.contains(':') {
                return true;
            }
            rest = &rest[at + STORED.len()..];
        }
        false
    })
}

fn is_stored_parameter(side: &Processed<'_>, name: &str) -> bool {
    let kind = side.scope.parameter(name).and_then(|declared| declared.get("Type")?.as_str());
    kind.is_some_and(parameter_type::is_stored)
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
