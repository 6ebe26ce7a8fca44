//! Under which conditions something in a template is there.

use crate::template::{Content, Node, SourceLocation, function};

/// A condition, and whether it must hold.
type Needed<'a> = (&'a str, bool);

/// What must be so for what stands at a place of an element of a section: its own condition, and the branches of `Fn::If` around it.
pub(super) fn needed(element: &Node, location: SourceLocation) -> Vec<Needed<'_>> {
    let own = element.get("Condition").and_then(Node::as_str).map(|name| (name, true));
    let mut needed: Vec<Needed<'_>> = own.into_iter().collect();
    needed.extend(around(element, location).unwrap_or_default());
    needed
}

/// The branches around a place; nothing where it is not in the node.
fn around(node: &Node, location: SourceLocation) -> Option<Vec<Needed<'_>>> {
    if node.location == location {
        return Some(Vec::new());
    }
    if let Some((function::IF, argument)) = function::call(node)
        && let Some([condition, then, otherwise]) = argument.as_list()
    {
        let (mut inner, holds) = match around(then, location) {
            Some(inner) => (inner, true),
            None => (around(otherwise, location)?, false),
        };
        inner.insert(0, (condition.as_str()?, holds));
        return Some(inner);
    }
    match &node.content {
        Content::List(items) => items.iter().find_map(|item| around(item, location)),
        Content::Map(map) => map
            .iter()
            .find_map(|(key, item)| if key.location_with(item) == location { Some(Vec::new()) } else { around(item, location) }),
        _ => None,
    }
}

/// What must be so in words: `the condition IsProd holds`.
pub(super) fn told((name, holds): Needed<'_>) -> String {
    format!("the condition {name} {}", if holds { "holds" } else { "does not hold" })
}
