//! One answer from those of all combinations: what is the same in several is said once, with what they have in common.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::message::Message;
use super::words::Tellings;
use crate::diff::change::{Change, ResourceChange, StackChange, Verdict};
use crate::diff::headline::Headline;
use crate::diff::processed::Pair;
use crate::diff::stack;
use crate::template::function;

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

impl Gathered<ResourceChange> {
    /// The same, where a resource to which the same happens in several outcomes stands once: how a parameter is given changes what is
    /// read at a property, and mostly not what the change of it does.
    fn folded(self, pair: &Pair<'_>, open: &OnceCell<StackChange>) -> Self {
        let mut groups: Vec<Vec<(ResourceChange, BTreeSet<usize>)>> = Vec::new();
        let mut by_id: BTreeMap<String, Vec<(Happening, usize)>> = BTreeMap::new();
        for mut item in self.0 {
            let happening = happening(&mut item.0);
            let known = by_id.entry(item.0.id.clone()).or_default();
            match known.iter().find(|(known, _)| *known == happening) {
                Some((_, index)) => groups[*index].push(item),
                None => {
                    known.push((happening, groups.len()));
                    groups.push(vec![item]);
                }
            }
        }
        let fold = |group: Vec<(ResourceChange, BTreeSet<usize>)>| match as_written(pair, open, &group) {
            Some(resource) => vec![(resource, group.into_iter().flat_map(|(_, set)| set).collect())],
            None => group,
        };
        Gathered(groups.into_iter().flat_map(fold).collect())
    }

    /// The same, where a resource to which the same happens in all outcomes stands as it is written, if that says it without a condition.
    fn told_once(self, pair: &Pair<'_>, open: &OnceCell<StackChange>, count: usize) -> Self {
        let rest = |resource: &ResourceChange| ResourceChange { changes: Vec::new(), ..resource.clone() };
        let mut told = Gathered(Vec::new());
        for (resource, set) in &self.0 {
            let all: Vec<_> = self.0.iter().filter(|(other, _)| other.id == resource.id).collect();
            let is_same = || all.len() > 1 && all.iter().all(|(other, _)| rest(other) == rest(resource));
            let is_all = || all.iter().map(|(_, set)| set.len()).sum::<usize>() == count;
            // What a default brings about does not stand there.
            let has_all = |found: &ResourceChange| all.iter().all(|(other, _)| properties(other).eq(properties(found)));
            let is_one =
                |found: &&ResourceChange| rest(found) == rest(resource) && has_all(found) && found.changes.iter().all(is_plain);
            let written = if is_same() && is_all() { written(pair, open, &resource.id).filter(is_one) } else { None };
            told.add([written.unwrap_or(resource).clone()], set);
        }
        told
    }

    /// The same, where each resource stands once for each of its verdicts: a change that only some of its outcomes have says which.
    fn united(self, pair: &Pair<'_>, open: &OnceCell<StackChange>, tellings: &Tellings<'_>) -> Self {
        let mut groups: Vec<(ResourceChange, Gathered<Change>, BTreeSet<usize>)> = Vec::new();
        let mut staying = BTreeSet::new();
        let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (mut resource, set) in self.0 {
            let may_stay = resource.may_stay();
            let changes = std::mem::take(&mut resource.changes);
            let known = by_id.entry(resource.id.clone()).or_default();
            let index = known.iter().copied().find(|index| groups[*index].0 == resource).unwrap_or_else(|| {
                known.push(groups.len());
                groups.push((resource, Gathered(Vec::new()), BTreeSet::new()));
                groups.len() - 1
            });
            let (_, gathered, all) = &mut groups[index];
            gathered.add(changes, &set);
            all.extend(set);
            staying.extend(may_stay.then_some(index));
        }
        let united = groups.into_iter().enumerate().map(|(index, (mut resource, changes, all))| {
            resource.may_stay_in_some = staying.contains(&index);
            let told = changes.told_once(pair, open, &resource.id, &all).0.into_iter().map(|(mut change, set)| {
                change.under = (set != all).then(|| tellings.of(&set)).flatten();
                change
            });
            resource.changes = told.collect();
            (resource, all)
        });
        Gathered(united.collect())
    }

