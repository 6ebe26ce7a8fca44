//! What a change does for every value that a parameter can have.
//!
//! A parameter's default is not its value: a deployed stack keeps what it was given. So where nothing tells the value, and
//! conditions or mappings ask for it, the change is compared once for each outcome of theirs, and what differs says under which.

mod affected;
mod axes;
mod axis;
mod merge;
mod plan;
mod together;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::change::StackChange;
use super::headline::Headline;
use super::processed::{Pair, Processed};
use super::{exports, headlines, names_across, stack};
use crate::language::{Made, Program};
use crate::template::function;
use merge::Compared;
use plan::{Combination, Outcome, Plan, World, combinations};

/// The most outcomes that are compared.
const MOST_OUTCOMES: usize = 64;

/// An outcome, what each side has in it, and the combinations that lead to it.
type Followed = (Outcome, [World; 2], BTreeSet<usize>);

/// Compares a stack under every circumstance that matters. `pairs` are all stacks, whose imports are looked at.
pub(super) fn compare(pair: &Pair<'_>, pairs: &[Pair<'_>]) -> (StackChange, Vec<Headline>) {
    let mut plan = axes::plan(pair);
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return once(pair, pairs) };
    if plan.axes.is_empty() && plan.fixed.iter().all(BTreeMap::is_empty) {
        let (mut change, headlines) = once(pair, pairs);
        change.unknown.extend(plan.unfollowed());
        return (change, headlines);
    }
    let sides = [before, after];
    let (combinations, outcomes) = followed(&mut plan, sides);
    let compared = outcomes.iter().map(|(_, worlds, combinations)| {
        let (change, headlines) = in_worlds(pair, pairs, sides, worlds);
        Compared { combinations: combinations.clone(), change, headlines }
    });
    let compared: Vec<Compared> = compared.collect();
    let tellings = words::Tellings::new(&plan, &combinations, outcomes.iter().map(|(outcome, _, set)| (outcome, set)));
    let (mut change, headlines) = merge::merged(pair, compared, &tellings);
    change.unknown.extend(plan.unfollowed());
    (change, headlines)
}

/// Every combination, and the outcomes with the combinations that lead to each. Where there are too many outcomes, axes are left open:
/// what depends on them is then compared as something that may or may not be there.
fn followed(plan: &mut Plan<'_>, sides: [&Processed<'_>; 2]) -> (Vec<Combination>, Vec<Followed>) {
    loop {
        let mut combinations = combinations(&plan.axes);
        if sides.iter().any(|side| side.scope.section("Rules").is_some()) {
            let taken = combinations.iter().filter(|combination| !plan.is_refused(combination, sides));
            let taken: Vec<Combination> = taken.cloned().collect();
            // Some value is always taken, so rules that refuse all of them are about others.
            combinations = if taken.is_empty() { combinations } else { taken };
        }
        let mut outcomes: Vec<Followed> = Vec::new();
        for (index, combination) in combinations.iter().enumerate() {
            let worlds = [0, 1].map(|side: usize| plan.world(combination, side, sides[side]));
            let outcome = plan.outcome(sides, &worlds);
            match outcomes.iter_mut().find(|(known, ..)| *known == outcome) {
                Some((.., found)) => drop(found.insert(index)),
                None => outcomes.push((outcome, worlds, BTreeSet::from([index]))),
            }
            if outcomes.len() > MOST_OUTCOMES {
                break;
            }
        }
        match plan.axes.pop_if(|_| outcomes.len() > MOST_OUTCOMES) {
            Some(axis) => plan.left_out.push(axis.name()),
            None => return (combinations, outcomes),
        }
    }
}

/// Compares a stack as far as its values are known.
fn once(pair: &Pair<'_>, pairs: &[Pair<'_>]) -> (StackChange, Vec<Headline>) {
    let change = stack::compare(pair);
    let mut found = headlines::of(pair, &change);
    found.extend(exports::headlines(pair, &change, pairs));
    found.extend(names_across::headlines(pair, &change, pairs));
    (change, found)
}

fn in_worlds(
    pair: &Pair<'_>,
    pairs: &[Pair<'_>],
    sides: [&Processed<'_>; 2],
    worlds: &[World; 2],
) -> (StackChange, Vec<Headline>) {
    let made = Made::new();
    let given = [0, 1].map(|index: usize| worlds[index].given(sides[index].side.assumes_defaults));
    // The collections of loops may be made of the values that are put in.
    let programs = [0, 1].map(|index: usize| {
        let has_loops = sides[index].template().section("Resources").is_some_and(function::has_functions);
        let is_other = worlds[index].values != sides[index].side.values || has_loops;
        is_other.then(|| Program::new(&sides[index].side.template, given[index]))
    });
    let [before, after] = [0, 1].map(|index: usize| {
        let program = programs[index].as_ref().unwrap_or(sides[index].program);
        Processed::under(sides[index].side, program, given[index], &made)
    });
    once(&Pair { name: pair.name, before: Some(&before), after: Some(&after), nested: pair.nested }, pairs)
}
