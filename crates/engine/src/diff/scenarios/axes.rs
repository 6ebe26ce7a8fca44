//! What varies between the deployments of a stack that a change matters for.

use std::collections::{BTreeMap, BTreeSet};

use super::affected::{Changed, Element, Sides, affected, conditions_in, differing};
use super::asked::asked;
use super::axis::{Axis, Choice, Subject};
use super::plan::{MOST_COMBINATIONS, Plan};
use super::rank::{Rank, Ranks};
use super::together;
use crate::diff::kept_values::{self, is_open, is_unknown};
use crate::diff::processed::{Pair, Processed};
use crate::language::constraints;
use crate::language::read::secret;
use crate::language::reference;
use crate::template::{Node, function, parameter_type};

/// Of so many allowed values beside the default each is looked at; more are one case, of which nothing is known.
const MOST_OTHERS: usize = 8;

/// The attributes that say what is kept of a resource, and what they can say.
const POLICIES: [&str; 2] = ["DeletionPolicy", "UpdateReplacePolicy"];
const KEEPING: [&str; 4] = ["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"];

/// The sections without which nothing varies that is the same on both sides.
const VARYING: [&str; 3] = ["Conditions", "Mappings", "Parameters"];

/// What a change touches of a stack that is on both sides, by which it is known what varies for it.
pub(super) struct Grounds<'a> {
    sides: [&'a Processed<'a>; 2],
    changed: Changed<'a>,
    pub(super) elements: Vec<Element<'a>>,
}

impl<'a> Grounds<'a> {
    /// Nothing where nothing varies.
    pub(super) fn of(pair: &Pair<'a>, sides: [&'a Processed<'a>; 2]) -> Option<Self> {
        let [before, after] = sides;
        let varies = |side: &&Processed<'_>| VARYING.iter().any(|name| side.template().section(name).is_some());
        let is_same = before.template() == after.template() && before.side.values == after.side.values;
        if is_same || !sides.iter().any(varies) {
            return None;
        }
        let changed = Changed::of(sides);
        let elements = affected(pair, sides, &changed);
        Some(Grounds { sides, changed, elements })
    }

