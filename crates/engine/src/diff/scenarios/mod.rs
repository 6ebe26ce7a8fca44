//! What a change does for every value that a parameter can have.
//!
//! A parameter's default is not its value: a deployed stack keeps what it was given. So where nothing tells the value, and
//! conditions or mappings ask for it, the change is compared once for each outcome of theirs, and what differs says under which.

mod affected;
mod alone;
mod apart;
mod as_before;
mod asked;
mod axes;
mod axis;
mod merge;
mod message;
mod plan;
mod rank;
mod together;
mod told;
mod words;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::change::{NotCompared, StackChange};
use super::headline::Headline;
use super::processed::{Pair, Processed};
use super::{exports, headlines, kept_values, names_across, notes, opaque, stack, taken_over, undeployed, unmapped};
use crate::language::{Made, Program};
use crate::template::function;
use axes::Grounds;
use merge::Compared;
use plan::{Combination, Outcome, Plan, World, combinations};
use told::Told;

/// The most outcomes that are compared.
const MOST_OUTCOMES: usize = 64;

/// The most values that are looked at in all outcomes of a stack together, which takes about half a second: of a template that is near
/// CloudFormation's limits fewer outcomes are compared. With half as many more, nothing else is told of any of 1,362 pairs of public templates.
const MOST_VALUES: usize = 1_000_000;

/// So many entries of mappings are as much work as one value.
const ENTRIES: usize = 16;
/// As much work as so many values is each value that a lookup can yield: it is reduced, compared, and told or put together with others.
const OUTCOME: usize = 2;

/// Outcomes that are compared of every template, however large it is.
const FEWEST_OUTCOMES: usize = 4;

/// An outcome, what each side has in it, and the combinations that lead to it.
type Followed = (Outcome, [World; 2], BTreeSet<usize>);

/// What happens under some circumstances, and why the old template cannot have been deployed under them.
type Once = (StackChange, Vec<Headline>, Option<String>);

/// That no stack can be deployed to a side under some circumstances; of the changed one, what is said of that.
struct Impossible(Option<String>);

/// Compares a stack under every circumstance that matters. `pairs` are all stacks, whose imports are looked at.
pub(super) fn compare(pair: &Pair<'_>, pairs: &[Pair<'_>]) -> (StackChange, Vec<Headline>) {
    let (mut change, mut headlines) = in_each(pair, pairs);
    kept_values::note(pair, &mut change);
    headlines.extend(kept_values::headlines(pair));
    taken_over::add(pair, &change, &mut headlines);
    opaque::note(pair, &mut change, &mut headlines);
    notes::note(pair, &mut change);
    (change, headlines)
}

