//! Policy documents that are written in another form and say the same: text or a list of one, and the order of statements, actions and
//! resources (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>).

use super::alike::{Among, alike, keys};
use crate::template::{Node, function};

/// What is said of such a change.
pub(super) const WHY: &str = "another form of the same policy";

/// Whether the statements of two policies say the same.
pub(super) fn are_same_statements(one: &Node, other: &Node) -> bool {
    is_same_set(&entries(one), &entries(other), is_same_statement)
}

/// Whether two statements say the same.
pub(super) fn is_same_statement(one: &Node, other: &Node) -> bool {
    let is_same = |key: &str| match (one.get(key), other.get(key)) {
        (Some(left), Some(right)) => match key {
            "Action" | "NotAction" | "Resource" | "NotResource" => is_same_list(left, right),
            // A condition has two levels above its values, and principals have one, or none.
            "Principal" | "NotPrincipal" | "Condition" => is_same_tree(left, right),
            _ => alike(left, right),
        },
        _ => false,
    };
    one.get("Effect").is_some() && keys([Some(one), Some(other)]).into_iter().all(is_same)
}

fn is_same_tree(one: &Node, other: &Node) -> bool {
    let is_map = |node: &Node| node.as_map().is_some() && function::call(node).is_none();
    if !is_map(one) || !is_map(other) {
        return is_same_list(one, other);
    }
    keys([Some(one), Some(other)]).into_iter().all(|key| match (one.get(key), other.get(key)) {
        (Some(left), Some(right)) => is_same_tree(left, right),
        _ => false,
    })
}

fn is_same_list(one: &Node, other: &Node) -> bool {
    is_same_set(&entries(one), &entries(other), alike)
}

/// A list's items, or the one value that stands for a list of it.
fn entries(node: &Node) -> Vec<&Node> {
    node.as_list().map_or_else(|| vec![node], |items| items.iter().collect())
}

/// Whether each of one side has its own equal on the other, in whatever order.
fn is_same_set(one: &[&Node], other: &[&Node], is_same: impl Fn(&Node, &Node) -> bool) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut left = Among::of(other.iter().copied());
    one.iter().all(|node| left.take(node, &is_same).is_some())
}
