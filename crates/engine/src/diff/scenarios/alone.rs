//! What a default brings about alone, where there are too many combinations to follow it with the others.
//!
//! A stack that was given no value goes from one default to the other whatever else it was given, so that needs no product: it is one
//! case for each parameter, and one in which all have their defaults. All else is left open in it.

use std::collections::BTreeSet;

use super::axis::{Axis, Choice};
use super::plan::{Plan, World};
use super::words;
use crate::diff::change::{Change, ResourceChange, StackChange, Verdict, verdict};
use crate::diff::headline::Headline;
use crate::diff::processed::Processed;

/// A case, and the circumstances of it in words.
pub(super) struct Alone {
    pub(super) worlds: [World; 2],
    under: String,
}

/// What is known where everything is left open.
pub(super) fn open(plan: &Plan<'_>, sides: [&Processed<'_>; 2]) -> [World; 2] {
    [0, 1].map(|side: usize| plan.world(&[], side, sides[side]))
}

/// The cases in which a default is followed alone.
pub(super) fn cases(plan: &Plan<'_>, sides: [&Processed<'_>; 2]) -> Vec<Alone> {
    let open = || open(plan, sides);
    let of_one = |axis: &Axis<'_>| {
        let choice = axis.choices.iter().position(|choice| matches!(choice, Choice::Defaults(_)))?;
        let mut worlds = open();
        let both = worlds.iter_mut().enumerate();
        both.for_each(|(side, world)| axis.apply(choice, side, &mut world.values, &mut world.scenario));
        Some(Alone { worlds, under: words::fact(axis, &BTreeSet::from([choice])) })
    };
    let mut cases: Vec<Alone> = plan.open.iter().filter_map(of_one).collect();
    if !cases.is_empty() {
        let mut worlds = open();
        for (world, side) in worlds.iter_mut().zip(sides) {
            let known = std::mem::take(&mut world.values);
            world.values = side.defaults().chain(known).collect();
        }
        cases.push(Alone { worlds, under: "every parameter has its default".to_owned() });
    }
    cases.retain(|case| !plan.refuses(&case.worlds, sides));
    cases
}

impl Alone {
    /// Adds what happens in this case beyond what was told before, and beyond what happens where everything is left open.
    pub(super) fn add(
        &self,
        [found, anyway]: [&(StackChange, Vec<Headline>); 2],
        change: &mut StackChange,
        headlines: &mut Vec<Headline>,
    ) {
        let (own, own_headlines) = found.clone();
        let is_told =
            |new: &Headline| headlines.iter().any(|known| (known.kind, known.code, &known.id) == (new.kind, new.code, &new.id));
        let is_new = |headline: &Headline| !anyway.1.contains(headline) && !is_told(headline);
        let new: Vec<Headline> = own_headlines.into_iter().filter(is_new).collect();
        headlines.extend(new.into_iter().map(|headline| Headline { under: self.under(headline.under.as_deref()), ..headline }));
        let new = own.resources.into_iter().filter_map(|one| beyond(one, &anyway.0.resources));
        let new: Vec<ResourceChange> = new.filter(|one| says_more(one, &change.resources)).collect();
        let told = new.into_iter().map(|resource| ResourceChange { under: self.under(resource.under.as_deref()), ..resource });
        change.resources.extend(told);
        let is_new =
            |other: &Change| !anyway.0.others.contains(other) && change.others.iter().all(|known| known.path != other.path);
        let new: Vec<Change> = own.others.into_iter().filter(is_new).collect();
        change.others.extend(new.into_iter().map(|other| Change { under: self.under(other.under.as_deref()), ..other }));
    }

    fn under(&self, also: Option<&str>) -> Option<String> {
        Some(also.map_or_else(|| self.under.clone(), |also| format!("{} and {also}", self.under)))
    }
}

/// What happens to a resource beyond what happens to it anyway; nothing where that is all.
fn beyond(mut resource: ResourceChange, anyway: &[ResourceChange]) -> Option<ResourceChange> {
    let Some(known) = anyway.iter().find(|known| known.id == resource.id) else { return Some(resource) };
    if resource.verdict == known.verdict && !matches!(resource.verdict, Verdict::Add | Verdict::Remove) {
        resource.changes.retain(|change| !known.changes.contains(change));
        resource.verdict = resource.changes.iter().map(|change| verdict(change.effect)).max()?;
    }
    (resource != *known).then_some(resource)
}

/// Whether something graver happens to a resource than what is told of it, or something else of it changes.
fn says_more(resource: &ResourceChange, told: &[ResourceChange]) -> bool {
    let known: Vec<&ResourceChange> = told.iter().filter(|known| known.id == resource.id).collect();
    let is_told = |change: &Change| known.iter().any(|known| known.changes.iter().any(|other| other.path == change.path));
    known.iter().all(|known| known.verdict < resource.verdict) || !resource.changes.iter().all(is_told)
}
