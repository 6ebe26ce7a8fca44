//! Comparing several stacks.

use super::change::{Side, StackChange, Verdict};
use super::headline::Headline;
use super::hide;
use super::moved;
use super::nested::{self, Inside};
use super::processed::{self, Pair, Processed};
use super::rename;
use super::scenarios;
use super::stack_sets;
use super::undeployed;
use crate::language::read::stack_set::StackInstances;
use crate::language::{Made, Program};
use crate::refactor::Moved;

/// What happens to several stacks.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Comparison {
    /// The stacks, in the order of the side that comes after; removed ones last.
    pub stacks: Vec<StackChange>,
    /// What a reviewer must know, gravest first.
    pub headlines: Vec<Headline>,
    /// What the app says of moves, and how far each has come in the base.
    pub moves: Vec<Moved>,
}

impl Comparison {
    /// Whether nothing changes.
    pub fn is_same(&self) -> bool {
        self.stacks.iter().all(StackChange::is_same)
    }

    /// Whether a resource is replaced, other than by a new revision, or may be: nobody can say that it stays.
    pub fn replaces(&self) -> bool {
        let mut resources = self.stacks.iter().flat_map(|stack| &stack.resources);
        resources.any(|resource| {
            let is_new = matches!(resource.verdict, Verdict::Replace | Verdict::MayReplace);
            is_new && !resource.is_of_same_thing
        })
    }

    /// Says of a stack that its old template cannot have been deployed. `after` is what is deployed now.
    pub fn without_base(&mut self, stack: &str, after: &Side, why: &str) {
        let Some(change) = self.stacks.iter_mut().find(|change| change.name == stack && !change.is_same()) else { return };
        let alone = compare(&[], &[(stack.to_owned(), after.clone())]).headlines;
        let (of_stack, others) = std::mem::take(&mut self.headlines).into_iter().partition(|headline| headline.stack == stack);
        self.headlines = others;
        self.headlines.extend(undeployed::apply(change, of_stack, alone, why));
    }
}

/// Compares stacks that are deployed to one account and region. What the code says is moved is compared with its old place, as a
/// refactor leaves it.
pub fn compare(before: &[(String, Side)], after: &[(String, Side)]) -> Comparison {
    let refactored = moved::refactored(before, after);
    let mut comparison = compared_with_nested(&moved::sides(before, &refactored), after);
    moved::note(&mut comparison.stacks, &mut comparison.headlines, &refactored.moves);
    comparison.moves = refactored.moves;
    comparison.headlines.sort_by_key(|headline| std::cmp::Reverse(headline.kind));
    comparison
}

/// How often the stacks are compared: each time what is known of one reaches those above and below it.
const MOST_ROUNDS: usize = 6;

/// Compares the stacks and all that are nested in them.
fn compared_with_nested(before: &[(String, Side)], after: &[(String, Side)]) -> Comparison {
    let (with_sets, more) = (stack_sets::attached(before), stack_sets::attached(after));
    let (before, after) = (with_sets.as_deref().unwrap_or(before), more.as_deref().unwrap_or(after));
    let mut comparison = compared(before, after, &Inside::new());
    if before.iter().chain(after).all(|(_, side)| side.nested.is_empty()) {
        hide::secrets(&mut comparison.stacks, &mut comparison.headlines, [before, after]);
        return comparison;
    }
    let mut sides = [Vec::new(), Vec::new()];
    for _ in 0..MOST_ROUNDS {
        let (old, new, parents) = nested::expanded(before, after, &comparison.stacks);
        let mut next = compared(&old, &new, &nested::inside(&comparison.stacks, &new, &parents));
        for stack in &mut next.stacks {
            stack.parent = parents.get(&stack.name).cloned();
        }
        let is_same = next.stacks == comparison.stacks && next.headlines == comparison.headlines;
        (comparison, sides) = (next, [new, old]);
        if is_same {
            break;
        }
    }
    for stack in &mut comparison.stacks {
        stack.instances = stack.parent.as_ref().and_then(|parent| instances(parent, &stack.name, &sides));
    }
    hide::secrets(&mut comparison.stacks, &mut comparison.headlines, [&sides[1], &sides[0]]);
    comparison
}

/// How many stacks there are of one in a parent, where that is a stack set; afterwards, or before where it goes.
fn instances(parent: &str, name: &str, sides: &[nested::Sides; 2]) -> Option<StackInstances> {
    let id = name.rsplit('/').next().unwrap_or_default();
    let found = |sides: &nested::Sides| stack_sets::instances(&sides.iter().find(|(known, _)| known == parent)?.1, id);
    sides.iter().find_map(found)
}

/// Compares stacks, of whose nested ones so much is known.
fn compared(before: &[(String, Side)], after: &[(String, Side)], inside: &Inside) -> Comparison {
    let made = Made::new();
    let [old, new] = [before, after].map(programs);
    let [before, after] = [(before, &old), (after, &new)].map(|(sides, programs)| processed(sides, programs, &made));
    let old = |name: &str| before.iter().find(|(known, _)| *known == name).map(|(_, side)| side);
    let pair = |name, before, after| Pair { name, before, after, nested: inside.get(name), only: None };
    let mut pairs: Vec<Pair<'_>> = after.iter().map(|(name, side)| pair(*name, old(name), Some(side))).collect();
    let removed = before.iter().filter(|(name, _)| !after.iter().any(|(known, _)| known == name));
    pairs.extend(removed.map(|(name, side)| pair(*name, Some(side), None)));
    let (mut stacks, headlines): (Vec<StackChange>, Vec<Vec<Headline>>) =
        pairs.iter().map(|pair| scenarios::compare(pair, &pairs)).unzip();
    rename::across(&pairs, &mut stacks);
    Comparison { stacks, headlines: headlines.concat(), moves: Vec::new() }
}

fn programs(sides: &[(String, Side)]) -> Vec<Program<'_>> {
    sides.iter().map(|(_, side)| Program::new(&side.template, processed::given(side))).collect()
}

fn processed<'a>(sides: &'a [(String, Side)], programs: &'a [Program<'a>], made: &'a Made) -> Vec<(&'a str, Processed<'a>)> {
    let each = sides.iter().zip(programs);
    each.map(|((name, side), program)| (name.as_str(), Processed::new(side, program, made))).collect()
}
