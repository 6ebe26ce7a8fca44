//! Likely renames and moves: one logical id gone, and an equal resource under another, or in another stack.

use super::alike::alike;
use super::change::{ResourceChange, StackChange, Verdict};
use super::policy_form;
use super::processed::Pair;
use super::tree::Differences;
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
                && before.find(old).is_some_and(|entry| is_equal(before.properties(entry.node).unwrap_or(&none), new))
        };
        let Some(index) = removed.iter().position(is_same) else { continue };
        let (old, _) = removed.remove(index);
        if let Some(resource) = resources.iter_mut().find(|resource| resource.id == id) {
            resource.renamed_from = Some(old);
        }
    }
}

/// Whether two resources have the same properties, up to the form of policies.
fn is_equal(old: &Node, new: &Node) -> bool {
    let mut differences = Differences::of(None);
    differences.compare(Some(old), Some(new));
    differences.found.iter().all(|change| change.why == policy_form::WHY)
}

/// Marks each added resource that equals one which another stack loses.
pub(super) fn across(pairs: &[Pair<'_>], stacks: &mut [StackChange]) {
    let of = |stacks: &[StackChange], verdict: Verdict| -> Vec<(usize, String, String)> {
        let each =
            stacks.iter().enumerate().flat_map(|(index, stack)| stack.resources.iter().map(move |resource| (index, resource)));
        let named = each
            .filter(|(_, resource)| resource.verdict == verdict && resource.renamed_from.is_none() && resource.under.is_none());
        named.map(|(index, resource)| (index, resource.id.clone(), resource.resource_type.clone())).collect()
    };
    let mut removed = of(stacks, Verdict::Remove);
    for (index, id, resource_type) in of(stacks, Verdict::Add) {
        let Some(new) = pairs[index].after.and_then(|after| after.properties(after.find(&id)?.node)) else { continue };
        // Without properties every resource of a type is alike.
        let is_same = |(other, old, old_type): &(usize, String, String)| {
            let pair = &pairs[*other];
            let old = pair.before.and_then(|before| before.properties(before.find(old)?.node));
            *other != index
                && pair.after.is_some()
                && *old_type == resource_type
                && !new.is_empty()
                && old.is_some_and(|old| alike(old, new))
        };
        let Some(at) = removed.iter().position(is_same) else { continue };
        let (other, old, _) = removed.remove(at);
        let stack = stacks[other].name.clone();
        if let Some(resource) = stacks[index].resources.iter_mut().find(|resource| resource.id == id) {
            resource.renamed_from = Some(old);
            resource.renamed_from_stack = Some(stack);
        }
    }
}
