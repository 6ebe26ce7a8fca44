//! When two values are the same, and the keys of two maps.

use std::collections::BTreeSet;

use crate::template::{Content, Key, Node};

/// Whether two values are the same to CloudFormation, which takes `"80"` for 80.
pub(super) fn alike(one: &Node, other: &Node) -> bool {
    match (&one.content, &other.content) {
        (Content::List(left), Content::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| alike(left, right))
        }
        (Content::Map(left), Content::Map(right)) => {
            let in_right = |(key, node): (&Key, &Node)| right.get(key.as_str()).is_some_and(|other| alike(node, other));
            left.len() == right.len() && left.iter().all(in_right)
        }
        _ => one.content == other.content || one.scalar().is_some_and(|text| other.scalar() == Some(text)),
    }
}

/// Whether two values that may not be there are the same, or neither is there.
pub(super) fn both_alike(one: Option<&Node>, other: Option<&Node>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => alike(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// The keys of two maps, each once.
pub(super) fn keys(nodes: [Option<&Node>; 2]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let all = nodes.into_iter().flatten().filter_map(Node::as_map).flat_map(|map| map.keys());
    all.map(|key| key.as_str()).filter(|key| seen.insert(*key)).collect()
}
