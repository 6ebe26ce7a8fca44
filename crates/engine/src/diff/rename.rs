//! Likely renames: one logical id gone, and an equal resource under another.

use super::alike::alike;
use super::change::{ResourceChange, Verdict};
use super::processed::Pair;
use crate::template::{Content, Map, Node};

/// Marks each added resource that equals a removed one.
pub(super) fn find(pair: &Pair<'_>, resources: &mut [ResourceChange]) {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return };
    let of = |verdict: Verdict| -> Vec<(String, String)> {
        let named = resources.iter().filter(|resource| resource.verdict == verdict);
        named.map(|resource| (resource.id.clone(), resource.resource_type.clone())).collect()
    };
    let none = Node::new(Content::Map(Map::default()));
    let mut removed = of(Verdict::Remove);
    for (id, resource_type) in of(Verdict::Add) {
        let Some(new) = after.find(&id).map(|entry| after.properties(entry.node).unwrap_or(&none)) else { continue };
        let is_same = |(old, old_type): &(String, String)| {
            *old_type == resource_type
                && before.find(old).is_some_and(|entry| alike(before.properties(entry.node).unwrap_or(&none), new))
        };
        let Some(index) = removed.iter().position(is_same) else { continue };
        let (old, _) = removed.remove(index);
        if let Some(resource) = resources.iter_mut().find(|resource| resource.id == id) {
            resource.renamed_from = Some(old);
        }
    }
}
