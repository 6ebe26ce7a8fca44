//! The resources of one side that are there.

use super::change::Side;
use super::resolve;
use crate::template::{Node, ResourceEntry};

/// The resources that the conditions do not surely leave out.
pub fn present(side: &Side) -> impl Iterator<Item = ResourceEntry<'_>> {
    side.template.resources().filter(|entry| is_present(side, entry))
}

fn is_present(side: &Side, entry: &ResourceEntry<'_>) -> bool {
    let condition = entry.node.get("Condition").and_then(Node::as_str);
    condition.is_none_or(|name| resolve::holds(side, name, 0) != Some(false))
}

/// A resource that the conditions do not surely leave out.
pub fn find<'a>(side: &'a Side, id: &str) -> Option<ResourceEntry<'a>> {
    side.template.resource(id).filter(|entry| is_present(side, entry))
}