    /// Marks those to which the same is done under all circumstances, told in several parts.
    fn marked(mut self, count: usize) -> Self {
        let mut sets: BTreeMap<(String, Verdict), BTreeSet<usize>> = BTreeMap::new();
        for (resource, set) in &self.0 {
            sets.entry((resource.id.clone(), resource.verdict)).or_default().extend(set);
        }
        for (resource, _) in &mut self.0 {
            resource.is_certain = sets.get(&(resource.id.clone(), resource.verdict)).is_some_and(|set| set.len() == count);
        }
        self
    }
}

impl Gathered<Change> {
    /// The same, where a value that is another one in all outcomes of a resource stands as it is written, if that says it without a condition.
    fn told_once(self, pair: &Pair<'_>, open: &OnceCell<StackChange>, id: &str, all: &BTreeSet<usize>) -> Self {
        let mut told = Gathered(Vec::new());
        for (change, set) in &self.0 {
            let its: Vec<_> = self.0.iter().filter(|(other, _)| other.path == change.path).collect();
            let is_all = || its.len() > 1 && its.iter().map(|(_, set)| set.len()).sum::<usize>() == all.len();
            let is_one = |found: &&Change| {
                found.path == change.path && is_plain(found) && its.iter().all(|(other, _)| other.effect == found.effect)
            };
            let written =
                if is_all() { written(pair, open, id).and_then(|found| found.changes.iter().find(is_one)) } else { None };
            told.add([written.unwrap_or(change).clone()], set);
        }
        told
    }

    /// The same, where outputs whose values differ in each outcome stand once, as they are written.
    fn folded(self, pair: &Pair<'_>, open: &OnceCell<StackChange>) -> Self {
        let is_output = |change: &Change| change.path.begins_with(&["Outputs"]) && stands(change) == [true, true];
        let is_one = |one: &Change, other: &Change| is_output(one) && is_output(other) && one.path == other.path;
        let is_single = |change: &Change| self.0.iter().filter(|(other, _)| is_one(other, change)).count() < 2;
        let mut folded = Gathered(Vec::new());
        for (change, set) in &self.0 {
            let told = || {
                let written = open.get_or_init(|| stack::compare(pair)).others.iter();
                written.into_iter().find(|found| is_one(found, change) && found.before != found.after)
            };
            let known = if is_single(change) { None } else { told() };
            folded.add([known.unwrap_or(change).clone()], set);
        }
        folded
    }
}

impl Gathered<Headline> {
    /// The same, where headlines that differ only by the value that a parameter has in each outcome stand once, with its name.
    fn folded(self, written: impl FnOnce() -> Vec<Headline>, parameters: &[&str]) -> Self {
        let is_like = |one: &Headline, other: &Headline| {
            (one.kind, one.code, &one.id, &one.way_out) == (other.kind, other.code, &other.id, &other.way_out)
        };
        if !self.0.iter().enumerate().any(|(index, (one, _))| self.0[..index].iter().any(|(other, _)| is_like(one, other))) {
            return self;
        }
        let written = written();
        let messages: Vec<Message<'_>> = written.iter().map(|known| Message::of(&known.message, parameters)).collect();
        let says = |index: &usize, headline: &Headline| {
            is_like(&written[*index], headline) && messages[*index].is_said_by(&headline.message)
        };
        let said_by_several = |index: &usize| self.0.iter().filter(|(headline, _)| says(index, headline)).count() > 1;
        let folding: Vec<usize> = (0..written.len()).filter(said_by_several).collect();
        let mut folded = Gathered(Vec::new());
        for (headline, set) in &self.0 {
            let known = folding.iter().find(|index| says(index, headline));
            folded.add([known.map_or(headline, |index| &written[*index]).clone()], set);
        }
        folded
    }
}

/// So many outcomes of one value are told one by one.
const MOST_TOLD: usize = 3;

/// What happens to a resource, whatever its values are: what is told of it, and where its values stand and what they do.
type Happening = (ResourceChange, Vec<([bool; 2], Change)>);

/// What happens to a resource. What comes or goes does so with all that it has.
fn happening(resource: &mut ResourceChange) -> Happening {
    let mut changes = std::mem::take(&mut resource.changes);
    let told = resource.clone();
    let happens = |change: &mut Change| {
        let (stands, is_open) = (stands(change), std::mem::take(&mut change.may_be_equal));
        let values = (change.before.take(), change.after.take());
        let told = change.clone();
        (change.before, change.after, change.may_be_equal) = (values.0, values.1, is_open);
        (stands, told)
    };
    let is_whole = matches!(told.verdict, Verdict::Add | Verdict::Remove);
    let done = if is_whole { Vec::new() } else { changes.iter_mut().map(happens).collect() };
    resource.changes = changes;
    (told, done)
}