fn in_each(pair: &Pair<'_>, pairs: &[Pair<'_>]) -> (StackChange, Vec<Headline>) {
    let Some(sides) = pair.before.zip(pair.after).map(<[&Processed<'_>; 2]>::from) else {
        let (change, headlines, _) = once(pair, pairs);
        return (change, headlines);
    };
    let grounds = Grounds::of(pair, sides);
    // Where nothing varies, nothing is followed.
    let most_outcomes = grounds.as_ref().map_or(MOST_OUTCOMES, |_| most_outcomes(sides));
    let mut told = by_plan(pair, pairs, sides, most_outcomes, grounds.as_ref().map(Grounds::plan).unwrap_or_default());
    if let Some(grounds) = grounds.filter(|_| !told.left_out.is_empty()) {
        let found = |plan, only| by_plan(&Pair { only: Some(Rc::new(only)), ..*pair }, pairs, sides, most_outcomes, plan);
        apart::follow(&grounds, most_outcomes, &mut told, found);
        merge::sort(pair, &mut told.change.resources);
    }
    let unfollowed = plan::unfollowed(&told.left_out).map(NotCompared::from);
    told.change.unknown.extend(unfollowed);
    (told.change, told.headlines)
}

fn by_plan(pair: &Pair<'_>, pairs: &[Pair<'_>], sides: [&Processed<'_>; 2], most_outcomes: usize, mut plan: Plan<'_>) -> Told {
    if plan.axes.is_empty() && plan.fixed.iter().all(BTreeMap::is_empty) {
        let (mut change, mut headlines, refused) = once(pair, pairs);
        plan.guard(sides, &mut change, &mut headlines);
        follow_alone(pair, pairs, most_outcomes, &plan, &mut change, &mut headlines);
        change.unknown.extend(plan.unmapped.iter().cloned().map(NotCompared::from));
        return with_base(pair, pairs, (change, headlines, refused), plan.left_out, 1);
    }
    let (combinations, outcomes) = followed(&mut plan, sides, most_outcomes);
    let mut refused: Vec<(String, BTreeSet<usize>)> = Vec::new();
    let mut compared: Vec<Compared> = Vec::new();
    let in_each = |ask: &dyn Fn(&Pair<'_>) -> Result<Once, Impossible>| -> Vec<Result<Once, Impossible>> {
        outcomes.iter().map(|(_, worlds, _)| in_worlds(pair, sides, worlds, ask)).collect()
    };
    let mut answers = in_each(&|pair| possible(pair).map(|()| once(pair, pairs)));
    if answers.iter().all(Result::is_err) {
        answers = in_each(&|pair| Ok(once(pair, pairs)));
    }
    let mut impossible: Vec<&BTreeSet<usize>> = Vec::new();
    for ((.., combinations), answer) in outcomes.iter().zip(answers) {
        let (change, headlines, why) = match answer {
            Ok(answer) => answer,
            Err(Impossible(said)) => {
                plan.unmapped.extend(said);
                impossible.push(combinations);
                continue;
            }
        };
        compared.push(Compared { combinations: combinations.clone(), change, headlines });
        refused.extend(why.map(|why| (why, combinations.clone())));
    }
    let is_refused = |combinations: &BTreeSet<usize>| refused.iter().any(|(_, refused)| refused == combinations);
    let never = (refused.len() == compared.len()).then(|| refused.first().map(|(why, _)| why.clone())).flatten();
    let is_possible = |combinations: &BTreeSet<usize>| !impossible.contains(&combinations);
    let is_told = |combinations: &BTreeSet<usize>| is_possible(combinations) && (never.is_some() || !is_refused(combinations));
    let tellings = |is_told: &dyn Fn(&BTreeSet<usize>) -> bool| {
        let told = outcomes.iter().map(|(outcome, _, set)| (outcome, set)).filter(|(_, set)| is_told(set));
        words::Tellings::new(&plan, &combinations, told)
    };
    compared.retain(|one| is_told(&one.combinations));
    let as_before = as_before::note(&plan, sides, &combinations, &compared);
    let (mut change, mut headlines) = merge::merged(pair, compared, &tellings(&is_told), || once(pair, pairs).1);
    change.notes.extend(as_before);
    plan.guard(sides, &mut change, &mut headlines);
    follow_alone(pair, pairs, most_outcomes, &plan, &mut change, &mut headlines);
    change.unknown.extend(plan.unmapped.iter().cloned().map(NotCompared::from));
    if never.is_none() {
        let told = undeployed::told(&refused, |set| tellings(&is_possible).of(set));
        change.unknown.extend(told.into_iter().map(NotCompared::from));
    }
    with_base(pair, pairs, (change, headlines, never), plan.left_out, outcomes.len())
}

/// The answer, where nothing of it rests on a template that cannot have been deployed.
fn with_base(
    pair: &Pair<'_>,
    pairs: &[Pair<'_>],
    (mut change, headlines, refused): Once,
    left_out: BTreeSet<String>,
    outcomes: usize,
) -> Told {
    let headlines = match refused {
        Some(why) => {
            let (_, alone, _) = once(&Pair { before: None, only: pair.only.clone(), ..*pair }, pairs);
            undeployed::apply(&mut change, headlines, alone, &why)
        }
        None => headlines,
    };
    Told { change, headlines, left_out, outcomes }
}

/// Adds what a default brings about that is left open in all combinations.
fn follow_alone(
    pair: &Pair<'_>,
    pairs: &[Pair<'_>],
    most_outcomes: usize,
    plan: &Plan<'_>,
    change: &mut StackChange,
    headlines: &mut Vec<Headline>,
) {
    let Some(sides) = pair.before.zip(pair.after).map(<[&Processed<'_>; 2]>::from) else { return };
    let mut cases = alone::cases(plan, sides);
    // The last one has all defaults. What is not followed is said to be open, and matters less than what was followed before.
    let each = cases.len().saturating_sub(1);
    if each > 1 {
        cases.drain(each.min(most_outcomes / 4)..each);
    }
    let told = |found: Once| {
        let (mut own, mut own_headlines, _) = found;
        plan.guard(sides, &mut own, &mut own_headlines);
        (own, own_headlines)
    };
    let anyway = OnceCell::new();
    for case in cases {
        let found = in_worlds(pair, sides, &case.worlds, |pair| possible(pair).is_ok().then(|| once(pair, pairs)));
        let Some(found) = found.filter(|(.., refused)| refused.is_none()) else { continue };
        let anyway = anyway.get_or_init(|| told(in_worlds(pair, sides, &alone::open(plan, sides), |pair| once(pair, pairs))));
        case.add([&told(found), anyway], change, headlines);
    }
    merge::sort(pair, &mut change.resources);
}

/// Every combination, and the outcomes with the combinations that lead to each. Where there are too many outcomes, axes are left open:
/// what depends on them is then compared as something that may or may not be there.
fn followed(plan: &mut Plan<'_>, sides: [&Processed<'_>; 2], most_outcomes: usize) -> (Vec<Combination>, Vec<Followed>) {
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
            if outcomes.len() > most_outcomes {
                break;
            }
        }
        if outcomes.len() <= most_outcomes || !plan.reduce() {
            return (combinations, outcomes);
        }
    }
}

/// How many outcomes are compared of a template of such a size.
fn most_outcomes(sides: [&Processed<'_>; 2]) -> usize {
    (MOST_VALUES / sides.map(size).into_iter().sum::<usize>().max(1)).clamp(FEWEST_OUTCOMES, MOST_OUTCOMES)
}

/// How many values the resources of a side have. What a lookup may find is looked at, too.
fn size(side: &Processed<'_>) -> usize {
    let mut count = 0;
    for (_, node) in side.scope.section("Resources").into_iter().flatten() {
        node.walk(&mut |inner| {
            let found = function::call(inner).filter(|(name, _)| *name == function::FIND_IN_MAP);
            let looked_up = |arguments| side.scope.entries(arguments).len() / ENTRIES + side.scope.cases(inner).len() * OUTCOME;
            count += 1 + found.map_or(0, |(_, arguments)| looked_up(arguments));
        });
    }
    count
}

/// Compares a stack as far as its values are known, and says why the old template cannot have been deployed with them.
fn once(pair: &Pair<'_>, pairs: &[Pair<'_>]) -> Once {
    let mut change = stack::compare(pair);
    exports::note(pair, &mut change, pairs);
    let mut found = headlines::of(pair, &change);
    found.extend(exports::headlines(pair, &change, pairs));
    found.extend(names_across::headlines(pair, &change, pairs));
    let refused = undeployed::why(pair, &change);
    (change, found, refused)
}

/// Whether a mapping has what both sides surely read of it. What the changed one lacks by a known key has a headline.
fn possible(pair: &Pair<'_>) -> Result<(), Impossible> {
    if pair.before.is_some_and(|before| unmapped::missed(pair, before).is_some()) {
        return Err(Impossible(None));
    }
    match pair.after.and_then(|after| unmapped::missed(pair, after)) {
        Some(unmapped::Missed { mapping, parameter: Some(parameter), .. }) => {
            Err(Impossible(Some(axes::unmapped(&parameter, &mapping))))
        }
        _ => Ok(()),
    }
}

fn in_worlds<T>(pair: &Pair<'_>, sides: [&Processed<'_>; 2], worlds: &[World; 2], ask: impl FnOnce(&Pair<'_>) -> T) -> T {
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
    ask(&pair.between(Some(&before), Some(&after)))
}
