//! The elements that a change touches, and what decides about them.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::alike::keys;
use crate::diff::processed::Processed;
use crate::diff::redefined;
use crate::template::{Node, function};

/// What decides values, and is not the same on both sides.
pub(super) struct Changed<'a> {
    pub(super) parameters: BTreeSet<&'a str>,
    /// By mapping, the keys whose entries differ: of its first level, and of its second.
    pub(super) mappings: BTreeMap<&'a str, [BTreeSet<&'a str>; 2]>,
    conditions: BTreeSet<&'a str>,
}

impl<'a> Changed<'a> {
    pub(super) fn of(sides: [&Processed<'a>; 2]) -> Self {
        let mut changed = Changed { parameters: BTreeSet::new(), mappings: BTreeMap::new(), conditions: BTreeSet::new() };
        changed
            .parameters
            .extend(differing(sides, "Parameters").filter(|(_, nodes)| may_have_other_value(*nodes)).map(|(name, _)| name));
        for (name, nodes) in differing(sides, "Mappings") {
            let [tops, seconds] = changed.mappings.entry(name).or_default();
            for top in keys(nodes) {
                let entries = nodes.map(|node| node.and_then(|node| node.get(top)));
                if entries[0] != entries[1] {
                    tops.insert(top);
                    let differs = |key: &&str| {
                        let [one, other] = entries.map(|entry| entry.and_then(|entry| entry.get(key)));
                        one != other
                    };
                    seconds.extend(keys(entries).into_iter().filter(differs));
                }
            }
        }
        changed.conditions = changed.conditions(sides);
        changed
    }

    /// The conditions that come to something else than before for the same values.
    fn conditions(&self, sides: [&Processed<'a>; 2]) -> BTreeSet<&'a str> {
        let mut other: Vec<&'a str> = differing(sides, "Conditions").map(|(name, _)| name).collect();
        for (name, node) in sides.into_iter().flat_map(|side| entries(side, "Conditions")) {
            node.walk(&mut |inner| other.extend(self.is_asked_by(inner).then_some(name)));
        }
        redefined::with_users(sides.map(|side| &side.scope), other)
    }

    /// Whether a function reads a parameter or mapping that is another one.
    fn is_asked_by(&self, node: &Node) -> bool {
        if self.parameters.is_empty() && self.mappings.is_empty() {
            return false;
        }
        let Some((name, argument)) = function::call(node) else { return false };
        match name {
            function::FIND_IN_MAP => {
                let mapping = argument.as_list().and_then(|items| items.first()?.as_str());
                mapping.is_some_and(|mapping| self.mappings.contains_key(mapping))
            }
            _ => function::references(name, argument).iter().any(|name| self.parameters.contains(name)),
        }
    }
}

/// Whether a deployment that is given no value has another one than before.
fn may_have_other_value(declared: [Option<&Node>; 2]) -> bool {
    let [one, other] = declared;
    let read = |node: Option<&Node>, key| node.and_then(|node| node.get(key)).and_then(Node::scalar);
    ["Default", "Type"].into_iter().any(|key| read(one, key) != read(other, key))
}

fn entries<'a>(side: &Processed<'a>, section: &str) -> Vec<(&'a str, &'a Node)> {
    side.template().section(section).into_iter().flatten().map(|(name, node)| (name.as_str(), node)).collect()
}

/// The entries of a section that are not the same on both sides.
pub(super) fn differing<'a>(
    sides: [&Processed<'a>; 2],
    section: &'static str,
) -> impl Iterator<Item = (&'a str, [Option<&'a Node>; 2])> {
    let roots = sides.map(|side| side.template().root().get(section));
    let both = keys(roots).into_iter().map(move |name| (name, roots.map(|root| root.and_then(|root| root.get(name)))));
    both.filter(|(_, [one, other])| one != other)
}

/// The resources and outputs that the change touches: those that differ, whose conditions, mappings or parameters do, and those that
/// refer to one of them. Each as both sides have it.
pub(super) fn affected<'a>(sides: [&Processed<'a>; 2], changed: &Changed<'a>) -> Vec<[Option<&'a Node>; 2]> {
    let mut elements: Vec<(&'a str, [Option<&'a Node>; 2])> = Vec::new();
    for section in ["Resources", "Outputs"] {
        let roots = sides.map(|side| side.template().root().get(section));
        elements.extend(keys(roots).into_iter().map(|name| (name, roots.map(|root| root.and_then(|root| root.get(name))))));
    }
    let mut users: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut waiting = Vec::new();
    for (index, (_, nodes)) in elements.iter().enumerate() {
        let mut is_touched = nodes[0] != nodes[1];
        for node in nodes.iter().flatten() {
            node.walk(&mut |inner| {
                let read = function::call(inner).map(|(name, argument)| function::references(name, argument));
                read.into_iter().flatten().for_each(|id| users.entry(id).or_default().push(index));
                is_touched |= changed.is_asked_by(inner)
                    || redefined::asked_by(inner).is_some_and(|name| changed.conditions.contains(name));
            });
        }
        if is_touched {
            waiting.push(index);
        }
    }
    let mut found = BTreeSet::new();
    while let Some(index) = waiting.pop() {
        if found.insert(index) {
            waiting.extend(users.get(elements[index].0).into_iter().flatten());
        }
    }
    found.into_iter().map(|index| elements[index].1).collect()
}

pub(super) fn conditions_in<'a>(node: &'a Node, found: &mut BTreeSet<&'a str>) {
    node.walk(&mut |inner| found.extend(redefined::asked_by(inner)));
}
