//! An old template that cannot have been deployed: whatever runs was made of another one, so nobody can say what becomes of it.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::change::{ResourceChange, StackChange, Verdict};
use super::effect::Effect;
use super::headline::{Headline, HeadlineKind};
use super::processed::{Pair, Processed};
use super::{left_out, unmapped};
use crate::language::opaque;
use crate::schema;
use crate::template::{ResourceEntry, function};

/// What CloudFormation refuses of the old side, as far as its values are known: a resource without a property that its type requires, or
/// that reads one which is not there.
/// Only what the new side has proves it: what both lack, or what is removed, another tool may have completed.
pub(super) fn why(pair: &Pair<'_>, change: &StackChange) -> Option<String> {
    let (before, after) = (pair.before?, pair.after?);
    // The stacks of a project pass `check` before they are synthesized.
    let is_of_project = after.side.full_name.is_some();
    if is_of_project || !opaque::macros(before.template()).is_empty() {
        return None;
    }
    let lacking = change.resources.iter().find_map(|resource| {
        let has_type = |side: &Processed<'_>| Some(!side.find(&resource.id)?.resource_type.is_empty());
        if has_type(before) == Some(false) && has_type(after) == Some(true) {
            return Some(format!("{} has no Type", resource.id));
        }
        let lacked = lacked(before, &resource.id)?;
        let still = self::lacked(after, &resource.id).filter(|_| resource.verdict != Verdict::Retype)?;
        let name = lacked.into_iter().find(|name| !still.contains(name))?;
        Some(format!("{} has no {name}, which {} requires", resource.id, before.find(&resource.id)?.resource_type))
    });
    lacking.or_else(|| left_out::why(pair, [before, after])).or_else(|| unmapped::why(pair, [before, after]))
}

/// The required properties that a resource surely lacks, where it surely is there as it is written.
fn lacked<'a>(side: &Processed<'a>, id: &str) -> Option<Vec<&'a str>> {
    let entry = side.find(id).filter(|entry| is_written(side, entry) && side.scope.open_condition(entry.node).is_none())?;
    let required = schema::find(entry.resource_type)?.root().required();
    let properties = match entry.node.get("Properties") {
        None => None,
        Some(_) => side.properties(entry.node).map(|node| node.as_map().filter(|map| !function::has_functions(map))),
    };
    match properties {
        // The whole is a function of which only the deployment knows the outcome.
        Some(None) => None,
        Some(Some(map)) => Some(required.filter(|name| !map.contains_key(name)).collect()),
        None => Some(required.collect()),
    }
}

/// Whether it stands in the file, so that no transform and no loop made it.
fn is_written(side: &Processed<'_>, entry: &ResourceEntry<'_>) -> bool {
    let written = side.side.template.resource(entry.id.as_str());
    written.is_some_and(|written| written.resource_type == entry.resource_type)
}

/// The circumstances under which it cannot have been deployed, each with the reason.
pub(super) fn told(refused: &[(String, BTreeSet<usize>)], under: impl Fn(&BTreeSet<usize>) -> Option<String>) -> Vec<String> {
    let mut by_reason: IndexMap<&str, BTreeSet<usize>> = IndexMap::new();
    for (why, combinations) in refused {
        by_reason.entry(why).or_default().extend(combinations);
    }
    let told = by_reason.iter().filter_map(|(why, set)| {
        Some(format!("a stack where {}, since the old template cannot have been deployed there: {why}", under(set)?))
    });
    told.collect()
}

/// Where there is something to remove.
const EARLIER: &str = "an earlier template made it";

/// Takes back what rests on the old template, and says so. Data may be that of an earlier version of the stack. `alone` are the headlines
/// of the new template where nothing was there before: what is new is open or allows something, whatever runs.
pub(super) fn apply(change: &mut StackChange, headlines: Vec<Headline>, alone: Vec<Headline>, why: &str) -> Vec<Headline> {
    let added = |headline: &Headline| {
        change.resources.iter().find(|resource| resource.id == headline.id && resource.verdict == Verdict::Add)
    };
    let is_about_access = |headline: &Headline| matches!(headline.kind, HeadlineKind::WorldOpen | HeadlineKind::IamWidened);
    let of_new = alone.into_iter().filter(is_about_access).filter_map(|headline| {
        let under = added(&headline)?.under.clone();
        Some(Headline { under, ..headline })
    });
    let of_new: Vec<Headline> = of_new.collect();
    let headlines = headlines.into_iter().filter(|headline| !is_about_access(headline) || added(headline).is_none());
    let headlines: Vec<Headline> = headlines.collect();
    for resource in &mut change.resources {
        match resource.verdict {
            Verdict::Add | Verdict::Metadata => {}
            Verdict::Remove => (resource.under, resource.is_certain) = (Some(EARLIER.to_owned()), false),
            _ => unknown(resource),
        }
    }
    change.unknown.push(format!("what is deployed, since the old template cannot have been deployed: {why}").into());
    change.stored.clear();
    let kept = headlines.into_iter().filter_map(|headline| match headline.kind {
        HeadlineKind::DataLoss => Some(Headline { under: Some(EARLIER.to_owned()), ..headline }),
        HeadlineKind::WorldOpen => Some(headline),
        HeadlineKind::WillFail => ["DIFF104", "DIFF109"].contains(&headline.code).then_some(headline),
        _ => None,
    });
    kept.chain(of_new).collect()
}

fn unknown(resource: &mut ResourceChange) {
    let changes = std::mem::take(&mut resource.changes).into_iter();
    let changes = changes.filter(|change| change.through.is_none()).map(|mut change| {
        (change.effect, change.why, change.may_be_equal) = (Effect::Unknown, "", false);
        change
    });
    *resource = ResourceChange {
        under: resource.under.take(),
        is_certain: resource.is_certain,
        ..ResourceChange::new(
            resource.id.as_str(),
            resource.resource_type.as_str(),
            Verdict::Unknown,
            changes.collect(),
            resource.location,
        )
    };
}
