//! What varies between the deployments of a stack that a change matters for.

use std::collections::{BTreeMap, BTreeSet};

use super::affected::{Changed, affected, conditions_in, differing};
use super::axis::{Axis, Choice, Subject};
use super::plan::{MOST_COMBINATIONS, Plan};
use crate::diff::processed::{Pair, Processed};
use crate::language::questions::Question;
use crate::language::read::secret;
use crate::language::reference;
use crate::template::{Node, function, parameter_type};

/// Of so many allowed values beside the default each is looked at; more are one case, of which nothing is known.
const MOST_OTHERS: usize = 8;

/// The attributes that say what is kept of a resource, and what they can say.
const POLICIES: [&str; 2] = ["DeletionPolicy", "UpdateReplacePolicy"];
const KEEPING: [&str; 4] = ["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"];

/// What varies for a stack that is on both sides.
pub(super) fn plan<'a>(pair: &Pair<'a>) -> Plan<'a> {
    let mut plan = Plan { axes: Vec::new(), left_out: Vec::new(), conditions: BTreeSet::new(), fixed: Default::default() };
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return plan };
    let sides = [before, after];
    if before.template() == after.template() && before.side.values == after.side.values {
        return plan;
    }
    let changed = Changed::of(sides);
    let elements = affected(sides, &changed);
    for node in elements.iter().flatten().flatten() {
        conditions_in(node, &mut plan.conditions);
    }
    let mut axes = asked(sides, &plan.conditions);
    defaults(sides, &changed, &mut axes, &mut plan.fixed);
    mapped(sides, &changed, &elements, &mut axes);
    policies(sides, &elements, &mut axes);
    one_sided(sides, &elements, &mut axes);
    let mut count = 1;
    for axis in axes.into_iter().filter(|axis| axis.choices.len() > 1) {
        if count * axis.choices.len() > MOST_COMBINATIONS {
            plan.left_out.push(axis.name());
        } else {
            count *= axis.choices.len();
            plan.axes.push(axis);
        }
    }
    plan
}

/// What the outcome of the conditions depends on.
fn asked<'a>(sides: [&Processed<'a>; 2], conditions: &BTreeSet<&'a str>) -> Vec<Axis<'a>> {
    let mut axes: Vec<Axis<'a>> = Vec::new();
    let mut compared: Vec<(&'a str, Vec<String>)> = Vec::new();
    for question in sides.iter().flat_map(|side| side.scope.questions(conditions)) {
        match question {
            Question::Parameter(name, values) => match compared.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => known.extend(values),
                None => compared.push((name, values)),
            },
            Question::Equality(arguments) => {
                let is_known = |axis: &Axis<'_>| matches!(axis.subject, Subject::Equality(known) if known == arguments);
                if !axes.iter().any(is_known) {
                    let choices = [true, false].map(Choice::Equal).to_vec();
                    axes.push(Axis { subject: Subject::Equality(arguments), choices });
                }
            }
        }
    }
    let parameters = compared.into_iter().map(|(name, values)| parameter(sides, name, values, false));
    parameters.chain(axes).collect()
}

/// A parameter with the values that are told apart, and whether it can have another one.
fn parameter<'a>(sides: [&Processed<'a>; 2], name: &'a str, values: Vec<String>, is_everywhere: bool) -> Axis<'a> {
    let declared = sides.map(|side| side.scope.parameter(name));
    let allowed: BTreeSet<String> = declared.iter().flatten().flat_map(|node| allowed(node)).collect();
    let is_open = allowed.is_empty() || declared.iter().flatten().any(|node| node.get("AllowedValues").is_none());
    let values: BTreeSet<String> = values.into_iter().filter(|value| is_open || allowed.contains(value)).collect();
    let value = |text: &String| Choice::Value { text: text.clone(), is_everywhere };
    let mut choices: Vec<Choice> = values.iter().map(value).collect();
    let rest: Vec<&String> = allowed.difference(&values).collect();
    match (is_open, rest.as_slice()) {
        (false, []) => {}
        (false, [only]) => choices.push(value(only)),
        _ => choices.push(Choice::Other),
    }
    let is_hidden = declared.iter().flatten().any(|node| secret::is_hidden(node));
    Axis { subject: Subject::Parameter { name, is_hidden }, choices }
}

fn allowed(declared: &Node) -> Vec<String> {
    let values = declared.get("AllowedValues").and_then(Node::as_list).unwrap_or_default();
    values.iter().filter_map(Node::scalar).collect()
}

/// Whether nobody says which value a parameter has on a side.
fn is_unknown(side: &Processed<'_>, name: &str) -> bool {
    !side.side.values.contains_key(name) && !side.side.assumes_defaults
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
    axes: &mut Vec<Axis<'a>>,
    fixed: &mut [BTreeMap<String, String>; 2],
) {
    let is_open = |name: &&str| sides.iter().all(|side| is_unknown(side, name) && side.scope.parameter(name).is_some());
    for name in changed.parameters.iter().copied().filter(is_open) {
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
        axis.choices.push(Choice::Defaults(defaults));
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

/// Parameters by which a mapping is read that has other entries now.
fn mapped<'a>(sides: [&Processed<'a>; 2], changed: &Changed<'a>, elements: &[[Option<&'a Node>; 2]], axes: &mut Vec<Axis<'a>>) {
    let mut found: BTreeMap<&'a str, BTreeSet<&'a str>> = BTreeMap::new();
    for (side, node) in elements.iter().flat_map(|nodes| sides.into_iter().zip(nodes)) {
        for (mapping, name, is_first) in node.map(|node| side.scope.open_lookups(node)).unwrap_or_default() {
            if let Some([tops, seconds]) = changed.mappings.get(mapping) {
                found.entry(name).or_default().extend(if is_first { tops } else { seconds });
            }
        }
    }
    for (name, keys) in found {
        everywhere(axis_of(sides, name, axes), keys);
    }
}

/// Parameters that say what is kept of a resource, themselves or by a mapping (`AWS::LanguageExtensions`).
fn policies<'a>(sides: [&Processed<'a>; 2], elements: &[[Option<&'a Node>; 2]], axes: &mut Vec<Axis<'a>>) {
    for (side, node) in elements.iter().flat_map(|nodes| sides.into_iter().zip(nodes)) {
        for policy in POLICIES.into_iter().filter_map(|name| node.and_then(|node| node.get(name))) {
            let is_open = |name: &&str| side.scope.parameter(name).is_some() && is_unknown(side, name);
            if let Some(name) = function::referred(policy).filter(is_open) {
                let allowed: BTreeSet<String> = side.scope.parameter(name).map(allowed).unwrap_or_default().into_iter().collect();
                let axis = axis_of(sides, name, axes);
                everywhere(axis, KEEPING.into_iter().filter(|value| allowed.is_empty() || allowed.contains(*value)));
                // No other value is one of a policy.
                axis.choices.retain(|choice| *choice != Choice::Other);
            }
            for (mapping, name, is_first) in side.scope.open_lookups(policy) {
                everywhere(axis_of(sides, name, axes), side.scope.keys(mapping, is_first));
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
fn one_sided<'a>(sides: [&Processed<'a>; 2], elements: &[[Option<&'a Node>; 2]], axes: &mut Vec<Axis<'a>>) {
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
            let others = nodes[index].map(allowed).unwrap_or_default().into_iter().filter(|value| *value != default);
            let others: Vec<String> = others.collect();
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
