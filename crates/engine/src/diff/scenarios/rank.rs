//! What is followed first, where not everything that varies can be.

use std::collections::BTreeSet;

use super::affected::{Changed, Element, Sides, conditions_in};
use super::asked::asked;
use super::axis::{Axis, Subject};
use crate::diff::processed::Processed;
use crate::language::reference;
use crate::template::{Content, Node, function};

/// What an axis decides about, from what matters most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Whether something is there.
    Presence,
    /// What a deployment has for a parameter whose default is another one.
    Given,
    /// Whether a value is the one that changes: only one branch of an `Fn::If` differs.
    Branch,
    /// A value that changes.
    Changed,
    /// A value of something that comes or goes as a whole.
    Whole,
    /// A value beside one that changes, which stays the same.
    Beside,
}

/// The rank of every axis.
pub(super) struct Ranks<'a>(Vec<(Rank, Decided<'a>)>);

/// What decides about some values.
struct Decided<'a> {
    parameters: BTreeSet<&'a str>,
    expressions: Vec<&'a Node>,
}

impl<'a> Ranks<'a> {
    pub(super) fn of(sides: [&Processed<'a>; 2], elements: &[&Element<'a>], changed: &Changed<'a>) -> Self {
        let own: BTreeSet<&'a str> = elements.iter().flat_map(|element| element.own_conditions()).collect();
        let values: Vec<Sides<'a>> = elements.iter().flat_map(|element| &element.changed).copied().collect();
        let whole: Vec<Sides<'a>> = elements.iter().filter(|element| element.is_whole).map(|element| element.nodes).collect();
        let mut branches = BTreeSet::new();
        values.iter().for_each(|nodes| choosing(*nodes, &mut branches));
        let given = Decided { parameters: changed.parameters.clone(), expressions: Vec::new() };
        Ranks(vec![
            (Rank::Presence, Decided::by_conditions(sides, &own)),
            (Rank::Given, given),
            (Rank::Branch, Decided::by_conditions(sides, &branches)),
            (Rank::Changed, Decided::by_values(sides, &values)),
            (Rank::Whole, Decided::by_values(sides, &whole)),
        ])
    }

    pub(super) fn of_axis(&self, axis: &Axis<'_>) -> Rank {
        self.0.iter().find(|(_, decided)| decided.has(axis)).map_or(Rank::Beside, |(rank, _)| *rank)
    }
}

impl<'a> Decided<'a> {
    fn by_conditions(sides: [&Processed<'a>; 2], conditions: &BTreeSet<&'a str>) -> Self {
        let mut found = Decided { parameters: BTreeSet::new(), expressions: Vec::new() };
        for axis in asked(sides, conditions) {
            match axis.subject {
                Subject::Parameter { name, .. } => drop(found.parameters.insert(name)),
                Subject::Expression { node, .. } | Subject::Equality(node) => found.expressions.push(node),
            }
        }
        found
    }

    fn by_values(sides: [&Processed<'a>; 2], values: &[Sides<'a>]) -> Self {
        let mut conditions = BTreeSet::new();
        let nodes =
            || values.iter().flat_map(|nodes| sides.into_iter().zip(nodes)).filter_map(|(side, node)| Some((side, (*node)?)));
        nodes().for_each(|(_, node)| conditions_in(node, &mut conditions));
        let mut found = Decided::by_conditions(sides, &conditions);
        for (side, node) in nodes() {
            found.parameters.extend(reference::ids(node));
            found.parameters.extend(side.scope.open_lookups(node).iter().map(|lookup| lookup.parameter));
        }
        found
    }

    fn has(&self, axis: &Axis<'_>) -> bool {
        match &axis.subject {
            Subject::Parameter { name, .. } => self.parameters.contains(name),
            Subject::Expression { node, .. } | Subject::Equality(node) => self.expressions.iter().any(|known| known == node),
        }
    }
}

/// The conditions by which two values differ in one branch and are the same in the other.
fn choosing<'a>(values: Sides<'a>, found: &mut BTreeSet<&'a str>) {
    let [Some(one), Some(other)] = values else { return };
    if let [Some((function::IF, old)), Some((function::IF, new))] = [one, other].map(function::call)
        && let [Some([condition, then, otherwise]), Some([known, after, else_after])] = [old, new].map(Node::as_list)
        && condition == known
        && (then == after) != (otherwise == else_after)
    {
        found.extend(condition.as_str());
    }
    match (&one.content, &other.content) {
        (Content::List(left), Content::List(right)) if left.len() == right.len() => {
            left.iter()
                .zip(right)
                .filter(|(one, other)| one != other)
                .for_each(|(one, other)| choosing([Some(one), Some(other)], found));
        }
        (Content::Map(left), Content::Map(_)) => {
            left.iter().for_each(|(key, node)| choosing([Some(node), other.get(key.as_str())], found));
        }
        _ => {}
    }
}
