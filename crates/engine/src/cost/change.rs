//! How a change alters what is paid by the month.

use std::collections::{BTreeMap, BTreeSet};

use super::{Estimate, Money, Unknown};

/// How a change alters what is paid by the month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changed {
    /// The resources for which another amount is paid, the greatest difference first.
    pub differences: Vec<Difference>,
    /// What is charged by use, and was not before.
    pub by_use: BTreeSet<&'static str>,
    /// The resources whose cost is unknown, and that are new or were known.
    pub unknown: Vec<Unknown>,
    /// The months in which the prices were read.
    pub months: String,
}

/// A resource for which another amount is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The stack.
    pub stack: String,
    /// The logical id.
    pub id: String,
    /// What was paid.
    pub before: Money,
    /// What is paid.
    pub after: Money,
}

impl Changed {
    /// Whether nothing is to be said.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.differences.is_empty() && self.by_use.is_empty() && self.unknown.is_empty()
    }

    /// What is paid more, or less.
    #[must_use]
    pub fn total(&self) -> Money {
        self.differences.iter().map(|each| each.after - each.before).sum()
    }
}

/// How two states differ in what is paid by the month.
#[must_use]
pub fn changed(before: &Estimate, after: &Estimate) -> Changed {
    let [old, new] = [before, after].map(by_resource);
    let resources: BTreeSet<(&str, &str)> = old.keys().chain(new.keys()).copied().collect();
    let differences = resources.into_iter().filter_map(|(stack, id)| {
        let [before, after] = [&old, &new].map(|side| side.get(&(stack, id)).copied().unwrap_or_default());
        let differs = before != after;
        differs.then(|| Difference { stack: stack.to_owned(), id: id.to_owned(), before, after })
    });
    let mut differences: Vec<Difference> = differences.collect();
    differences.sort_by_key(|each| std::cmp::Reverse((each.after - each.before).max(each.before - each.after)));
    let by_use = after.by_use.keys().filter(|what| !before.by_use.contains_key(*what)).copied().collect();
    let unknown = after.unknown.iter().filter(|each| !before.unknown.contains(each)).cloned().collect();
    let days = before.days.union(&after.days).copied().collect();
    Changed { differences, by_use, unknown, months: super::prices::months(&days) }
}

fn by_resource(estimate: &Estimate) -> BTreeMap<(&str, &str), Money> {
    let mut sums: BTreeMap<(&str, &str), Money> = BTreeMap::new();
    for line in &estimate.lines {
        let sum = sums.entry((&line.stack, &line.id)).or_default();
        *sum = *sum + line.monthly;
    }
    sums
}
