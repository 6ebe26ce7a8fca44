//! When two values are the same, and the keys of two maps.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

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
        (Content::Text(left), Content::Text(right)) => left == right,
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

/// Values among which an equal one is looked for: only those with the same words in them are compared, since lists may have thousands
/// of items.
pub(super) struct Among<'n>(BTreeMap<u64, Vec<&'n Node>>);

impl<'n> Among<'n> {
    pub(super) fn of(nodes: impl IntoIterator<Item = &'n Node>) -> Self {
        let mut by_words: BTreeMap<u64, Vec<&'n Node>> = BTreeMap::new();
        nodes.into_iter().for_each(|node| by_words.entry(words(node)).or_default().push(node));
        Among(by_words)
    }

    /// Takes the first one that is the same. `is_same` never holds for two values with other words.
    pub(super) fn take(&mut self, node: &Node, is_same: impl Fn(&Node, &Node) -> bool) -> Option<&'n Node> {
        let left = self.0.get_mut(&words(node))?;
        left.iter().position(|known| is_same(node, known)).map(|at| left.remove(at))
    }
}

/// A number for the words of a value and their keys. It is the same in whatever order they stand, for a number and its text, and for one
/// value and a list of it.
fn words(node: &Node) -> u64 {
    let number = |words: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        words(&mut hasher);
        hasher.finish()
    };
    match &node.content {
        Content::List(items) => items.iter().map(words).fold(0, u64::wrapping_add),
        Content::Map(map) => {
            let entry = |(key, inner): (&Key, &Node)| {
                number(&|hasher| {
                    key.as_str().hash(hasher);
                    words(inner).hash(hasher);
                })
            };
            map.iter().map(entry).fold(1, u64::wrapping_add)
        }
        Content::Text(text) => number(&|hasher| (**text).hash(hasher)),
        _ => number(&|hasher| node.scalar().unwrap_or_default().as_str().hash(hasher)),
    }
}

/// The keys of two maps, each once.
pub(super) fn keys(nodes: [Option<&Node>; 2]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let all = nodes.into_iter().flatten().filter_map(Node::as_map).flat_map(|map| map.keys());
    all.map(|key| key.as_str()).filter(|key| seen.insert(*key)).collect()
}
