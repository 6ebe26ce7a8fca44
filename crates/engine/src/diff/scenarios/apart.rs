//! What happens to some resources, followed apart from the others, where there are too many combinations for all of them.
//!
//! What decides about a resource is what it asks itself, and what those ask that it reads. That is mostly little, also in a template
//! that asks a lot.

use std::collections::{BTreeMap, BTreeSet};

use super::affected::Element;
use super::axes::Grounds;
use super::axis::Axis;
use super::plan::Plan;
use super::told::Told;
use crate::language::reference;
use crate::template::path::Path;

/// So many times the work for all together is spent on groups that are followed apart.
const TIMES: usize = 2;

/// Elements that depend on the same.
#[derive(Default)]
struct Group {
    told: BTreeSet<usize>,
    /// Those that decide about them, and themselves.
    deciding: BTreeSet<usize>,
    /// All with which they are compared.
    compared: BTreeSet<usize>,
}

/// Puts in what is found of the elements for which something was left open, where nothing is when they are followed apart.
///
/// `most_outcomes` are compared of all together.
pub(super) fn follow<'a>(
    grounds: &Grounds<'a>,
    most_outcomes: usize,
    told: &mut Told,
    ask: impl Fn(Plan<'a>, BTreeSet<String>) -> Told,
) {
    let mut rest = BTreeSet::new();
    let (mut outcomes, mut outcomes_by_keys) = (0, 0);
    for (needs, group) in groups(grounds, &told.left_out) {
        let left_out: BTreeSet<String> = needs.intersection(&told.left_out).cloned().collect();
        let of = |indexes: &BTreeSet<usize>| indexes.iter().map(|index| &grounds.elements[*index]).collect::<Vec<_>>();
        let is_less = |plan: &Plan<'_>| plan.left_out.len() < left_out.len() && outcomes < TIMES * most_outcomes;
        let plan = Some(grounds.plan_for(&of(&group.deciding))).filter(is_less);
        let compared = || of(&group.compared).iter().map(|element| element.name.to_owned()).collect();
        let found = plan.map(|plan| ask(plan, compared()));
        outcomes += found.as_ref().map_or(0, |found| found.outcomes);
        let found = found.filter(|found| found.left_out.len() < left_out.len());
        let open = found.as_ref().map_or(left_out, |found| found.left_out.clone());
        if let Some(found) = found {
            put_in(found, &of(&group.told), told);
        }
        for element in of(&group.told) {
            // What is still open of it may be what finds something else now.
            let is_more = |plan: &Plan<'_>| plan.axes.iter().any(|axis| open.contains(&axis.name()));
            let plan = (outcomes_by_keys < most_outcomes).then(|| grounds.plan_by_keys(element)).flatten().filter(is_more);
            let keys: BTreeSet<String> = plan.iter().flat_map(|plan| plan.axes.iter().map(Axis::name)).collect();
            match plan.map(|plan| ask(plan, compared())).filter(|found| found.left_out.is_disjoint(&keys)) {
                Some(found) => {
                    outcomes_by_keys += found.outcomes;
                    rest.extend(open.difference(&keys).cloned().chain(found.left_out.iter().cloned()));
                    put_in(found, &[element], told);
                }
                None => rest.extend(open.iter().cloned()),
            }
        }
    }
    told.left_out = rest;
}

