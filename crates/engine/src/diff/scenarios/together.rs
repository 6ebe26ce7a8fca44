//! Values of a parameter that come to the same in all mappings, so that each of them need not be followed alone.

use std::collections::{BTreeMap, BTreeSet};

use super::affected::Sides;
use super::axis::{Axis, Choice, Subject};
use crate::diff::processed::Processed;
use crate::language::Lookup;
use crate::template::{Node, function};

/// What one lookup finds by each key: the entries, each with its other key.
type Found<'a> = BTreeMap<&'a str, Vec<(&'a str, Entry<'a>)>>;

/// What is found.
#[derive(PartialEq)]
enum Entry<'a> {
    /// This.
    Is(&'a Node),
    /// Whatever it is, the same on both sides, or something else.
    IsSame(bool),
}

/// Takes values together by which the same is found wherever something is looked up. Those that are told apart otherwise, by a
/// condition or by what they say themselves, stay apart.
pub(super) fn take<'a>(sides: [&Processed<'a>; 2], read: &[Sides<'a>], told_apart: &BTreeSet<String>, axes: &mut [Axis<'a>]) {
    let found = lookups(sides, read, |_| false);
    for axis in axes {
        let Subject::Parameter { name, .. } = axis.subject else { continue };
        if let Some(found) = found.get(name) {
            axis.choices = grouped(&axis.choices, found, told_apart);
        }
    }
}

/// The choices of axes that have fewer where it does not matter what is looked up, but only whether that is something else than before;
/// and whether a parameter goes from one default to another, but not what it is else.
pub(super) fn coarser<'a>(
    sides: [&Processed<'a>; 2],
    read: &[Sides<'a>],
    told_apart: &BTreeSet<String>,
    axes: &[Axis<'a>],
) -> BTreeMap<&'a str, Vec<Choice>> {
    // A value that is one call says nothing but itself; what stands in a document, or in a list, may mean more.
    let is_one_call = |nodes: &Sides<'a>| nodes[0] == nodes[1] && nodes[0].is_some_and(|node| function::call(node).is_some());
    let found = lookups(sides, read, is_one_call);
    let mut coarser = BTreeMap::new();
    for axis in axes {
        let Subject::Parameter { name, .. } = axis.subject else { continue };
        let defaults = axis.choices.iter().find(|choice| matches!(choice, Choice::Defaults(_)));
        let choices = match (defaults, found.get(name)) {
            (Some(defaults), _) => vec![Choice::Kept, defaults.clone()],
            (None, Some(found)) => grouped(&axis.choices, found, told_apart),
            (None, None) => continue,
        };
        coarser.insert(name, choices);
    }
    coarser
}

/// What is looked up by each parameter; of some values, only whether that is the same on both sides.
fn lookups<'a>(
    sides: [&Processed<'a>; 2],
    read: &[Sides<'a>],
    is_compared: impl Fn(&Sides<'a>) -> bool,
) -> BTreeMap<&'a str, Vec<Found<'a>>> {
    let mut found: BTreeMap<&str, Vec<Found<'a>>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    // Many resources look up the same.
    let mut is_new = |calls: [Option<&Lookup<'a>>; 2]| {
        let written = |one: &Lookup<'_>| (one.is_first, serde_json::to_string(one.arguments).unwrap_or_default());
        seen.insert(calls.map(|call| call.map(written)))
    };
    for nodes in read {
        let [before, after] =
            [0, 1].map(|index: usize| nodes[index].map(|node| sides[index].scope.open_lookups(node)).unwrap_or_default());
        let is_compared = is_compared(nodes) && before.len() == after.len();
        // What is the same key on both sides may lead to something else.
        let is_whole = |leads_to: &[&str]| is_compared && leads_to.is_empty();
        let both = before.iter().zip(&after).filter(|(one, _)| is_whole(&one.leads_to));
        for (one, other) in both.filter(|(one, other)| is_new([Some(one), Some(other)])) {
            let both = [sides[0].scope.found_by_key(one), sides[1].scope.found_by_key(other)];
            found.entry(one.parameter).or_default().push(compared(both));
        }
        let old = before.iter().map(|lookup| (sides[0], lookup, [Some(lookup), None]));
        let new = after.iter().map(|lookup| (sides[1], lookup, [None, Some(lookup)]));
        let alone = old.chain(new).filter(|(_, lookup, _)| !is_whole(&lookup.leads_to));
        for (side, lookup, _) in alone.filter(|(.., calls)| is_new(*calls)) {
            let entries = side.scope.found_by_key(lookup).into_iter();
            let entries =
                entries.map(|(key, all)| (key, all.into_iter().map(|(other, node)| (other, Entry::Is(node))).collect()));
            found.entry(lookup.parameter).or_default().push(entries.collect());
        }
    }
    found
}

/// What is found on both sides by each key: only whether it is the same.
fn compared<'a>([before, after]: [BTreeMap<&'a str, Vec<(&'a str, &'a Node)>>; 2]) -> Found<'a> {
    let mut found: Found<'a> = BTreeMap::new();
    let keys: BTreeSet<&'a str> = before.keys().chain(after.keys()).copied().collect();
    for key in keys {
        let [old, new] = [&before, &after].map(|side| side.get(key).map(Vec::as_slice).unwrap_or_default());
        let entry =
            |all: &[(&'a str, &'a Node)], other: &str| all.iter().find(|(known, _)| *known == other).map(|(_, node)| *node);
        let others: BTreeSet<&'a str> = old.iter().chain(new).map(|(other, _)| *other).collect();
        let entries = others.into_iter().map(|other| match [entry(old, other), entry(new, other)] {
            [Some(one), Some(two)] => (other, Entry::IsSame(one == two)),
            [one, two] => (other, one.or(two).map_or(Entry::IsSame(true), Entry::Is)),
        });
        found.insert(key, entries.collect());
    }
    found
}

/// Choices, those together by which every lookup finds the same.
fn grouped(choices: &[Choice], found: &[Found<'_>], told_apart: &BTreeSet<String>) -> Vec<Choice> {
    let is_free = |choice: &Choice| match choice {
        Choice::Value { text, is_everywhere } => *is_everywhere && !told_apart.contains(text),
        Choice::Among(_) => true,
        _ => false,
    };
    let mut groups: Vec<Vec<String>> = Vec::new();
    for text in choices.iter().filter(|choice| is_free(choice)).flat_map(Choice::texts) {
        let is_same = |group: &&mut Vec<String>| {
            group.first().is_some_and(|known| found.iter().all(|one| one.get(known.as_str()) == one.get(text.as_str())))
        };
        match groups.iter_mut().find(is_same) {
            Some(group) => group.push(text),
            None => groups.push(vec![text]),
        }
    }
    groups.retain(|texts| texts.len() > 1);
    let is_in_group = |choice: &Choice| is_free(choice) && groups.iter().flatten().any(|text| choice.texts().contains(text));
    let rest: Vec<Choice> = choices.iter().filter(|choice| !is_in_group(choice)).cloned().collect();
    groups.into_iter().map(Choice::Among).chain(rest).collect()
}
