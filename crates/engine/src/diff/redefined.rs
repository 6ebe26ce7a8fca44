//! What reads the same on both sides and may be something else: by a mapping with other entries, or by a condition that is another one.

use std::collections::{BTreeMap, BTreeSet};

use super::alike::{alike, both_alike, keys};
use crate::language::{Scope, opaque};
use crate::template::{Map, Node, function};

/// The conditions that come to something else on another side for the same deployment, or may.
pub(super) fn between<'a>(sides: [&Scope<'a>; 2]) -> BTreeSet<&'a str> {
    let roots = sides.map(|side| side.template().root().get("Conditions"));
    let is_other = |name: &&str| {
        let [one, other] = [0, 1].map(|index: usize| sides[index].reduce(roots[index]?.get(name)?));
        !both_alike(one, other) || other.is_some_and(|node| may_find_another(sides, node))
    };
    with_users(sides, keys(roots).into_iter().filter(is_other).collect())
}

/// Whether a value reads an entry of a mapping by keys of which only the deployment knows the value, and one of these entries differs.
pub(super) fn may_find_another<'a>(sides: [&Scope<'a>; 2], value: &'a Node) -> bool {
    let mut is_other = false;
    value.walk(&mut |node| {
        let Some((function::FIND_IN_MAP, call)) = function::call(node) else { return };
        let [one, other] = sides.map(|side| side.entries(call));
        let has_default = call.as_list().is_some_and(|arguments| arguments.len() > 3);
        // Nothing is found by a key that only one side has, but a default.
        is_other |= one.iter().any(|(keys, entry)| other.get(keys).is_some_and(|other| other != entry));
        is_other |= has_default && !one.keys().eq(other.keys());
    });
    is_other
}

/// Whether a value reads an entry that an included file or a macro makes, which is another one on both sides.
pub(super) fn may_make_another<'a>(sides: [&Scope<'a>; 2], value: &'a Node) -> bool {
    let mut is_other = false;
    value.walk(&mut |node| {
        let Some((function::FIND_IN_MAP, call)) = function::call(node) else { return };
        let [one, other] = sides.map(|side| makers(side, call));
        is_other |= one != other;
    });
    is_other
}

/// What makes the entry that an `Fn::FindInMap` reads, on each level where it is not written.
fn makers<'a>(side: &Scope<'a>, call: &'a Node) -> Vec<&'a Node> {
    let made = |map: &'a Map| map.iter().filter(|(key, _)| opaque::is_made_by(key.as_str())).map(|(_, node)| node);
    let mut found = Vec::new();
    let mut levels: Vec<&'a Map> = side.section("Mappings").into_iter().collect();
    for key in call.as_list().unwrap_or_default().iter().take(3) {
        let text = side.reduce(key).and_then(Node::scalar);
        let mut below = Vec::new();
        for map in levels {
            match &text {
                Some(text) if map.contains_key(text.as_str()) => below.extend(map.get(text.as_str())),
                Some(_) => found.extend(made(map)),
                None => {
                    found.extend(made(map));
                    below.extend(map.values());
                }
            }
        }
        levels = below.into_iter().filter_map(Node::as_map).collect();
    }
    found
}

/// Whether a value that is found in a mapping is surely another one than before, by whatever keys it can be deployed on both sides.
pub(super) fn finds_another<'a>(sides: [&Scope<'a>; 2], [before, after]: [&'a Node; 2]) -> bool {
    let found = |side: usize, value: &'a Node| {
        let Some((function::FIND_IN_MAP, call)) = function::call(value) else { return None };
        let has_default = call.as_list().is_some_and(|arguments| arguments.len() > 3);
        Some(sides[side].entries(call)).filter(|found| !found.is_empty() && !has_default)
    };
    let are_others = |one: &Node, other: &Node| is_plain(one) && is_plain(other) && !alike(one, other);
    match [found(0, before), found(1, after)] {
        [Some(old), Some(new)] if before == after => {
            let mut both = old.iter().filter_map(|(keys, entry)| Some((entry, new.get(keys)?))).peekable();
            both.peek().is_some() && both.all(|(one, other)| are_others(one, other))
        }
        [Some(old), None] => old.values().all(|entry| are_others(entry, after)),
        [None, Some(new)] => new.values().all(|entry| are_others(before, entry)),
        _ => false,
    }
}

/// Whether two lookups that are written in different ways find the same by whatever keys a deployment has: in other entries, or in another
/// mapping.
pub(super) fn finds_same<'a>(sides: [&Scope<'a>; 2], values: [&'a Node; 2]) -> bool {
    let read = |index: usize| {
        let (function::FIND_IN_MAP, call) = function::call(values[index])? else { return None };
        let [_, top, second] = call.as_list()? else { return None };
        let open = [top, second].map(|key| sides[index].text(key).is_none().then_some(key));
        let kept = |keys: [&'a str; 2]| [0, 1].map(|at: usize| open[at].map(|_| keys[at]));
        let found: BTreeMap<[Option<&'a str>; 2], &'a Node> =
            sides[index].entries(call).iter().map(|(keys, entry)| (kept(*keys), *entry)).collect();
        Some((open, found))
    };
    let (Some((one, old)), Some((other, new))) = (read(0), read(1)) else { return false };
    let mut both = old.iter().filter_map(|(keys, entry)| Some((entry, new.get(keys)?))).peekable();
    one == other
        && !other.into_iter().flatten().any(|key| may_find_another(sides, key))
        && both.peek().is_some()
        && both.all(|(one, other)| alike(one, other))
}

/// Whether a value is one text, or a list of texts.
fn is_plain(node: &Node) -> bool {
    node.as_list().map_or_else(|| node.scalar().is_some(), |items| items.iter().all(|item| item.scalar().is_some()))
}

/// These conditions and those that ask for one of them.
pub(super) fn with_users<'a>(sides: [&Scope<'a>; 2], mut waiting: Vec<&'a str>) -> BTreeSet<&'a str> {
    let mut users: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
    for (name, node) in sides.into_iter().flat_map(|side| side.section("Conditions")).flatten() {
        node.walk(&mut |inner| {
            if let Some(used) = asked_by(inner) {
                users.entry(used).or_default().push(name.as_str());
            }
        });
    }
    let mut found = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        if found.insert(name) {
            waiting.extend(users.get(name).into_iter().flatten());
        }
    }
    found
}

/// The condition that a node names: the attribute of an element, or the argument of `Fn::If` or `Condition`.
pub(super) fn asked_by(node: &Node) -> Option<&str> {
    node.get("Condition").and_then(Node::as_str).or_else(|| chosen_by(node))
}

/// The condition by which an `Fn::If` chooses.
pub(super) fn chosen_by(node: &Node) -> Option<&str> {
    match function::call(node)? {
        (function::IF, argument) => argument.as_list()?.first()?.as_str(),
        _ => None,
    }
}
