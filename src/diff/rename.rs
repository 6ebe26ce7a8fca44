//! Likely renames: one logical id gone, and an equal resource under another.

use super::change::{Pair, ResourceChange, Side, Verdict};
use super::tree::alike;
use super::{presence, resolve};
use crate::template::Node;

/// Marks each added resource that equals a removed one.
pub fn find(pair: &Pair<'_>, resources: &mut [ResourceChange]) {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return };
    let of = |verdict: Verdict| -> Vec<(String, String)> {
        let named = resources.iter().filter(|resource| resource.verdict == verdict);
        named.map(|resource| (resource.id.clone(), resource.resource_type.clone())).collect()
    };
    let mut removed = of(Verdict::Remove);
    for (id, resource_type) in of(Verdict::Add) {
        let Some(new) = presence::find(after, &id).map(|entry| properties(after, entry.node)) else { continue };
        let is_same = |(old, old_type): &(String, String)| {
            *old_type == resource_type
                && presence::find(before, old).is_some_and(|entry| alike(&properties(before, entry.node), &new))
        };
        let Some(index) = removed.iter().position(is_same) else { continue };
        let (old, _) = removed.remove(index);
        if let Some(resource) = resources.iter_mut().find(|resource| resource.id == id) {
            resource.renamed_from = Some(old);
        }
    }
}

fn properties(side: &Side, resource: &Node) -> Node {
    resource.get("Properties").map_or_else(|| Node::map([] as [(&str, Node); 0]), |node| resolve::node(side, node))
}