    /// What varies for the whole change.
    pub(super) fn plan(&self) -> Plan<'a> {
        self.plan_for(&self.elements.iter().collect::<Vec<_>>())
    }

    /// What varies for some of the elements.
    pub(super) fn plan_for(&self, elements: &[&Element<'a>]) -> Plan<'a> {
        plan(self.sides, &self.changed, elements)
    }

    /// What varies for one that is written alike on both sides by the keys of mappings whose entries differ: where these find what they found
    /// before, nothing changes. All else is left open.
    pub(super) fn plan_by_keys(&self, element: &Element<'a>) -> Option<Plan<'a>> {
        if element.nodes[0] != element.nodes[1] {
            return None;
        }
        let mut plan = self.plan_for(&[element]);
        let lookups = element.nodes.into_iter().zip(self.sides).filter_map(|(node, side)| Some(side.scope.open_lookups(node?)));
        let changed = lookups.flatten().filter(|lookup| self.changed.mappings.contains_key(lookup.mapping));
        let keys: BTreeSet<&str> = changed.map(|lookup| lookup.parameter).collect();
        let is_key = |axis: &Axis<'_>| matches!(axis.subject, Subject::Parameter { name, .. } if keys.contains(name));
        plan.left_out.clear();
        let all = std::mem::take(&mut plan.axes).into_iter().chain(std::mem::take(&mut plan.open));
        let (axes, others): (Vec<_>, Vec<_>) = all.partition(is_key);
        plan.axes = axes;
        others.into_iter().for_each(|axis| plan.leave_out(axis));
        Some(plan)
    }
}

fn plan<'a>(sides: [&Processed<'a>; 2], changed: &Changed<'a>, elements: &[&Element<'a>]) -> Plan<'a> {
    let mut plan = Plan::default();
    let nodes: Vec<Sides<'a>> = elements.iter().map(|element| element.nodes).collect();
    let read: Vec<Sides<'a>> = elements.iter().flat_map(|element| element.read()).copied().collect();
    plan.conditions = elements.iter().flat_map(|element| element.own_conditions()).collect();
    read.iter().flatten().flatten().for_each(|node| conditions_in(node, &mut plan.conditions));
    for (side, node) in read.iter().flat_map(|nodes| sides.into_iter().zip(nodes)) {
        let lookups = node.map(|node| side.scope.open_lookups(node)).unwrap_or_default();
        plan.looked_up_by.extend(lookups.iter().map(|lookup| lookup.parameter));
    }
    let mut axes = asked(sides, &plan.conditions);
    let mut told_apart: BTreeSet<String> = axes.iter().flat_map(|axis| axis.choices.iter().flat_map(Choice::texts)).collect();
    told_apart.extend(KEEPING.map(str::to_owned));
    put_in(&read, &mut axes);
    let others: Vec<Sides<'a>> = elements.iter().flat_map(|element| element.differing()).copied().collect();
    defaults(sides, changed, &others, &mut axes, &mut plan.fixed);
    mapped(sides, changed, &nodes, &mut axes);
    policies(sides, &nodes, &mut axes);
    one_sided(sides, &nodes, &mut axes);
    taken(sides, elements, &mut axes);
    readable(sides, &nodes, &mut axes, &mut plan.unmapped);
    settled(sides, &mut axes);
    together::take(sides, &read, &told_apart, &mut axes);
    plan.coarser = together::coarser(sides, &others, &told_apart, &axes);
    let ranks = Ranks::of(sides, elements, changed);
    axes.sort_by_cached_key(|axis| ranks.of_axis(axis));
    plan.untold = axes.iter().filter(|axis| ranks.of_axis(axis) == Rank::Beside).map(Axis::name).collect();
    let mut count = 1;
    for mut axis in axes {
        if let (Subject::Parameter { name, .. }, [Choice::Value { text, is_everywhere: true }]) =
            (&axis.subject, axis.choices.as_slice())
        {
            plan.fixed.iter_mut().for_each(|values| drop(values.insert((*name).to_owned(), text.clone())));
        }
        // The only value that a stack can keep is known to the side that takes others, too.
        if !matches!(axis.choices.as_slice(), [_, _, ..] | [Choice::Value { is_everywhere: false, .. }]) {
            continue;
        }
        if count * axis.choices.len() > MOST_COMBINATIONS
            && !(plan.coarsen(&mut axis) && count * axis.choices.len() <= MOST_COMBINATIONS)
        {
            plan.leave_out(axis);
        } else {
            count *= axis.choices.len();
            plan.axes.push(axis);
        }
    }
    plan
}

/// Leaves out what a stack cannot keep, which is told as that, and tells apart what the store holds, not the names that deployments give.
fn settled(sides: [&Processed<'_>; 2], axes: &mut [Axis<'_>]) {
    for axis in axes {
        let Subject::Parameter { name, .. } = axis.subject else { continue };
        let is_refused =
            |choice: &Choice| matches!(choice, Choice::Value { text, .. } if kept_values::is_refused(sides, name, text));
        axis.choices.retain(|choice| !is_refused(choice));
        if sides.iter().any(|side| is_from_store(side, name) == Some(true)) {
            axis.choices.iter_mut().for_each(|choice| {
                if let Choice::Value { is_everywhere, .. } = choice {
                    *is_everywhere = false;
                }
            });
        }
    }
}

/// Puts the values that conditions ask for in wherever an element reads them: what is known in a case is known there, too.
fn put_in(elements: &[Sides<'_>], axes: &mut [Axis<'_>]) {
    let read: BTreeSet<&str> = elements.iter().flatten().flatten().flat_map(|node| reference::ids(node)).collect();
    for axis in axes {
        if matches!(axis.subject, Subject::Parameter { name, .. } if read.contains(name)) {
            everywhere(axis, []);
        }
    }
}

fn default(side: &Processed<'_>, name: &str) -> Option<String> {
    side.scope.parameter(name)?.get("Default")?.scalar()
}

fn is_from_store(side: &Processed<'_>, name: &str) -> Option<bool> {
    let kind = side.scope.parameter(name)?.get("Type")?.as_str()?;
    Some(parameter_type::is_stored(kind))
}

