//! Likely renames and moves: one logical id gone, and an equal resource under another, or in another stack.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::alike::alike;
use super::change::{ResourceChange, StackChange, Verdict};
use super::policy_form;
use super::processed::Pair;
use super::revision;
use super::tree::Differences;
use crate::language::reference;
use crate::template::{Content, Key, Map, Node, function, substitution};

/// The most steps by which renames make others: a rule of a renamed listener of a renamed load balancer takes three.
const MOST_ROUNDS: usize = 16;

/// Marks each added resource that equals a removed one, where what both refer to is renamed as well.
pub(super) fn find(pair: &Pair<'_>, resources: &mut [ResourceChange]) {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return };
    let of = |verdict: Verdict| -> Vec<(String, String)> {
        let named = resources.iter().filter(|resource| resource.verdict == verdict);
        named.map(|resource| (resource.id.clone(), resource.resource_type.clone())).collect()
    };
    let none = Node::new(Content::Map(Map::default()));
    let (mut removed, mut added) = (of(Verdict::Remove), of(Verdict::Add));
    let mut renames: BTreeMap<String, String> = BTreeMap::new();
    for round in 0..MOST_ROUNDS {
        let known = renames.len();
        added.retain(|(id, resource_type)| {
            let Some(new) = after.find(id).map(|entry| after.properties(entry.node).unwrap_or(&none)) else { return false };
            let is_same = |(old, old_type): &(String, String)| {
                let properties = || before.find(old).map(|entry| before.properties(entry.node).unwrap_or(&none));
                old_type == resource_type
                    && properties().is_some_and(|old| match under(old, &renames) {
                        // What was compared in the round before is no other now.
                        Cow::Borrowed(old) => round == 0 && is_equal(old, new),
                        Cow::Owned(old) => is_equal(&old, new),
                    })
            };
            let Some(index) = removed.iter().position(is_same) else { return true };
            renames.insert(removed.remove(index).0, id.clone());
            false
        });
        if renames.len() == known {
            break;
        }
    }
    // The id of a revision that a transform makes is made of what is in it: another id is how it says that this is another one.
    let is_written = |id: &str| after.side.template.resource(id).is_some();
    for (old, id) in renames {
        let named = |resource: &&mut ResourceChange| {
            resource.id == id
                && (is_written(&id) || !revision::has(&resource.resource_type))
                && !revision::is_made_anew(&resource.resource_type)
        };
        if let Some(resource) = resources.iter_mut().find(named) {
            resource.renamed_from = Some(old);
        }
    }
}

/// The new logical ids of what a stack renames, by the old ones.
pub(super) fn of(change: &StackChange) -> BTreeMap<String, String> {
    let renamed = change.resources.iter().filter(|resource| resource.renamed_from_stack.is_none());
    renamed.filter_map(|resource| Some((resource.renamed_from.clone()?, resource.id.clone()))).collect()
}

/// The same, and the new logical ids of what takes the place of something else of its type: what stays and named the one names the other.
pub(super) fn successors(pair: &Pair<'_>, change: &StackChange) -> BTreeMap<String, String> {
    let mut successors = of(change);
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return successors };
    let whole = |verdict: Verdict| -> BTreeMap<&str, &str> {
        let such = change.resources.iter().filter(|resource| resource.verdict == verdict);
        such.map(|resource| (resource.id.as_str(), resource.resource_type.as_str())).collect()
    };
    let (removed, added) = (whole(Verdict::Remove), whole(Verdict::Add));
    if removed.is_empty() || added.is_empty() {
        return successors;
    }
    for entry in after.present() {
        let Some(old) = before.find(entry.id.as_str()) else { continue };
        let named = |node, known: &BTreeMap<&'_ str, &'_ str>, resource_type: &str| -> Option<String> {
            let ids: BTreeSet<&str> =
                reference::ids(node).into_iter().filter(|id| known.get(id) == Some(&resource_type)).collect();
            ids.first().filter(|_| ids.len() == 1).map(|id| (*id).to_owned())
        };
        let types: BTreeSet<&str> = added.values().copied().collect();
        for resource_type in types {
            let both = named(old.node, &removed, resource_type).zip(named(entry.node, &added, resource_type));
            if let Some((gone, new)) = both.filter(|(_, new)| !successors.values().any(|known| known == new)) {
                successors.entry(gone).or_insert(new);
            }
        }
    }
    successors
}

/// A value whose references to what is renamed have the new logical ids.
pub(super) fn under<'n>(node: &'n Node, renames: &BTreeMap<String, String>) -> Cow<'n, Node> {
    if renames.is_empty() || !reference::ids(node).iter().any(|id| renames.contains_key(*id)) {
        return Cow::Borrowed(node);
    }
    Cow::Owned(renamed(node, renames))
}

fn renamed(node: &Node, renames: &BTreeMap<String, String>) -> Node {
    let call = function::call(node).map(|(name, _)| name);
    let content = match (&node.content, call) {
        (Content::Map(map), Some(name @ (function::REF | function::GET_ATT | function::SUB))) => {
            let entry = |(key, argument): (&Key, &Node)| (key.clone(), reference_to(name, argument, renames));
            Content::Map(map.iter().map(entry).collect())
        }
        (Content::Map(map), _) => Content::Map(map.iter().map(|(key, item)| (key.clone(), renamed(item, renames))).collect()),
        (Content::List(items), _) => Content::List(items.iter().map(|item| renamed(item, renames)).collect()),
        (content, _) => content.clone(),
    };
    node.with_content(content)
}

fn reference_to(function: &str, argument: &Node, renames: &BTreeMap<String, String>) -> Node {
    let new = |name: &str| renames.get(name).cloned();
    let text = |text: &str| match function {
        function::SUB => substitution::replaced(text, |variable| {
            let name = new(variable.element())?;
            let attribute = variable.attribute().map(|attribute| format!(".{attribute}")).unwrap_or_default();
            Some(substitution::variable(&(name + &attribute)))
        }),
        _ => {
            let (id, rest) = text.split_once('.').map_or((text, None), |(id, rest)| (id, Some(rest)));
            let name = new(id).unwrap_or_else(|| id.to_owned());
            rest.map_or(name.clone(), |rest| format!("{name}.{rest}"))
        }
    };
    match &argument.content {
        Content::Text(known) => argument.with_content(Content::Text(text(known).into())),
        Content::List(items) => {
            let first = |(index, item): (usize, &Node)| match item.as_str() {
                Some(known) if index == 0 => item.with_content(Content::Text(text(known).into())),
                _ => renamed(item, renames),
            };
            argument.with_content(Content::List(items.iter().enumerate().map(first).collect()))
        }
        _ => renamed(argument, renames),
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