/// The elements for which something was left open, by what decides about them: first those that ask least, which are the most sure to be
/// followed in full.
fn groups(grounds: &Grounds<'_>, left_out: &BTreeSet<String>) -> Vec<(BTreeSet<String>, Group)> {
    let needs: Vec<BTreeSet<String>> = grounds.elements.iter().map(|element| names(&grounds.plan_for(&[element]))).collect();
    let read = Read::of(grounds);
    let mut groups: BTreeMap<BTreeSet<String>, Group> = BTreeMap::new();
    for index in 0..grounds.elements.len() {
        let deciding = read.by(index, |read| grounds.elements[read].is_another);
        let all: BTreeSet<String> = deciding.iter().flat_map(|index| &needs[*index]).cloned().collect();
        if !all.is_disjoint(left_out) {
            let group = groups.entry(all).or_default();
            group.told.insert(index);
            group.deciding.extend(deciding);
            group.compared.extend(read.by(index, |_| true));
        }
    }
    let mut groups: Vec<(BTreeSet<String>, Group)> = groups.into_iter().collect();
    groups.sort_by_key(|(needs, _)| needs.len());
    groups
}

/// What an element is compared by.
struct Read {
    /// The elements that each one reads.
    by: Vec<BTreeSet<usize>>,
    /// Those that come or go beside it, and may have what it has.
    beside: Vec<BTreeSet<usize>>,
}

impl Read {
    fn of(grounds: &Grounds<'_>) -> Self {
        let all = grounds.elements.iter().enumerate();
        let resources = all.filter(|(_, element)| element.section == "Resources");
        let resources: BTreeMap<&str, usize> = resources.map(|(index, element)| (element.name, index)).collect();
        let by = |element: &Element<'_>| {
            let ids = element.nodes.into_iter().flatten().flat_map(reference::ids);
            ids.filter_map(|id| resources.get(id).copied()).collect()
        };
        let is_new_or_old = |element: &Element<'_>| element.nodes.iter().any(Option::is_none);
        let beside = |element: &Element<'_>| {
            let others = grounds.elements.iter().enumerate();
            let is_beside = |other: &Element<'_>| element.is_another && is_new_or_old(other) && kind(other) == kind(element);
            others.filter(|(_, other)| is_beside(other)).map(|(index, _)| index).collect()
        };
        Read { by: grounds.elements.iter().map(by).collect(), beside: grounds.elements.iter().map(beside).collect() }
    }

    /// An element with those that it reads, as far as they matter.
    fn by(&self, index: usize, matters: impl Fn(usize) -> bool) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut waiting = vec![index];
        while let Some(index) = waiting.pop() {
            if found.insert(index) {
                waiting.extend(self.by[index].iter().filter(|read| matters(**read)));
            }
        }
        found.extend(&self.beside[index]);
        found
    }
}

/// The type of a resource.
fn kind<'a>(element: &Element<'a>) -> Option<&'a str> {
    element.nodes.into_iter().flatten().find_map(|node| node.get("Type")?.as_str())
}

/// What a plan follows, or should.
fn names(plan: &Plan<'_>) -> BTreeSet<String> {
    plan.axes.iter().map(Axis::name).chain(plan.left_out.iter().cloned()).collect()
}

/// Puts what was found of some elements in the place of what was told of them.
fn put_in(found: Told, elements: &[&Element<'_>], told: &mut Told) {
    let is_own = |section: &str, name: &str| elements.iter().any(|element| (element.section, element.name) == (section, name));
    let is_output = |path: &Path<'_>| {
        let mut names = path.names();
        matches!((names.next(), names.next()), (Some(section), Some(name)) if is_own(section, name))
    };
    let is_about = |id: &str| is_own("Resources", id) || is_own("Outputs", id);
    told.change.resources.retain(|resource| !is_own("Resources", &resource.id));
    told.change.resources.extend(found.change.resources.into_iter().filter(|resource| is_own("Resources", &resource.id)));
    told.change.others.retain(|change| !is_output(&change.path));
    told.change.others.extend(found.change.others.into_iter().filter(|change| is_output(&change.path)));
    told.headlines.retain(|headline| !is_about(&headline.id));
    told.headlines.extend(found.headlines.into_iter().filter(|headline| is_about(&headline.id)));
    let new = found.change.unknown.into_iter().filter(|one| !told.change.unknown.contains(one)).collect::<Vec<_>>();
    told.change.unknown.extend(new);
}
