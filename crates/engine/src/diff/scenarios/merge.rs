//! One answer from those of all combinations: what is the same in several is said once, with what they have in common.

use std::collections::BTreeSet;

use super::words::Tellings;
use crate::diff::change::{Change, StackChange};
use crate::diff::headline::Headline;
use crate::diff::processed::Pair;
use crate::template::ResourceEntry;

/// The combinations with one outcome, and what happens in them.
pub(super) struct Compared {
    pub(super) combinations: BTreeSet<usize>,
    pub(super) change: StackChange,
    pub(super) headlines: Vec<Headline>,
}

/// Equal things, each with the combinations that have it, in the order in which they were found.
struct Gathered<T>(Vec<(T, BTreeSet<usize>)>);

impl<T: PartialEq> Gathered<T> {
    fn add(&mut self, items: impl IntoIterator<Item = T>, combinations: &BTreeSet<usize>) {
        for item in items {
            match self.0.iter_mut().find(|(known, _)| *known == item) {
                Some((_, known)) => known.extend(combinations),
                None => self.0.push((item, combinations.clone())),
            }
        }
    }

    fn told(self, tellings: &Tellings<'_>, mut tell: impl FnMut(&mut T, Option<String>)) -> Vec<T> {
        let told = self.0.into_iter().map(|(mut item, set)| {
            tell(&mut item, tellings.of(&set));
            item
        });
        told.collect()
    }
}

/// The changes and headlines of a stack, each with the circumstances where it happens.
pub(super) fn merged(pair: &Pair<'_>, all: Vec<Compared>, tellings: &Tellings<'_>) -> (StackChange, Vec<Headline>) {
    let mut resources = Gathered(Vec::new());
    let mut others = Gathered(Vec::new());
    let mut values = Gathered(Vec::new());
    let mut unknown = Gathered(Vec::new());
    let mut stored = Gathered(Vec::new());
    let mut headlines = Gathered(Vec::new());
    for one in all {
        let set = &one.combinations;
        resources.add(one.change.resources, set);
        others.add(one.change.others, set);
        values.add(one.change.values, set);
        unknown.add(one.change.unknown, set);
        stored.add(one.change.stored, set);
        headlines.add(one.headlines, set);
    }
    let under_change = |change: &mut Change, under| change.under = under;
    let mut resources = resources.told(tellings, |resource, under| resource.under = under);
    let order = order(pair);
    resources.sort_by_key(|resource| order.iter().position(|id| *id == resource.id).unwrap_or(usize::MAX));
    let change = StackChange {
        name: pair.name.to_owned(),
        parent: None,
        instances: None,
        existed: pair.before.is_some(),
        exists: pair.after.is_some(),
        resources,
        others: others.told(tellings, under_change),
        values: values.told(tellings, under_change),
        unknown: unknown.told(tellings, |_, _| {}),
        stored: stored.told(tellings, under_change),
    };
    (change, headlines.told(tellings, |headline, under| headline.under = under))
}

/// The logical ids of the template as it is now, then those of before.
fn order<'a>(pair: &Pair<'a>) -> Vec<&'a str> {
    let ids = [pair.after, pair.before].into_iter().flatten().flat_map(|side| side.template().resources());
    let mut seen = BTreeSet::new();
    ids.map(|entry: ResourceEntry<'_>| entry.id.as_str()).filter(|id| seen.insert(*id)).collect()
}
