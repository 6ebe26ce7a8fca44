//! Under which circumstances something happens, in words.

use std::collections::BTreeSet;

use super::axis::{Axis, Choice, Subject, equality};
use super::plan::{Combination, Outcome, Plan};
use crate::diff::show::{MOST_NAMED, listed, one_of};
use crate::template::counted;

/// So many alternatives are told rather than what does not hold, and so many at all.
const FEW_TERMS: usize = 2;
const MOST_TERMS: usize = 5;

/// What is needed to name a set of combinations.
pub(super) struct Tellings<'p> {
    plan: &'p Plan<'p>,
    combinations: &'p [Combination],
    /// Each combination with what the conditions of the new side come to.
    held: Vec<(usize, Vec<Option<bool>>)>,
}

impl<'p> Tellings<'p> {
    pub(super) fn new<'o>(
        plan: &'p Plan<'p>,
        combinations: &'p [Combination],
        outcomes: impl Iterator<Item = (&'o Outcome, &'o BTreeSet<usize>)>,
    ) -> Self {
        let each = |(outcome, set): (&Outcome, &BTreeSet<usize>)| {
            let held = outcome.0[1].clone();
            set.iter().map(|index| (*index, held.clone())).collect::<Vec<_>>()
        };
        Tellings { plan, combinations, held: outcomes.flat_map(each).collect() }
    }

    /// How many combinations were looked at.
    pub(super) fn count(&self) -> usize {
        self.held.len()
    }

    /// The parameters whose values are told apart.
    pub(super) fn parameters(&self) -> Vec<&str> {
        let name = |axis: &'p Axis<'p>| match axis.subject {
            Subject::Parameter { name, .. } => Some(name),
            _ => None,
        };
        self.plan.axes.iter().filter_map(name).collect()
    }

    /// The circumstances of some of the combinations; nothing where it is all that were looked at.
    pub(super) fn of(&self, set: &BTreeSet<usize>) -> Option<String> {
        if set.len() == self.held.len() {
            return None;
        }
        let rest: BTreeSet<usize> = self.held.iter().map(|(index, _)| *index).filter(|index| !set.contains(index)).collect();
        let words = self.product(set).or_else(|| self.condition(set)).or_else(|| self.cover(set, FEW_TERMS));
        let words = words.or_else(|| self.product(&rest).map(|words| format!("not ({words})")));
        Some(words.or_else(|| self.cover(set, MOST_TERMS)).unwrap_or_else(|| self.example(set)))
    }

    /// Facts that hold together in just these combinations, and in all of them.
    fn product(&self, set: &BTreeSet<usize>) -> Option<String> {
        let chosen = |axis: usize| -> BTreeSet<usize> { set.iter().map(|index| self.combinations[*index][axis]).collect() };
        let chosen: Vec<BTreeSet<usize>> = (0..self.plan.axes.len()).map(chosen).collect();
        if chosen.iter().map(BTreeSet::len).product::<usize>() != set.len() {
            return None;
        }
        Some(self.facts(&chosen))
    }

    /// The condition that holds in just these combinations, or fails in them.
    fn condition(&self, set: &BTreeSet<usize>) -> Option<String> {
        let holds = |at: usize, wanted: bool| -> bool {
            self.held.iter().all(|(index, held)| (held[at] == Some(wanted)) == set.contains(index) && held[at].is_some())
        };
        self.plan.conditions.iter().enumerate().find_map(|(at, name)| {
            let says = |wanted: bool| if wanted { format!("{name} holds") } else { format!("{name} does not hold") };
            [true, false].into_iter().find(|wanted| holds(at, *wanted)).map(says)
        })
    }

    /// Facts of which one or the other holds in just these combinations, with what holds in all of them: `A and (B or C)`.
    fn cover(&self, set: &BTreeSet<usize>, most: usize) -> Option<String> {
        let mut left = set.clone();
        let mut terms: Vec<Vec<BTreeSet<usize>>> = Vec::new();
        while let Some(first) = left.first() {
            let wide = [false, true].map(|is_backwards| self.widest(*first, set, is_backwards));
            let (term, met) = wide.into_iter().max_by_key(|(_, met)| met.intersection(&left).count())?;
            left.retain(|index| !met.contains(index));
            terms.push(term);
            if terms.len() > most {
                return None;
            }
        }
        let (first, rest) = terms.split_first()?;
        let is_common = |axis: usize| rest.iter().all(|term| term[axis] == first[axis]);
        let all = |axis: usize| (0..self.plan.axes[axis].choices.len()).collect::<BTreeSet<usize>>();
        let part = |term: &[BTreeSet<usize>], is_of_all: bool| -> String {
            let chosen = term.iter().enumerate().map(
                |(axis, chosen)| {
                    if is_common(axis) == is_of_all { chosen.clone() } else { all(axis) }
                },
            );
            self.facts(&chosen.collect::<Vec<_>>())
        };
        let common = part(first, true);
        let each: Vec<String> = terms.iter().map(|term| part(term, false)).collect();
        let each = each.iter().map(|words| if words.contains(" and ") { format!("({words})") } else { words.clone() });
        let each = each.collect::<Vec<_>>().join(" or ");
        Some(if common.is_empty() { each } else { format!("{common} and ({each})") })
    }

    /// Facts around one combination that hold in these only, as wide as can be, and where they hold.
    fn widest(&self, first: usize, set: &BTreeSet<usize>, is_backwards: bool) -> (Vec<BTreeSet<usize>>, BTreeSet<usize>) {
        let mut chosen: Vec<BTreeSet<usize>> = self.combinations[first].iter().map(|choice| BTreeSet::from([*choice])).collect();
        let met = |chosen: &[BTreeSet<usize>]| -> BTreeSet<usize> {
            let is_met =
                |index: &usize| chosen.iter().zip(&self.combinations[*index]).all(|(chosen, choice)| chosen.contains(choice));
            self.held.iter().map(|(index, _)| *index).filter(is_met).collect()
        };
        let mut axes: Vec<usize> = (0..self.plan.axes.len()).collect();
        if is_backwards {
            axes.reverse();
        }
        for axis in axes {
            for choice in 0..self.plan.axes[axis].choices.len() {
                let is_new = chosen[axis].insert(choice);
                if is_new && !met(&chosen).is_subset(set) {
                    chosen[axis].remove(&choice);
                }
            }
        }
        let met = met(&chosen);
        (chosen, met)
    }

    /// Facts that hold in some of the combinations only, and in how many they do not.
    fn example(&self, set: &BTreeSet<usize>) -> String {
        let Some(first) = set.first() else { return String::new() };
        let (chosen, met) = self.widest(*first, set, false);
        let facts = self.facts(&chosen);
        match set.len() - met.len() {
            0 => facts,
            more => format!("{facts}, and in {}", counted(more, "other combination")),
        }
    }

    /// What is chosen on each axis, where that is not all of it.
    fn facts(&self, chosen: &[BTreeSet<usize>]) -> String {
        let facts = self.plan.axes.iter().zip(chosen).filter(|(axis, chosen)| chosen.len() < axis.choices.len());
        facts.map(|(axis, chosen)| fact(axis, chosen)).collect::<Vec<_>>().join(" and ")
    }
}

