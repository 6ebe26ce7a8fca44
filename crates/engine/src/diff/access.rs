//! Who may do more than before: policies that allow more, and refusals that are gone.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{ResourceChange, StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::holders::{Holders, Subject};
use super::processed::Pair;
use super::rename;
use super::statements::Statement;

/// How many grants a headline names.
const MOST: usize = 6;

/// What the changed resources of a stack allow more than before.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let renames = rename::of(change);
    let before = pair.before.map(|side| Holders::new(side, &renames));
    let none = BTreeMap::new();
    let after = pair.after.map(|side| Holders::new(side, &none));
    let more = |resource: &ResourceChange| more(before.as_ref(), after.as_ref(), resource);
    change.resources.iter().filter_map(|resource| headline(change, resource, more(resource))).collect()
}

fn headline(change: &StackChange, resource: &ResourceChange, mut more: Vec<String>) -> Option<Headline> {
    let mut seen = BTreeSet::new();
    more.retain(|grant| seen.insert(grant.clone()));
    let is_new = resource.verdict == Verdict::Add;
    if more.is_empty() || is_new && !more.iter().any(|grant| grant.contains('*')) {
        return None;
    }
    // What has a wildcard says most.
    more.sort_by_key(|grant| !grant.contains('*'));
    let shown = &more[..more.len().min(MOST)];
    let rest = if more.len() > MOST { format!(" and {} more", more.len() - MOST) } else { String::new() };
    let message = format!("{} allows more: {}{rest}", resource.id, shown.join("; "));
    let way_out = "Read each as if it were given to an attacker; narrow actions and resources to what is used.";
    Some(Headline::new(HeadlineKind::IamWidened, "DIFF501", &change.name, &resource.id, message, way_out))
}

/// What a resource allows more than was allowed to, or of, those whom its policies are about.
fn more(before: Option<&Holders<'_, '_>>, after: Option<&Holders<'_, '_>>, resource: &ResourceChange) -> Vec<String> {
    let own = |side: Option<&Holders<'_, '_>>| side.map(|side| side.own(&resource.id)).unwrap_or_default();
    let (had, has) = (own(before), own(after));
    let mut more = Vec::new();
    if had.is_empty() && has.is_empty() {
        return more;
    }
    let named = has.policies.iter().filter_map(|policy| Some(after?.own(policy)));
    let named: Vec<Statement> = named.flat_map(|policy| policy.statements).collect();
    for subject in after.map(|side| side.subjects(&resource.id)).unwrap_or_default() {
        let known = before.map(|side| side.said_of(&subject)).unwrap_or_default();
        for statement in has.statements.iter().chain(&named).filter(|statement| statement.allows) {
            more.extend(statement.beyond(&known.statements));
        }
    }
    // Nobody is refused, or allowed, what is gone itself.
    let stays = |subject: &Subject| after.is_some_and(|side| side.has(subject));
    for subject in before.map(|side| side.subjects(&resource.id)).unwrap_or_default().iter().filter(|subject| stays(subject)) {
        let known = after.map(|side| side.said_of(subject)).unwrap_or_default();
        for refusal in had.statements.iter().filter(|statement| !statement.allows) {
            more.extend(refusal.beyond(&known.statements).into_iter().map(|what| format!("no longer denied: {what}")));
        }
    }
    let is_new = |policy: &&String| {
        // The statements of a policy of the stack are looked at themselves.
        !had.policies.contains(policy) && after.is_none_or(|side| side.own(policy).statements.is_empty())
    };
    more.extend(has.policies.iter().filter(is_new).map(|policy| format!("the policy {policy}")));
    let is_there = stays(&Subject::Resource(resource.id.clone()));
    if let Some(boundary) = had.boundary.filter(|boundary| is_there && has.boundary.as_ref() != Some(boundary)) {
        more.push(format!("without the permissions boundary {boundary}"));
    }
    more
}
