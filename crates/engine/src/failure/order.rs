//! Which of many failures is the first cause.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::catalog::Catalog;
use super::entry::Rank;
use super::event::Event;

/// What the events amount to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The events of the operation in the order of time; the others are indices into it.
    pub events: Vec<Event>,
    /// The first cause.
    pub first: Option<usize>,
    /// Others that failed by themselves before the rollback.
    pub others: Vec<usize>,
    /// What failed while it was rolled back, which stops the rollback.
    pub rollback: Vec<usize>,
    /// How many events only follow.
    pub following: usize,
    /// Whether later operations, which did not fail, are left out.
    pub is_earlier: bool,
}

/// Finds the first cause in the last operation that failed.
pub fn analyze(events: Vec<Event>, catalog: &Catalog) -> Verdict {
    let events = in_order(events);
    let nested: BTreeSet<&str> =
        events.iter().filter(|event| event.physical != event.stack).map(|event| event.physical.as_str()).collect();
    let mut starts: Vec<usize> = (0..events.len()).filter(|index| begins(&events[*index], &nested)).collect();
    starts.insert(0, 0);
    starts.dedup();
    let mut end = events.len();
    let mut is_earlier = false;
    for start in starts.into_iter().rev() {
        let verdict = operation(events[start..end].to_vec(), catalog);
        if verdict.first.is_some() || verdict.following > 0 || start == 0 {
            return Verdict { is_earlier, ..verdict };
        }
        (end, is_earlier) = (start, true);
    }
    Verdict::default()
}

/// The order of time. Consoles and the AWS CLI show the newest first, so events of one time, or without one, are turned around.
fn in_order(mut events: Vec<Event>) -> Vec<Event> {
    let is_newest_first = match (events.iter().find_map(|event| event.time), events.iter().rev().find_map(|event| event.time)) {
        (Some(first), Some(last)) if first != last => first > last,
        _ => {
            let position = |wanted: &dyn Fn(&Event) -> bool| events.iter().position(wanted);
            let start = position(&|event| event.message.contains("User Initiated"));
            let rollback = position(&is_rollback);
            let failed = position(&|event| event.status.ends_with("_FAILED"));
            match (start, rollback, failed) {
                (Some(start), _, Some(failed)) => start > failed,
                (_, Some(rollback), Some(failed)) => rollback < failed,
                _ => false,
            }
        }
    };
    if is_newest_first {
        events.reverse();
    }
    events.sort_by(|a, b| match (a.time, b.time) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => Ordering::Equal,
    });
    events
}

fn is_rollback(event: &Event) -> bool {
    event.status.ends_with("ROLLBACK_IN_PROGRESS") && (event.is_of_stack() || event.id.is_empty())
}

/// Whether an operation begins: a stack that is nobody's nested one starts to change.
fn begins(event: &Event, nested: &BTreeSet<&str>) -> bool {
    let is_start =
        ["CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "IMPORT_IN_PROGRESS"].contains(&event.status.as_str());
    is_start && event.is_of_stack() && (event.stack.is_empty() || !nested.contains(event.stack.as_str()))
}

fn operation(events: Vec<Event>, catalog: &Catalog) -> Verdict {
    let mut verdict = Verdict::default();
    let mut causes: Vec<(Rank, usize)> = Vec::new();
    // When the rollback of each stack began, and the first of all.
    let mut rolled: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, event) in events.iter().enumerate().filter(|(_, event)| is_rollback(event)) {
        rolled.entry(&event.stack).or_insert(index);
        rolled.entry("").or_insert(index);
    }
    let mut ranks: BTreeMap<String, Option<Rank>> = BTreeMap::new();
    let steady = events.iter().rposition(|event| event.message.contains("has reached a steady state"));
    for (index, event) in events.iter().enumerate() {
        if !event.is_failure()
            || event.message.is_empty() && event.status.is_empty()
            || steady.is_some_and(|steady| index <= steady)
        {
            continue;
        }
        let rank = |said: &str| catalog.explain(said).first().map(|best| best.failure.rank);
        let said = event.said();
        // Many events say the same: thousands of resources are cancelled by one failure.
        let best = ranks.get(&said).copied().unwrap_or_else(|| rank(&said));
        ranks.insert(said, best);
        let is_after = |stack: &str| rolled.get(stack).is_some_and(|at| *at < index);
        match best {
            // Something that happened to a service or task is a failure only if it is known to be one.
            None if event.status.is_empty() => {}
            _ if event.status.contains("ROLLBACK_FAILED")
                || event.status.starts_with("DELETE_FAILED") && is_after(&event.stack) =>
            {
                verdict.rollback.push(index);
            }
            _ if is_after(&event.stack) && !event.status.is_empty() && says_more(event) => verdict.rollback.push(index),
            Some(Rank::Outcome) | None if event.message.is_empty() || best.is_some() => {
                causes.push((Rank::Outcome, index));
            }
            Some(rank) => causes.push((rank, index)),
            None => causes.push((Rank::General, index)),
        }
    }
    let is_cause = |(rank, _): &&(Rank, usize)| *rank != Rank::Outcome;
    verdict.first = causes
        .iter()
        .find(is_cause)
        .or_else(|| causes.iter().find(|(_, index)| says_more(&events[*index])))
        .map(|(_, index)| *index);
    verdict.first =
        verdict.first.or_else(|| causes.first().map(|(_, index)| *index)).or_else(|| verdict.rollback.first().copied());
    // Services repeat their events, and tools sum them up: what is said again is no failure of its own.
    let mut said: BTreeSet<(&str, &str)> = verdict.first.map(|first| what(&events[first])).into_iter().collect();
    verdict.others =
        causes.iter().filter(is_cause).map(|(_, index)| *index).filter(|index| said.insert(what(&events[*index]))).collect();
    // The first one is of the causes where there are any.
    verdict.following = causes.len().saturating_sub(verdict.others.len() + 1);
    verdict.rollback.retain(|index| Some(*index) != verdict.first);
    // That the stack's rollback failed tells nothing beside the resource for which it did.
    if verdict.rollback.iter().any(|index| !events[*index].is_of_stack()) {
        verdict.following += verdict.rollback.extract_if(.., |index| events[*index].is_of_stack()).count();
    }
    verdict.events = events;
    verdict
}

/// What an event says of what.
fn what(event: &Event) -> (&str, &str) {
    (&event.id, &event.message)
}

/// A cancelled resource says nothing, a resource that does not become stable something.
fn says_more(event: &Event) -> bool {
    !event.is_of_stack() && !event.message.to_lowercase().contains("cancel") && !event.message.is_empty()
}