/// What happens to a resource where no value is known.
fn written<'w>(pair: &Pair<'_>, open: &'w OnceCell<StackChange>, id: &str) -> Option<&'w ResourceChange> {
    open.get_or_init(|| stack::compare(pair)).resources.iter().find(|resource| resource.id == id)
}

/// The properties in which a resource changes, each as often as something in it does.
fn properties(resource: &ResourceChange) -> impl Iterator<Item = &str> {
    resource.changes.iter().filter_map(|change| change.path.names().next())
}

/// Whether a change as it is written says all: it surely happens, and no condition chooses what it is.
fn is_plain(change: &Change) -> bool {
    let mut is_plain = !change.may_be_equal && change.before != change.after;
    for node in [&change.before, &change.after].into_iter().flatten() {
        node.walk(&mut |inner| is_plain &= !matches!(function::call(inner), Some((function::IF | function::FIND_IN_MAP, _))));
    }
    is_plain
}

/// On which sides a value stands: an element that goes and one that comes may have one place.
fn stands(change: &Change) -> [bool; 2] {
    [change.before.is_some(), change.after.is_some()]
}

/// A resource with its values as they are written, where outcomes differ in them; nothing where that can't be said in one.
fn as_written(
    pair: &Pair<'_>,
    open: &OnceCell<StackChange>,
    group: &[(ResourceChange, BTreeSet<usize>)],
) -> Option<ResourceChange> {
    let ([(first, _), rest @ ..], Some(before), Some(after)) = (group, pair.before, pair.after) else { return None };
    let mut told = first.clone();
    match (rest, first.verdict) {
        ([], _) => return None,
        (_, Verdict::Add) => told.changes = stack::whole(after, &after.find(&told.id)?, Verdict::Add).changes,
        (_, Verdict::Remove) => told.changes = stack::whole(before, &before.find(&told.id)?, Verdict::Remove).changes,
        _ => {
            let written = written(pair, open, &told.id)?;
            let differs =
                |(index, change): &(usize, &mut Change)| rest.iter().any(|(other, _)| other.changes[*index] != **change);
            for (_, change) in told.changes.iter_mut().enumerate().filter(differs) {
                // Few values are told one by one, rather than where they are looked up.
                let is_told = |found: &&Change| {
                    let is_it = found.path == change.path && stands(found) == stands(change);
                    is_it && (found.before != found.after || group.len() > MOST_TOLD)
                };
                let found = written.changes.iter().find(is_told)?;
                (change.before, change.after) = (found.before.clone(), found.after.clone());
                change.may_be_equal = found.may_be_equal;
            }
        }
    }
    Some(told)
}

/// The changes and headlines of a stack, each with the circumstances where it happens.
/// `written` are the headlines where no value is known.
pub(super) fn merged(
    pair: &Pair<'_>,
    all: Vec<Compared>,
    tellings: &Tellings<'_>,
    written: impl FnOnce() -> Vec<Headline>,
) -> (StackChange, Vec<Headline>) {
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
    let open = OnceCell::new();
    let others = others.folded(pair, &open);
    let mut resources = resources
        .folded(pair, &open)
        .told_once(pair, &open, tellings.count())
        .marked(tellings.count())
        .united(pair, &open, tellings)
        .told(tellings, |resource, under| resource.under = under);
    sort(pair, &mut resources);
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
        notes: Vec::new(),
        stored: stored.told(tellings, under_change),
    };
    (change, headlines.folded(written, &tellings.parameters()).told(tellings, Headline::add_under))
}

/// Brings resources into the order of the template.
pub(super) fn sort(pair: &Pair<'_>, resources: &mut [ResourceChange]) {
    let order = order(pair);
    resources.sort_by_key(|resource| order.get(resource.id.as_str()).copied().unwrap_or(usize::MAX));
}

/// Where each logical id stands: those of the template as it is now, then those of before.
fn order<'a>(pair: &Pair<'a>) -> BTreeMap<&'a str, usize> {
    let mut order = BTreeMap::new();
    for entry in [pair.after, pair.before].into_iter().flatten().flat_map(|side| side.template().resources()) {
        let next = order.len();
        order.entry(entry.id.as_str()).or_insert(next);
    }
    order
}
