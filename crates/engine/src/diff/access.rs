//! Who may do more than before: policies that allow more, and refusals that are gone.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{ResourceChange, StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::holders::{Holders, Subject};
use super::processed::Pair;
use super::rename;
use super::statements::{Grant, Statement, Weight};

/// How many grants a headline names, and how many of the gravest.
const MOST: usize = 6;
const MOST_GRAVE: usize = 24;

/// What the changed resources of a stack allow more than before.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let renames = rename::of(change);
    let before = pair.before.map(|side| Holders::new(side, &renames));
    let none = BTreeMap::new();
    let after = pair.after.map(|side| Holders::new(side, &none));
    let more = |resource: &ResourceChange| more(before.as_ref(), after.as_ref(), resource);
    change.resources.iter().filter_map(|resource| headline(change, resource, more(resource))).collect()
}

fn headline(change: &StackChange, resource: &ResourceChange, mut more: Vec<Grant>) -> Option<Headline> {
    let mut seen = BTreeSet::new();
    more.retain(|grant| seen.insert(grant.words.clone()));
    let is_new = resource.verdict == Verdict::Add;
    if more.is_empty() || is_new && !more.iter().any(|grant| grant.words.contains('*') || grant.weight == Weight::Everything) {
        return None;
    }
    // What says most comes first, and is never among the rest.
    more.sort_by_key(|grant| (grant.weight, !grant.is_sure));
    let grave = more.iter().filter(|grant| grant.weight <= Weight::Principal).count();
    let (shown, rest) = more.split_at(grave.clamp(MOST, MOST_GRAVE).min(more.len()));
    let words = |is_sure: bool| {
        let words: Vec<&str> = shown.iter().filter(|grant| grant.is_sure == is_sure).map(|grant| grant.words.as_str()).collect();
        let what = if is_sure { "allows more" } else { "may allow more, where a parameter had another value" };
        (!words.is_empty()).then(|| format!("{what}: {}", words.join("; ")))
    };
    let told: Vec<String> = [words(true), words(false)].into_iter().flatten().collect();
    let rest = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
    let message = format!("{} {}{rest}", resource.id, told.join("; it "));
    let way_out = "Read each as if it were given to an attacker; narrow actions and resources to what is used.";
    Some(Headline::new(HeadlineKind::IamWidened, "DIFF501", &change.name, &resource.id, message, way_out))
}

/// What a resource allows more than was allowed to, or of, those whom its policies are about.
fn more(before: Option<&Holders<'_, '_>>, after: Option<&Holders<'_, '_>>, resource: &ResourceChange) -> Vec<Grant> {
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
            let gone = refusal.beyond(&known.statements).into_iter();
            more.extend(gone.map(|gone| Grant { words: format!("no longer denied: {}", gone.words), ..gone }));
        }
    }
    let is_new = |policy: &&String| {
        // The statements of a policy of the stack are looked at themselves.
        !had.policies.contains(policy) && after.is_none_or(|side| side.own(policy).statements.is_empty())
    };
    // Its one statement allows everything.
    let weight = |policy: &str| if policy.ends_with(":policy/AdministratorAccess") { Weight::Everything } else { Weight::Named };
    let whole = |words, weight| Grant { words, weight, is_sure: true };
    more.extend(has.policies.iter().filter(is_new).map(|policy| whole(format!("the policy {policy}"), weight(policy))));
    let is_there = stays(&Subject::Resource(resource.id.clone()));
    if let Some(boundary) = had.boundary.filter(|boundary| is_there && has.boundary.as_ref() != Some(boundary)) {
        more.push(whole(format!("without the permissions boundary {boundary}"), Weight::Everything));
    }
    more
}
