//! The elements that a change touches, and what decides about them.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::alike::keys;
use crate::diff::effect::Effect;
use crate::diff::processed::{Pair, Processed};
use crate::diff::{property_effect, redefined, tree};
use crate::template::path::{Path, Step};
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
        let [old, new] = sides.map(|side| &side.side.values);
        changed
            .parameters
            .extend(old.keys().chain(new.keys()).filter(|name| old.get(*name) != new.get(*name)).map(String::as_str));
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

    /// Whether a node is read by something that is another one.
    fn decides(&self, node: &Node) -> bool {
        self.is_asked_by(node) || redefined::asked_by(node).is_some_and(|name| self.conditions.contains(name))
    }

    /// Whether a value that is written alike on both sides may be another one, also where it reads one of these.
    fn may_change(&self, value: &Node, others: &BTreeSet<&str>) -> bool {
        let mut may = false;
        value.walk(&mut |inner| {
            may = may
                || self.decides(inner)
                || function::call(inner)
                    .is_some_and(|(name, argument)| function::references(name, argument).iter().any(|id| others.contains(id)));
        });
        may
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

/// A resource or output that the change touches.
pub(super) struct Element<'a> {
    pub(super) section: &'static str,
    pub(super) name: &'a str,
    /// As both sides have it.
    pub(super) nodes: Sides<'a>,
    /// The values that both sides have of it, and that are others, or may be. All else comes to the same on both sides.
    pub(super) changed: Vec<Sides<'a>>,
    /// Whether it may come or go as a whole.
    pub(super) is_whole: bool,
    /// Whether that may be so, or another one may come for it: then all that it has tells what that means.
    pub(super) is_another: bool,
    /// What of it tells what happens.
    read: Vec<Sides<'a>>,
}

/// A value on both sides.
pub(super) type Sides<'a> = [Option<&'a Node>; 2];

impl<'a> Element<'a> {
    /// The conditions that decide whether it is there.
    pub(super) fn own_conditions(&self) -> impl Iterator<Item = &'a str> {
        self.nodes.into_iter().flatten().filter_map(|node| node.get("Condition")?.as_str())
    }

    /// What of it is another value, or comes or goes.
    pub(super) fn differing(&self) -> &[Sides<'a>] {
        if self.is_whole { std::slice::from_ref(&self.nodes) } else { &self.changed }
    }

    /// What of it tells what happens.
    pub(super) fn read(&self) -> &[Sides<'a>] {
        &self.read
    }
}

/// The resources and outputs that the change touches: those that differ, whose conditions, mappings or parameters do, and those that
/// refer to one of them.
pub(super) fn affected<'a>(pair: &Pair<'a>, sides: [&Processed<'a>; 2], changed: &Changed<'a>) -> Vec<Element<'a>> {
    let mut elements: Vec<(&'static str, &'a str, Sides<'a>)> = Vec::new();
    for section in ["Resources", "Outputs"] {
        let roots = sides.map(|side| side.template().root().get(section));
        let nodes = |name: &'a str| roots.map(|root| root.and_then(|root| root.get(name)));
        elements.extend(keys(roots).into_iter().map(|name| (section, name, nodes(name))));
    }
    let mut users: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut waiting = Vec::new();
    for (index, (.., nodes)) in elements.iter().enumerate() {
        let mut is_touched = nodes[0] != nodes[1];
        for node in nodes.iter().flatten() {
            node.walk(&mut |inner| {
                let read = function::call(inner).map(|(name, argument)| function::references(name, argument));
                read.into_iter().flatten().for_each(|id| users.entry(id).or_default().push(index));
                is_touched |= changed.decides(inner);
            });
        }
        if is_touched {
            waiting.push(index);
        }
    }
    let mut found = BTreeSet::new();
    while let Some(index) = waiting.pop() {
        if found.insert(index) {
            waiting.extend(users.get(elements[index].1).into_iter().flatten());
        }
    }
    let mut others: BTreeSet<&str> = found.iter().map(|index| elements[*index].1).collect();
    others.extend(pair.nested.into_iter().flat_map(BTreeMap::keys).map(String::as_str));
    found.into_iter().map(|index| element(elements[index], changed, &others)).collect()
}

