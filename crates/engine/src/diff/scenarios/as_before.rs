//! What happens to a stack that is deployed as before: new parameters have their defaults then.

use std::collections::BTreeSet;

use super::axis::{Axis, Choice, Subject};
use super::merge::Compared;
use super::plan::{Combination, Plan};
use super::words;
use crate::diff::change::Verdict;
use crate::diff::processed::Processed;

/// Says that nothing happens to a resource, where that is so while new parameters have their defaults, and not else.
pub(super) fn note(
    plan: &Plan<'_>,
    sides: [&Processed<'_>; 2],
    combinations: &[Combination],
    compared: &[Compared],
) -> Option<String> {
    let new: Vec<(usize, BTreeSet<usize>)> =
        plan.axes.iter().enumerate().filter_map(|(index, axis)| Some((index, BTreeSet::from([as_new(axis, sides)?])))).collect();
    let is_as_before = |one: &usize| new.iter().all(|(axis, choice)| choice.contains(&combinations[*one][*axis]));
    let changes = |one: &Compared| one.change.resources.iter().any(|resource| resource.verdict != Verdict::Metadata);
    let mut as_before = compared.iter().filter(|one| one.combinations.iter().any(is_as_before)).peekable();
    let is_quiet = as_before.peek().is_some() && !as_before.any(changes) && compared.iter().any(changes);
    if new.is_empty() || !is_quiet {
        return None;
    }
    let facts: Vec<String> = new.iter().map(|(axis, choice)| words::fact(&plan.axes[*axis], choice)).collect();
    let whose = if new.len() == 1 { "the default of a new parameter" } else { "the defaults of new parameters" };
    Some(format!("no resource changes where {}: {whose}", facts.join(" and ")))
}

/// The choice by which a parameter that only the new side has is its default.
fn as_new(axis: &Axis<'_>, [before, after]: [&Processed<'_>; 2]) -> Option<usize> {
    let Subject::Parameter { name, is_hidden: false } = axis.subject else { return None };
    let default = after.scope.parameter(name)?.get("Default")?.scalar()?;
    let is_it =
        |choice: &Choice| matches!(choice, Choice::Value { .. } | Choice::Defaults(_)) && choice.texts().contains(&default);
    if before.scope.parameter(name).is_some() { None } else { axis.choices.iter().position(is_it) }
}
