//! The ways in which a stack may be deployed, as far as they matter for a change.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::asked::asked;
use super::axis::{Axis, Choice, Subject};
use crate::diff::change::{ResourceChange, StackChange, Verdict};
use crate::diff::headline::Headline;
use crate::diff::processed::Processed;
use crate::language::scenario::Scenario;
use crate::language::{Given, Made, Scope};
use crate::template::path::Path;

/// The most combinations of values whose outcome is asked for.
pub(super) const MOST_COMBINATIONS: usize = 1024;

/// What varies, and what is left open because there are too many combinations.
#[derive(Default)]
pub(super) struct Plan<'a> {
    pub(super) axes: Vec<Axis<'a>>,
    pub(super) left_out: BTreeSet<String>,
    /// The axes that are left open.
    pub(super) open: Vec<Axis<'a>>,
    /// What may be left open without a word: only values that are the same on both sides are read by it.
    pub(super) untold: BTreeSet<String>,
    /// What is left out because the new side cannot be deployed with it.
    pub(super) unmapped: BTreeSet<String>,
    /// What an axis can be, where there are too many combinations to tell its choices apart by more than what they change.
    pub(super) coarser: BTreeMap<&'a str, Vec<Choice>>,
    /// The conditions that matter.
    pub(super) conditions: BTreeSet<&'a str>,
    /// The parameters that make keys of mappings: what is found by one is an entry for what the conditions find in it.
    pub(super) looked_up_by: BTreeSet<&'a str>,
    /// What each side surely has for a parameter whose type changes.
    pub(super) fixed: [BTreeMap<String, String>; 2],
}

/// A choice of every axis, by index.
pub(super) type Combination = Vec<usize>;

/// What is known of one side in one combination.
#[derive(Clone, Default, PartialEq)]
pub(super) struct World {
    pub(super) values: BTreeMap<String, String>,
    pub(super) scenario: Scenario,
}

impl World {
    /// What is known of a side in it.
    pub(super) fn given(&self, assumes_defaults: bool) -> Given<'_> {
        Given { values: Some(&self.values), assumes_defaults, scenario: Some(&self.scenario), ..Given::default() }
    }
}

/// What the conditions of both sides come to, and what else of each side is seen outside of them.
pub(super) type Outcome = ([Vec<Option<bool>>; 2], [World; 2]);