fn none_of(name: &str, values: &[String]) -> String {
    match values {
        [only] => format!("{name} ≠ {only}"),
        _ => format!("{name} is none of {}", listed(values, ", ")),
    }
}

/// One axis that is one of these.
pub(super) fn fact(axis: &Axis<'_>, chosen: &BTreeSet<usize>) -> String {
    let (name, is_hidden) = match &axis.subject {
        Subject::Equality(arguments) => {
            let is_equal = chosen.first().is_some_and(|index| axis.choices[*index] == Choice::Equal(true));
            return equality(arguments, is_equal);
        }
        Subject::Expression { .. } => (&axis.name(), false),
        Subject::Parameter { name, is_hidden } => (&(*name).to_owned(), *is_hidden),
    };
    let shown = |text: &str| match text {
        "" => "\"\"".to_owned(),
        _ if is_hidden => "(hidden)".to_owned(),
        text => text.to_owned(),
    };
    let value = |choice: &Choice| match choice {
        Choice::Value { .. } | Choice::Among(_) => Some(choice.texts().iter().map(|text| shown(text)).collect::<Vec<_>>()),
        _ => None,
    };
    let rest = || axis.choices.iter().enumerate().filter(|(index, _)| !chosen.contains(index)).map(|(_, choice)| choice);
    let values_of = |choices: &mut dyn Iterator<Item = &Choice>| Some(choices.map(value).collect::<Option<Vec<_>>>()?.concat());
    if let Some(values) = values_of(&mut chosen.iter().map(|index| &axis.choices[*index])) {
        // The shorter list says the same.
        let others = values_of(&mut rest()).filter(|others| !others.is_empty() && others.len() <= MOST_NAMED);
        return match others.filter(|_| values.len() > MOST_NAMED) {
            Some(others) => none_of(name, &others),
            None => one_of(name, &values),
        };
    }
    // Where it goes from one default to another, it may have been one of the rest.
    let stays = !chosen.iter().any(|index| matches!(axis.choices[*index], Choice::Defaults([Some(_), Some(_)])));
    if let Some(values) = values_of(&mut rest()).filter(|_| stays) {
        return none_of(name, &values);
    }
    let goes = axis.choices.iter().any(|choice| matches!(choice, Choice::Defaults([Some(_), Some(_)])));
    let chosen_ones = || chosen.iter().map(|index| &axis.choices[*index]);
    // What a stack keeps may be any value but those that are told apart.
    let keeps_any = goes && chosen_ones().any(|choice| matches!(choice, Choice::Other | Choice::Kept));
    let told_apart = rest().filter_map(value).flatten().collect::<Vec<_>>();
    let each = chosen_ones().filter(|choice| !keeps_any || value(choice).is_none()).map(|choice| match choice {
        Choice::Value { .. } | Choice::Among(_) => one_of(name, &value(choice).unwrap_or_default()),
        Choice::Defaults([Some(old), Some(new)]) => {
            format!("{name} goes from its default {} to {}", shown(old), shown(new))
        }
        Choice::Defaults([one, other]) => {
            format!("{name} has its default {}", shown(one.as_deref().or(other.as_deref()).unwrap_or_default()))
        }
        Choice::Equal(_) => String::new(),
        Choice::Other | Choice::Kept if keeps_any && told_apart.is_empty() => format!("{name} keeps its value"),
        Choice::Other | Choice::Kept if keeps_any => {
            format!("{name} keeps another value than {}", listed(&told_apart, " or "))
        }
        Choice::Other | Choice::Kept => format!("{name} has another value than its default"),
    });
    each.collect::<Vec<_>>().join(" or ")
}
