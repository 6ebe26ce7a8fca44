//! Who may do more than before: policies that allow more, and refusals that are gone.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::change::{ResourceChange, StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::holders::{Holders, Subject};
use super::processed::Pair;
use super::rename;
use super::statements::{Grant, Name, Policy, Statement, Weight};

/// How many grants a headline names, and how many of the gravest.
const MOST: usize = 6;
const MOST_GRAVE: usize = 24;

/// How many actions one of them names.
const MOST_ACTIONS: usize = 8;

/// What the changed resources of a stack allow more than before.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let renames = rename::of(change);
    let before = pair.before.map(|side| Holders::new(side, &renames));
    let none = BTreeMap::new();
    let after = pair.after.map(|side| Holders::new(side, &none));
    let found = change.resources.iter().filter_map(|resource| {
        let more = more(before.as_ref(), after.as_ref(), resource);
        let was_there = |subject: &Subject| before.as_ref().is_some_and(|side| side.has(subject));
        // What is new with all that it is about is told only where it is wide.
        let is_new = || !after.as_ref().is_some_and(|side| side.subjects(&resource.id).iter().any(was_there));
        let is_new = resource.verdict == Verdict::Add && !more.is_empty() && is_new();
        let account = after.as_ref().and_then(Holders::account);
        let is_told = !more.is_empty() && (!is_new || more.iter().any(|grant| is_wide(grant, account)));
        is_told.then(|| headline(change, resource, more))
    });
    found.collect()
}

/// Whether a grant says more than which of the things that are named may do what with each other: it has wildcards, or lets in another
/// account than that of the stack.
fn is_wide(grant: &Grant, account: Option<&str>) -> bool {
    let is_other = |id: &String| Some(id.as_str()) != account;
    matches!(grant.weight, Weight::Everything | Weight::Wildcard)
        || grant.rest.contains('*')
        || grant.accounts.iter().any(is_other)
}

fn headline(change: &StackChange, resource: &ResourceChange, more: Vec<Grant>) -> Headline {
    let groups = grouped(more);
    // What says most comes first, and is never among the rest.
    let grave = groups.iter().filter(|group| group[0].weight <= Weight::Principal).count();
    let (shown, rest) = groups.split_at(grave.clamp(MOST, MOST_GRAVE).min(groups.len()));
    let words = |is_sure: bool| {
        let words: Vec<String> = shown.iter().filter(|group| group[0].is_sure == is_sure).map(|group| in_words(group)).collect();
        let what = if is_sure { "allows more" } else { "may allow more, depending on values that only a deployment knows" };
        (!words.is_empty()).then(|| format!("{what}: {}", words.join("; ")))
    };
    let told: Vec<String> = [words(true), words(false)].into_iter().flatten().collect();
    let rest: usize = rest.iter().map(Vec::len).sum();
    let rest = if rest == 0 { String::new() } else { format!(" and {rest} more") };
    let message = format!("{} {}{rest}", resource.id, told.join("; it "));
    let way_out = "Read each as if it were given to an attacker; narrow actions and resources to what is used.";
    Headline::new(HeadlineKind::IamWidened, "DIFF501", &change.name, &resource.id, message, way_out)
}

/// The grants with those of one resource, principal and condition together, the gravest first.
fn grouped(mut more: Vec<Grant>) -> Vec<Vec<Grant>> {
    more.sort_by_key(|grant| (grant.weight, !grant.is_sure));
    let mut groups: IndexMap<(String, bool, bool), Vec<Grant>> = IndexMap::new();
    for grant in more {
        let known = groups.entry((grant.rest.clone(), grant.was_denied, grant.is_sure)).or_default();
        if !known.iter().any(|other| other.what == grant.what) {
            known.push(grant);
        }
    }
    groups.into_values().collect()
}

/// Grants that differ in their action only: `s3:GetObject, s3:PutObject on …`.
fn in_words(group: &[Grant]) -> String {
    let (shown, rest) = group.split_at(group.len().min(MOST_ACTIONS));
    let names: Vec<&str> = shown.iter().map(|grant| grant.what.as_str()).collect();
    let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
    let denied = if group[0].was_denied { "no longer denied: " } else { "" };
    format!("{denied}{}{more}{}", names.join(", "), group[0].rest)
}

/// What a resource allows more than was allowed to, or of, those whom its policies are about.
fn more(before: Option<&Holders<'_, '_>>, after: Option<&Holders<'_, '_>>, resource: &ResourceChange) -> Vec<Grant> {
    let own = |side: Option<&Holders<'_, '_>>| side.map(|side| side.own(&resource.id)).unwrap_or_default();
    let (had, has) = (own(before), own(after));
    let mut more = Vec::new();
    if had.is_empty() && has.is_empty() {
        return more;
    }
    // A key lets its account decide by policies, as the default policy of a key does; those are looked at themselves:
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    let is_key = resource.resource_type.starts_with("AWS::KMS::");
    let account = after.and_then(Holders::account);
    let named = has.policies.iter().filter_map(|policy| Some(after?.own(&policy.name.text)));
    let named: Vec<Statement> = named.flat_map(|policy| policy.statements).collect();
    for subject in after.map(|side| side.subjects(&resource.id)).unwrap_or_default() {
        let known = before.map(|side| side.said_of(&subject)).unwrap_or_default();
        let widens = |statement: &&Statement| statement.allows && !(is_key && statement.is_of_own_account(account));
        for statement in has.statements.iter().chain(&named).filter(widens) {
            more.extend(statement.beyond(&known.statements));
        }
    }
    // Nobody is refused, or allowed, what is gone itself.
    let stays = |subject: &Subject| after.is_some_and(|side| side.has(subject));
    for subject in before.map(|side| side.subjects(&resource.id)).unwrap_or_default().iter().filter(|subject| stays(subject)) {
        let known = after.map(|side| side.said_of(subject)).unwrap_or_default();
        for refusal in had.statements.iter().filter(|statement| !statement.allows) {
            more.extend(refusal.beyond(&known.statements));
        }
    }
    let is_new = |policy: &&Policy| {
        // The statements of a policy of the stack are looked at themselves.
        !had.policies.iter().any(|known| known.name.is(&policy.name))
            && after.is_none_or(|side| side.own(&policy.name.text).statements.is_empty())
    };
    let whole =
        |what, weight, is_sure| Grant { was_denied: false, what, rest: String::new(), weight, is_sure, accounts: Vec::new() };
    more.extend(has.policies.iter().filter(is_new).map(|policy| {
        let is_sure = !had.policies.iter().any(|known| known.name.may_be(&policy.name));
        whole(format!("the policy {}", policy.name.text), policy.weight, is_sure)
    }));
    let is_there = stays(&Subject::Resource(resource.id.clone()));
    let same = |boundary: &Name| has.boundary.as_ref().is_some_and(|other| other.is(boundary));
    if let Some(boundary) = had.boundary.as_ref().filter(|boundary| is_there && !same(boundary)) {
        let is_sure = !has.boundary.as_ref().is_some_and(|other| other.may_be(boundary));
        more.push(whole(format!("without the permissions boundary {}", boundary.text), Weight::Everything, is_sure));
    }
    if let Some(authorizer) = had.authorizer.filter(|_| is_there && has.authorizer.is_none()) {
        more.push(whole(format!("calls without the authorization {authorizer}"), Weight::Everything, true));
    }
    more
}