/// Every choice of each axis with every choice of the others.
pub(super) fn combinations(axes: &[Axis<'_>]) -> Vec<Combination> {
    let mut all = vec![Combination::new()];
    for axis in axes {
        let choices = 0..axis.choices.len();
        all = all.iter().flat_map(|known| choices.clone().map(|choice| [known.as_slice(), &[choice]].concat())).collect();
    }
    all
}

impl<'a> Plan<'a> {
    /// Takes choices of an axis together that only differ by what is read, not by what changes. `false` where there are none.
    pub(super) fn coarsen(&mut self, axis: &mut Axis<'a>) -> bool {
        let Subject::Parameter { name, .. } = axis.subject else { return false };
        let Some(coarser) = self.coarser.remove(name).filter(|coarser| coarser.len() < axis.choices.len()) else { return false };
        axis.choices = coarser;
        true
    }

    /// Makes fewer combinations: of what matters least, and leaves it open only where there is no other way.
    pub(super) fn reduce(&mut self) -> bool {
        let mut axes = std::mem::take(&mut self.axes);
        let is_untold = axes.last().is_some_and(|axis| self.untold.contains(&axis.name()));
        let is_coarser = !is_untold && axes.iter_mut().rev().any(|axis| self.coarsen(axis));
        let left_out = if is_coarser { None } else { axes.pop() };
        let is_less = is_coarser || left_out.is_some();
        left_out.into_iter().for_each(|axis| self.leave_out(axis));
        self.axes = axes;
        is_less
    }

    /// Leaves an axis open.
    pub(super) fn leave_out(&mut self, axis: Axis<'a>) {
        self.left_out.extend(Some(axis.name()).filter(|name| !self.untold.contains(name)));
        self.open.push(axis);
    }

    /// What one side has in a combination.
    pub(super) fn world(&self, combination: &[usize], side: usize, processed: &Processed<'_>) -> World {
        let mut world = World { values: processed.side.values.clone(), ..World::default() };
        world.values.extend(self.fixed[side].clone());
        for (axis, choice) in self.axes.iter().zip(combination) {
            axis.apply(*choice, side, &mut world.values, &mut world.scenario);
        }
        world
    }

    /// Whether a side refuses to be deployed with what it has in a combination.
    pub(super) fn is_refused(&self, combination: &[usize], sides: [&Processed<'_>; 2]) -> bool {
        self.refuses(&[0, 1].map(|index: usize| self.world(combination, index, sides[index])), sides)
    }

    /// Whether a side refuses to be deployed with what it has.
    pub(super) fn refuses(&self, worlds: &[World; 2], sides: [&Processed<'_>; 2]) -> bool {
        let made = Made::new();
        sides
            .into_iter()
            .zip(worlds)
            .any(|(side, world)| Scope::new(side.template(), world.given(side.side.assumes_defaults), &made).is_refused())
    }

    pub(super) fn outcome(&self, sides: [&Processed<'_>; 2], worlds: &[World; 2]) -> Outcome {
        let made = Made::new();
        let held = [0, 1].map(|index: usize| {
            let given = worlds[index].given(sides[index].side.assumes_defaults);
            let scope = Scope::new(sides[index].template(), given, &made);
            self.conditions.iter().map(|name| scope.holds(name)).collect()
        });
        let seen = worlds.each_ref().map(|world| {
            let mut scenario = Scenario { equalities: Vec::new(), ..world.scenario.clone() };
            scenario.parameters.retain(|name, _| self.looked_up_by.contains(name.as_str()));
            World { values: world.values.clone(), scenario }
        });
        (held, seen)
    }

    /// Says of what a condition decides about that was left open, that it is only where that holds.
    pub(super) fn guard(&self, sides: [&Processed<'_>; 2], change: &mut StackChange, headlines: &mut [Headline]) {
        if self.left_out.is_empty() {
            return;
        }
        // Where the condition itself is another one, it holding says nothing of what was there.
        let is_decided = |resource: &ResourceChange| resource.changes.iter().any(|change| change.path == Path::of(["Condition"]));
        for resource in change.resources.iter_mut().filter(|resource| !is_decided(resource)) {
            let side = sides[usize::from(resource.verdict != Verdict::Remove)];
            let Some(name) = side.find(&resource.id).and_then(|entry| side.scope.open_condition(entry.node)) else { continue };
            // What is told of values that were followed says nothing of a condition that asks for none of them.
            let is_followed = LazyCell::new(|| {
                let asked = asked(sides, &BTreeSet::from([name]));
                asked.iter().any(|axis| self.axes.iter().any(|known| known.name() == axis.name()))
            });
            let words = format!("the condition {name} holds");
            let add = |under: &mut Option<String>| match under {
                Some(under) if !under.contains(&words) && !*is_followed => under.push_str(&format!(", and {words}")),
                Some(_) => {}
                None => *under = Some(words.clone()),
            };
            let is_first = resource.under.is_none();
            let own =
                headlines.iter_mut().filter(|headline| headline.id == resource.id && (is_first || headline.under.is_some()));
            own.for_each(|headline| add(&mut headline.under));
            add(&mut resource.under);
        }
    }
}

/// What is said of what was left out.
pub(super) fn unfollowed(left_out: &BTreeSet<String>) -> Option<String> {
    let names = left_out.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let is_some = !names.is_empty();
    is_some.then(|| format!("every value of {names}: there are too many combinations, so each may have any"))
}