fn element<'a>(
    (section, name, nodes): (&'static str, &'a str, Sides<'a>),
    changed: &Changed<'_>,
    others: &BTreeSet<&str>,
) -> Element<'a> {
    let [types, conditions] = ["Type", "Condition"].map(|key| nodes.map(|node| node.and_then(|node| node.get(key)?.as_str())));
    let is_decided = |name: &str| changed.conditions.contains(name);
    // A loop that one side has is one of resources that the other one has.
    let is_alone = nodes.iter().any(|node| node.is_none_or(|node| node.as_map().is_none()));
    let is_whole =
        is_alone || [types, conditions].iter().any(|[one, other]| one != other) || conditions[0].is_some_and(is_decided);
    let mut found = Vec::new();
    if !is_alone {
        collect(&mut Path::default(), nodes, &|node| changed.may_change(node, others), &mut found);
    }
    let is_another = is_whole || found.iter().any(|(path, values)| may_replace(types[0], path, *values));
    let changed: Vec<Sides<'a>> = found.into_iter().map(|(_, values)| values).collect();
    let read = if is_another {
        vec![nodes]
    } else {
        changed.iter().copied().chain(types[1].map(|kind| beside(kind, nodes)).unwrap_or_default()).collect()
    };
    Element { section, name, nodes, changed, is_whole, is_another, read }
}

/// What decides what a change of something else in a resource does.
const BESIDE: [(&str, &[&str]); 3] = [
    ("AWS::ECS::Service", &["DeploymentController", "DeploymentConfiguration", "DesiredCount"]),
    ("AWS::RDS::DBCluster", &["AllowMajorVersionUpgrade"]),
    ("AWS::RDS::DBInstance", &["AllowMajorVersionUpgrade", "Engine"]),
];

fn beside<'a>(kind: &str, nodes: Sides<'a>) -> Vec<Sides<'a>> {
    let names = BESIDE.iter().filter(|(known, _)| *known == kind).flat_map(|(_, names)| *names);
    names.map(|name| nodes.map(|node| node.and_then(|node| node.at_path(&["Properties", name])))).collect()
}

/// Whether a change at a path of a resource may make a new one.
fn may_replace(resource_type: Option<&str>, path: &Path<'_>, values: Sides<'_>) -> bool {
    let mut path = path.clone();
    let is_property = path.first().is_some_and(|step| step.is_key("Properties"));
    path.remove_first();
    let effect = resource_type.filter(|_| is_property).map(|resource_type| property_effect::of(resource_type, &path, values));
    matches!(effect, Some(Effect::Replace | Effect::MayReplace | Effect::Unknown))
}

/// What names items of which each means something beside the others.
const OF_POLICIES: [&str; 2] = ["Sid", "PolicyName"];

/// The items of two lists by the names that are written in them.
fn items<'a>(nodes: Sides<'a>) -> Option<Vec<(String, Sides<'a>)>> {
    let [one, other] = nodes.map(|node| node.and_then(Node::as_list));
    let (keys, pairs) = tree::paired(one?, other?)?;
    let is_named = |node: &Node| keys.iter().all(|key| node.get(key).is_some_and(|name| name.scalar().is_some()));
    let are_named = pairs.iter().flat_map(|(_, nodes)| nodes).flatten().all(|node| is_named(node));
    (are_named && !keys.iter().any(|key| OF_POLICIES.contains(key))).then_some(pairs)
}

/// The values below one that are not surely the same on both sides, as far down as maps and lists of named items lead.
fn collect<'a>(
    path: &mut Path<'a>,
    nodes: Sides<'a>,
    may_change: &dyn Fn(&Node) -> bool,
    found: &mut Vec<(Path<'a>, Sides<'a>)>,
) {
    let is_map = |node: &Node| node.as_map().is_some() && function::call(node).is_none();
    match nodes {
        [Some(one), Some(other)] if one == other && !may_change(one) => {}
        [Some(one), Some(other)] if is_map(one) && is_map(other) => {
            for key in keys(nodes) {
                path.push(key);
                collect(path, nodes.map(|node| node.and_then(|node| node.get(key))), may_change, found);
                path.pop();
            }
        }
        _ => match items(nodes) {
            Some(items) => items.into_iter().for_each(|(name, nodes)| {
                path.push(Step::Named(name.into()));
                collect(path, nodes, may_change, found);
                path.pop();
            }),
            None => found.push((path.clone(), nodes)),
        },
    }
}

pub(super) fn conditions_in<'a>(node: &'a Node, found: &mut BTreeSet<&'a str>) {
    node.walk(&mut |inner| found.extend(redefined::asked_by(inner)));
}
