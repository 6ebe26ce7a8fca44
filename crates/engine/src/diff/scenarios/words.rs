//! Under which circumstances something happens, in words.

use std::collections::BTreeSet;

use super::axis::{Axis, Choice, Subject, equality};
use super::plan::{Combination, Outcome, Plan};
use crate::diff::show::{MOST_NAMED, listed, one_of};
use crate::template::counted;

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
        let words = self.product(set).or_else(|| self.condition(set));
        Some(words.or_else(|| self.product(&rest).map(|words| format!("not ({words})"))).unwrap_or_else(|| self.example(set)))
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

    /// Facts that hold in some of the combinations only, as wide as can be, and in how many they do not.
    fn example(&self, set: &BTreeSet<usize>) -> String {
        let Some(first) = set.first().map(|index| &self.combinations[*index]) else { return String::new() };
        let mut chosen: Vec<BTreeSet<usize>> = first.iter().map(|choice| BTreeSet::from([*choice])).collect();
        let met = |chosen: &[BTreeSet<usize>]| -> BTreeSet<usize> {
            let is_met =
                |index: &usize| chosen.iter().zip(&self.combinations[*index]).all(|(chosen, choice)| chosen.contains(choice));
            self.held.iter().map(|(index, _)| *index).filter(is_met).collect()
        };
        for (axis, own) in self.plan.axes.iter().enumerate() {
            for choice in 0..own.choices.len() {
                let is_new = chosen[axis].insert(choice);
                if is_new && !met(&chosen).is_subset(set) {
                    chosen[axis].remove(&choice);
                }
            }
        }
        let facts = self.facts(&chosen);
        match set.len() - met(&chosen).len() {
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
    let each = chosen.iter().map(|index| &axis.choices[*index]).map(|choice| match choice {
        Choice::Value { .. } | Choice::Among(_) => one_of(name, &value(choice).unwrap_or_default()),
        Choice::Defaults([Some(old), Some(new)]) => {
            format!("{name} goes from its default {} to {}", shown(old), shown(new))
        }
        Choice::Defaults([one, other]) => {
            format!("{name} has its default {}", shown(one.as_deref().or(other.as_deref()).unwrap_or_default()))
        }
        Choice::Equal(_) => String::new(),
        Choice::Other | Choice::Kept => match axis.choices.iter().find(|choice| matches!(choice, Choice::Defaults(_))) {
            Some(Choice::Defaults([Some(_), Some(_)])) => format!("{name} keeps its value"),
            _ => format!("{name} has another value than its default"),
        },
    });
    each.collect::<Vec<_>>().join(" or ")
}