/// Parameters on both sides with another default: a stack keeps the value that it has, or it had the default and gets the new one.
/// One that turns from a value into the name of a stored one is known to be another.
fn defaults<'a>(
    sides: [&Processed<'a>; 2],
    changed: &Changed<'a>,
    differing: &[Sides<'a>],
    axes: &mut Vec<Axis<'a>>,
    fixed: &mut [BTreeMap<String, String>; 2],
) {
    for name in changed.parameters.iter().copied().filter(|name| is_open(sides, name)) {
        let defaults = sides.map(|side| default(side, name));
        let stored = sides.map(|side| is_from_store(side, name));
        if stored[0] != stored[1] {
            for (index, _) in stored.iter().enumerate().filter(|(_, stored)| **stored == Some(true)) {
                fixed[index].insert(name.to_owned(), defaults[index].clone().unwrap_or_else(|| format!("(value of {name})")));
            }
            continue;
        }
        if defaults[0] == defaults[1] || defaults.iter().any(Option::is_none) {
            continue;
        }
        let axis = axis_of(sides, name, axes);
        let texts = texts_for(name, differing);
        everywhere(axis, texts.iter().map(String::as_str).filter(|text| sides.iter().all(|side| side.scope.may_be(name, text))));
        axis.choices.push(Choice::Defaults(defaults));
    }
}

/// The texts that stand on one side where the other one has a parameter: whoever keeps one of them has the same value as before.
fn texts_for(name: &str, differing: &[Sides<'_>]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for [one, other] in differing.iter().filter_map(|nodes| Some([nodes[0]?, nodes[1]?])).filter(|[one, other]| one != other) {
        let (mut here, mut there) = (Vec::new(), Vec::new());
        branches(one, &mut here);
        branches(other, &mut there);
        for (these, those) in [(&here, &there), (&there, &here)] {
            if these.iter().any(|node| function::referred(node) == Some(name)) {
                found.extend(those.iter().filter_map(|node| node.scalar()));
            }
        }
    }
    if found.len() > MOST_OTHERS { BTreeSet::new() } else { found }
}

/// What a value can be: the branches of `Fn::If`, or it itself.
fn branches<'n>(node: &'n Node, found: &mut Vec<&'n Node>) {
    match function::call(node) {
        Some((function::IF, argument)) => {
            argument.as_list().unwrap_or_default().iter().skip(1).for_each(|one| branches(one, found))
        }
        _ => found.push(node),
    }
}

/// The axis of a parameter. One that no condition asks for has any value.
fn axis_of<'x, 'a>(sides: [&Processed<'a>; 2], name: &'a str, axes: &'x mut Vec<Axis<'a>>) -> &'x mut Axis<'a> {
    let is_it = |axis: &Axis<'_>| matches!(axis.subject, Subject::Parameter { name: known, .. } if known == name);
    let index = axes.iter().position(is_it).unwrap_or_else(|| {
        let declared = sides.iter().filter_map(|side| side.scope.parameter(name));
        let is_hidden = declared.into_iter().any(secret::is_hidden);
        axes.push(Axis { subject: Subject::Parameter { name, is_hidden }, choices: vec![Choice::Other] });
        axes.len() - 1
    });
    &mut axes[index]
}

/// Parameters by which something is looked up that may be something else now: in a mapping with other entries, or where it was found in
/// another way. What is looked up anew fails for the allowed values that the mapping does not have.
fn mapped<'a>(sides: [&Processed<'a>; 2], changed: &Changed<'a>, elements: &[Sides<'a>], axes: &mut Vec<Axis<'a>>) {
    let mut found: BTreeMap<&'a str, BTreeSet<String>> = BTreeMap::new();
    for nodes in elements {
        let lookups =
            [0, 1].map(|index: usize| nodes[index].map(|node| sides[index].scope.open_lookups(node)).unwrap_or_default());
        for (index, lookup) in lookups.iter().enumerate().flat_map(|(index, own)| own.iter().map(move |lookup| (index, lookup))) {
            let (scope, name) = (&sides[index].scope, lookup.parameter);
            // A loop that only one side has is unrolled on the other one.
            let leads_to_other = lookup.leads_to.iter().any(|mapping| changed.mappings.contains_key(mapping));
            let is_compared = nodes[1 - index].is_some() || nodes[index].is_some_and(|node| node.as_list().is_some());
            let is_new = !lookups[1 - index].iter().any(|other| other.call == lookup.call);
            let keys = || scope.keys(lookup.mapping, lookup.is_first).into_iter().filter(|key| scope.may_be(name, key));
            let values: Vec<&str> = match changed.mappings.get(lookup.mapping) {
                _ if is_compared && is_new || leads_to_other => keys().collect(),
                // What another key finds may be another one, too.
                Some(_) if lookup.has_default => keys().collect(),
                Some([tops, seconds]) => {
                    let keys = if lookup.is_first { tops } else { seconds };
                    keys.iter().copied().filter(|key| sides.iter().any(|side| side.scope.may_be(name, key))).collect()
                }
                None => Vec::new(),
            };
            let fails = index == 1 && is_new && !lookup.has_default;
            let missing = scope.parameter(name).and_then(constraints::allowed).filter(|_| fails).unwrap_or_default();
            let has = |value: &String| keys().any(|key| key == value);
            let missing: Vec<String> = missing.into_iter().filter(|value| !has(value)).collect();
            let values = values.into_iter().map(str::to_owned);
            let values: BTreeSet<String> = values.chain(missing.into_iter().take(MOST_OTHERS)).collect();
            if !values.is_empty() {
                found.entry(name).or_default().extend(values);
            }
        }
    }
    for (name, keys) in found {
        everywhere(axis_of(sides, name, axes), keys.iter().map(String::as_str));
    }
}

