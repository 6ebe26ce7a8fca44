//! What is told of several resources in the same words is told once.

use std::fmt::Write as _;

use indexmap::IndexMap;

use super::words::{self, Words};
use crate::diff::{Headline, ResourceChange, StackChange};
use crate::template::listed;

/// The names that are given of those of which a headline says the same.
const NAMED: usize = 12;

/// A headline, and those that say the same of others.
pub(super) struct Same<'a> {
    pub headline: &'a Headline,
    /// Of which others it is told: `the same for Invoices, Orders`.
    pub others: Option<String>,
    /// The way out, where the next headline does not have the same.
    pub way_out: Option<&'a str>,
}

/// The headlines in their order, those that differ in the resource alone told together.
pub(super) fn headlines(all: &[Headline]) -> Vec<Same<'_>> {
    // What is about no resource is told alone.
    let said = |(index, headline): (usize, &Headline)| match headline.id.as_str() {
        "" => (index, String::new()),
        id => (usize::MAX, headline.message.replace(id, "\0")),
    };
    let mut groups: IndexMap<_, Vec<&Headline>> = IndexMap::new();
    for (index, headline) in all.iter().enumerate() {
        let place = (headline.kind, headline.code, headline.stack.as_str());
        groups.entry((said((index, headline)), place)).or_default().push(headline);
    }
    let groups: Vec<Vec<&Headline>> = groups.into_values().collect();
    let way_out = |group: &[&Headline]| (group[0].kind, group[0].way_out.clone());
    let told = groups.iter().enumerate().map(|(index, group)| {
        let is_repeated = groups.get(index + 1).is_some_and(|next| way_out(next) == way_out(group));
        Same { headline: group[0], others: others(group), way_out: (!is_repeated).then_some(group[0].way_out.as_str()) }
    });
    told.collect()
}

/// `the same for Invoices, Orders; for Users where Stage = prod`
fn others(group: &[&Headline]) -> Option<String> {
    let [first, rest @ ..] = group else { return None };
    let mut cases: Vec<(Option<&str>, Vec<&str>)> = Vec::new();
    for headline in rest {
        let under = headline.under.as_deref();
        match cases.iter_mut().find(|(known, _)| *known == under) {
            Some((_, ids)) => ids.push(&headline.id),
            None => cases.push((under, vec![&headline.id])),
        }
    }
    cases.sort_by_key(|(under, _)| *under != first.under.as_deref());
    let mut told = String::new();
    for (index, (under, ids)) in cases.iter().enumerate() {
        let start = if index == 0 { "the same for" } else { "; for" };
        let said = words::under(listed(ids, NAMED), under.filter(|under| first.under.as_deref() != Some(*under)));
        let _ = write!(told, "{start} {said}");
        if under.is_none() && first.under.is_some() {
            told.push_str(" in every case");
        }
    }
    (!told.is_empty()).then_some(told)
}

/// Resources of one type to which the same happens.
pub(super) struct Alike<'a> {
    pub ids: Vec<&'a str>,
    pub first: &'a ResourceChange,
    /// What happens to each.
    pub verdict: String,
    /// What is said below their line.
    pub body: String,
}

/// The resources that are worth a line, the gravest first, those that read alike together as long as their names have room.
pub(super) fn resources<'a>(
    stack: &'a StackChange,
    words: &Words,
    room: usize,
    mut body: impl FnMut(&'a ResourceChange) -> String,
) -> Vec<Alike<'a>> {
    let mut groups: Vec<Alike> = Vec::new();
    for resource in words::by_gravity(stack) {
        let verdict = words::under(words.verdict(resource), resource.under.as_deref());
        let body = body(resource);
        let has_room = |group: &Alike| {
            let length: usize = group.ids.iter().map(|id| id.len() + 2).sum();
            length + resource.id.len() <= room
        };
        let is_alike = |group: &&mut Alike| {
            group.first.verdict == resource.verdict
                && group.first.resource_type == resource.resource_type
                && (&group.verdict, &group.body) == (&verdict, &body)
                // A long value is not shown to its end.
                && group.first.changes == resource.changes
                && !group.ids.contains(&resource.id.as_str())
                && has_room(group)
        };
        match groups.iter_mut().find(is_alike) {
            Some(group) => group.ids.push(&resource.id),
            None => groups.push(Alike { ids: vec![&resource.id], first: resource, verdict, body }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::HeadlineKind;

    fn headline(id: &str, message: String, way_out: &str, under: Option<&str>) -> Headline {
        let mut headline = Headline::new(HeadlineKind::DataLoss, "DIFF201", "shop", id, message, way_out);
        headline.under = under.map(str::to_owned);
        headline
    }

    #[test]
    fn what_is_said_of_several_resources_is_said_once() {
        let lost = |id: &str, under: Option<&str>| headline(id, format!("{id} is removed"), "Keep it.", under);
        let prod = Some("Stage = prod");
        let all = [
            lost("Orders", prod),
            lost("Users", None),
            lost("Invoices", prod),
            lost("Logs", Some("Stage = dev")),
            headline("Orders", "Orders is replaced".to_owned(), "Keep it.", None),
        ];
        let told: Vec<_> =
            headlines(&all).into_iter().map(|same| (same.headline.id.as_str(), same.others, same.way_out)).collect();
        let others = "the same for Invoices; for Users in every case; for Logs where Stage = dev".to_owned();
        assert_eq!(told, [("Orders", Some(others), None), ("Orders", None, Some("Keep it."))]);
    }
}