/// Parameters that give something new what something of its type has that goes: whoever gives just that wants it twice.
fn taken<'a>(sides: [&Processed<'a>; 2], elements: &[&Element<'a>], axes: &mut Vec<Axis<'a>>) {
    let alone = |side: usize| {
        elements.iter().filter(move |element| element.nodes[1 - side].is_none()).filter_map(move |element| element.nodes[side])
    };
    let is_free = |name: &&str| sides[1].scope.parameter(name).is_some() && is_unknown(sides[1], name);
    let mut found: BTreeMap<&'a str, BTreeSet<String>> = BTreeMap::new();
    for new in alone(1) {
        for (key, value) in new.get("Properties").and_then(Node::as_map).into_iter().flatten() {
            let Some(name) = function::referred(value).filter(is_free) else { continue };
            let of_type = alone(0).filter(|old| new.get("Type").is_some() && new.get("Type") == old.get("Type"));
            let texts = of_type.filter_map(|old| old.at_path(&["Properties", key.as_str()])?.scalar());
            found.entry(name).or_default().extend(texts.filter(|text| sides[1].scope.may_be(name, text)));
        }
    }
    for (name, texts) in found.into_iter().filter(|(_, texts)| (1..=MOST_OTHERS).contains(&texts.len())) {
        let axis = axis_of(sides, name, axes);
        let known: Vec<String> = axis.choices.iter().flat_map(Choice::texts).collect();
        everywhere(axis, texts.iter().filter(|text| !known.contains(text)).map(String::as_str));
    }
}

/// Leaves out the values for which a mapping has no entry that is surely read: nothing was deployed with one that the old mapping lacks.
/// What has one that only the new mapping lacks is not compared, since nobody knows whether there is such a stack.
fn readable<'a>(sides: [&Processed<'a>; 2], elements: &[Sides<'a>], axes: &mut [Axis<'a>], unmapped: &mut BTreeSet<String>) {
    for (index, node) in
        [0, 1].into_iter().flat_map(|index: usize| elements.iter().filter_map(move |nodes| Some((index, nodes[index]?))))
    {
        let scope = &sides[index].scope;
        if scope.open_condition(node).is_some() {
            continue;
        }
        for lookup in scope.open_lookups(node).iter().filter(|lookup| lookup.must_find) {
            let is_it =
                |axis: &&mut Axis<'_>| matches!(axis.subject, Subject::Parameter { name, .. } if name == lookup.parameter);
            let Some(axis) = axes.iter_mut().find(is_it) else { continue };
            let mut keys = scope.keys(lookup.mapping, lookup.is_first);
            keys.retain(|key| scope.may_be(lookup.parameter, key));
            let lacks = |choice: &Choice| matches!(choice, Choice::Value { text, .. } if !keys.contains(&text.as_str()));
            if index == 0 && axis.choices.iter().any(lacks) {
                everywhere(axis, keys.iter().copied());
            }
            let has = |key: &&str| axis.choices.iter().any(|choice| matches!(choice, Choice::Value { text, .. } if text == key));
            let are_all = keys.iter().all(has);
            let is_told = |value: &String| axis.choices.iter().any(|choice| choice.texts().contains(value));
            let allowed = scope.parameter(lookup.parameter).and_then(constraints::allowed);
            let could_be_other =
                axis.choices.contains(&Choice::Other) && !allowed.is_some_and(|allowed| allowed.iter().all(is_told));
            axis.choices.retain(|choice| match choice {
                Choice::Value { .. } => index == 1 || !lacks(choice),
                Choice::Other => !are_all,
                _ => true,
            });
            if index == 1 && could_be_other && are_all {
                unmapped.insert(self::unmapped(lookup.parameter, lookup.mapping));
            }
        }
    }
}

/// What is said of stacks that are not compared, since the changed template cannot be deployed to them.
pub(super) fn unmapped(parameter: &str, mapping: &str) -> String {
    format!("a stack whose {parameter} the mapping {mapping} does not have: its deployment fails")
}

/// Parameters that say what is kept of a resource, themselves or by a mapping (`AWS::LanguageExtensions`).
fn policies<'a>(sides: [&Processed<'a>; 2], elements: &[Sides<'a>], axes: &mut Vec<Axis<'a>>) {
    for (side, node) in elements.iter().flat_map(|nodes| sides.into_iter().zip(nodes)) {
        for policy in POLICIES.into_iter().filter_map(|name| node.and_then(|node| node.get(name))) {
            let is_open = |name: &&str| side.scope.parameter(name).is_some() && is_unknown(side, name);
            if let Some(name) = function::referred(policy).filter(is_open) {
                let axis = axis_of(sides, name, axes);
                everywhere(axis, KEEPING.into_iter().filter(|value| side.scope.may_be(name, value)));
                // No other value is one of a policy.
                axis.choices.retain(|choice| *choice != Choice::Other);
            }
            for lookup in side.scope.open_lookups(policy) {
                everywhere(axis_of(sides, lookup.parameter, axes), side.scope.keys(lookup.mapping, lookup.is_first));
            }
        }
    }
}

/// Each of these values, also outside conditions.
fn everywhere<'v>(axis: &mut Axis<'_>, values: impl IntoIterator<Item = &'v str>) {
    for choice in &mut axis.choices {
        if let Choice::Value { is_everywhere, .. } = choice {
            *is_everywhere = true;
        }
    }
    let has = |value: &&str| axis.choices.iter().any(|choice| matches!(choice, Choice::Value { text, .. } if text == value));
    let new: Vec<&str> = values.into_iter().filter(|value| !has(value)).collect();
    axis.choices.splice(0..0, new.into_iter().map(|text| Choice::Value { text: text.to_owned(), is_everywhere: true }));
}

/// Parameters with a default that only one side has: what stood or stands in their place may be that default.
fn one_sided<'a>(sides: [&Processed<'a>; 2], elements: &[Sides<'a>], axes: &mut Vec<Axis<'a>>) {
    let used: BTreeSet<&str> = elements.iter().flatten().flatten().flat_map(|node| reference::ids(node)).collect();
    for (name, nodes) in differing(sides, "Parameters") {
        let index = match nodes {
            [Some(_), None] => 0,
            [None, Some(_)] => 1,
            _ => continue,
        };
        let is_free = |axis: &Axis<'_>| !matches!(axis.subject, Subject::Parameter { name: known, .. } if known == name);
        let Some(default) = default(sides[index], name).filter(|_| is_unknown(sides[index], name)) else { continue };
        if used.contains(name) && axes.iter().all(is_free) && !nodes.iter().flatten().any(|node| secret::is_hidden(node)) {
            let others = nodes[index].and_then(constraints::allowed).unwrap_or_default();
            let others: Vec<String> = others.into_iter().filter(|value| *value != default).collect();
            let mut defaults = [None, None];
            defaults[index] = Some(default);
            let axis = axis_of(sides, name, axes);
            if (1..=MOST_OTHERS).contains(&others.len()) {
                axis.choices = others.into_iter().map(|text| Choice::Value { text, is_everywhere: true }).collect();
            }
            axis.choices.insert(0, Choice::Defaults(defaults));
        }
    }
}
