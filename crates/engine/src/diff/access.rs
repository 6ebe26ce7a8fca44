//! Who may do more than before: policies that allow more, and refusals that are gone.

use indexmap::IndexMap;

use super::change::{ResourceChange, StackChange, Verdict};
use super::exposure;
use super::grant::{Grant, Weight, united};
use super::headline::{Headline, HeadlineKind};
use super::holders::{Holders, Subject};
use super::said::Policy;
use super::statements::{Name, Statement};

/// How many grants a headline names, and how many of the gravest.
const MOST: usize = 6;
const MOST_GRAVE: usize = 24;

/// How many actions one of them names.
const MOST_ACTIONS: usize = 8;

/// What the changed resources of a stack allow more than before.
pub(super) fn headlines(change: &StackChange, [before, after]: [Option<&Holders<'_, '_>>; 2]) -> Vec<Headline> {
    let found = change.resources.iter().filter_map(|resource| {
        let more = more(before, after, resource);
        // Where the resource itself is there is said of it as a whole.
        let own = after.map(|side| side.when(&resource.id)).unwrap_or_default();
        let more: Vec<Grant> = more.into_iter().map(|grant| Grant { when: grant.when.without(&own), ..grant }).collect();
        let was_there = |subject: &Subject| before.is_some_and(|side| side.has(subject));
        // What is new with all that it is about is told only where it is wide.
        let is_new = || !after.is_some_and(|side| side.subjects(&resource.id).iter().any(was_there));
        let is_new = resource.verdict == Verdict::Add && !more.is_empty() && is_new();
        let account = after.and_then(Holders::account);
        // In the policy of a key, `*` is the key: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
        let is_of_key = resource.resource_type.starts_with("AWS::KMS::");
        let is_told = !more.is_empty() && (!is_new || more.iter().any(|grant| is_wide(grant, account, is_of_key)));
        is_told.then(|| headline(change, resource, more))
    });
    found.collect()
}

/// Whether a grant says more than which of the things that are named may do what with each other: it has wildcards, or lets in another
/// account than that of the stack.
fn is_wide(grant: &Grant, account: Option<&str>, is_of_key: bool) -> bool {
    let is_other = |id: &String| Some(id.as_str()) != account;
    let on = grant.rest.strip_prefix(" on ").and_then(|rest| rest.split([' ', ',']).next()).unwrap_or_default();
    let has_wildcard = grant.what.contains('*')
        || grant.rest.replacen(on, "", 1).contains('*')
        || on.contains('*') && !is_within(on) && !(is_of_key && on == "*");
    let is_whole = grant.weight == Weight::Wildcard && grant.rest.is_empty();
    grant.weight == Weight::Everything || is_whole || has_wildcard || grant.accounts.iter().any(is_other)
}

/// Whether the wildcard of an ARN stands for all that is in the one thing that is named: the objects of a bucket, the indexes of a table.
fn is_within(arn: &str) -> bool {
    let Some(named) = arn.strip_suffix("/*").filter(|named| !named.contains('*')) else { return false };
    named.contains(":s3:::") || named.contains(":table/") && named.ends_with("/index")
}

fn headline(change: &StackChange, resource: &ResourceChange, more: Vec<Grant>) -> Headline {
    let groups = grouped(more);
    // What says most comes first, and is never among the rest.
    let grave = groups.iter().filter(|group| group[0].weight <= Weight::Principal || group[0].escalates()).count();
    let (shown, rest) = groups.split_at(grave.clamp(MOST, MOST_GRAVE).min(groups.len()));
    let mut told: IndexMap<String, Vec<String>> = IndexMap::new();
    let mut sorted: Vec<&Vec<Grant>> = shown.iter().collect();
    sorted.sort_by_key(|group| !group[0].is_sure);
    for group in sorted {
        told.entry(group[0].surety()).or_default().push(in_words(group));
    }
    let told: Vec<String> = told.into_iter().map(|(what, words)| format!("{what}: {}", words.join("; "))).collect();
    let rest: usize = rest.iter().map(Vec::len).sum();
    let rest = if rest == 0 { String::new() } else { format!(" and {rest} more") };
    let message = format!("{} {}{rest}", resource.id, told.join("; it "));
    let way_out = "Read each as if it were given to an attacker; narrow actions and resources to what is used.";
    Headline::new(HeadlineKind::IamWidened, "DIFF501", &change.name, &resource.id, message, way_out)
}

/// The grants with those of one resource, principal and condition together, the gravest first.
fn grouped(more: Vec<Grant>) -> Vec<Vec<Grant>> {
    let mut more = united(more);
    more.sort_by_key(|grant| (grant.weight.min(Weight::Wildcard), !grant.escalates(), grant.weight, !grant.is_sure));
    let mut groups: IndexMap<(String, bool, String), Vec<Grant>> = IndexMap::new();
    for grant in more {
        let rest = format!("{}{}", grant.rest, grant.when.words());
        let known = groups.entry((rest, grant.was_denied, grant.surety())).or_default();
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
    format!("{denied}{}{more}{}{}", names.join(", "), group[0].rest, group[0].when.words())
}

/// What a bucket blocked of public access, and does not any more.
fn unblocked(before: Option<&Holders<'_, '_>>, after: Option<&Holders<'_, '_>>, resource: &ResourceChange) -> Option<Grant> {
    if resource.resource_type != exposure::BUCKET {
        return None;
    }
    let (old, new) = (before?.properties(&resource.id)?, after?.properties(&resource.id)?);
    let flags = exposure::unblocked(old, new);
    let what = format!("what {} refused", flags.join(", "));
    (!flags.is_empty()).then(|| Grant { what, weight: Weight::Everything, is_sure: true, ..Grant::default() })
}

/// What a resource allows more than was allowed to, or of, those whom its policies are about.
fn more(before: Option<&Holders<'_, '_>>, after: Option<&Holders<'_, '_>>, resource: &ResourceChange) -> Vec<Grant> {
    let own = |side: Option<&Holders<'_, '_>>| side.map(|side| side.own(&resource.id)).unwrap_or_default();
    let (had, has) = (own(before), own(after));
    let mut more = Vec::new();
    // The policy of an endpoint gives nobody anything: it bounds what passes, and without one everything does.
    // https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
    let is_first_bound = resource.resource_type == "AWS::EC2::VPCEndpoint" && had.statements.is_empty();
    more.extend(unblocked(before, after, resource));
    if had.is_empty() && has.is_empty() || is_first_bound {
        return more;
    }
    // A key lets its account decide by policies, as the default policy of a key does; those are looked at themselves:
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    let is_key = resource.resource_type.starts_with("AWS::KMS::");
    let account = after.and_then(Holders::account);
    let named = after.map(|side| side.of_named(&has)).unwrap_or_default();
    for subject in after.map(|side| side.subjects(&resource.id)).unwrap_or_default() {
        let known = before.map(|side| side.said_of(&subject)).unwrap_or_default();
        let widens = |statement: &&Statement| statement.allows && !(is_key && statement.is_of_own_account(account));
        // What a policy allowed that is gone and is not read may be what is allowed now.
        let stays = after.map(|side| side.said_of(&subject)).unwrap_or_default();
        let is_lost = |policy: &&Policy| {
            let is_read = policy.statement().is_some() || !before.is_none_or(|side| side.own(&policy.name.text).is_empty());
            !is_read && !stays.policies.iter().any(|other| other.name.text == policy.name.text)
        };
        let lost = known.policies.iter().find(is_lost).map(|policy| policy.name.text.clone());
        let unless_lost = |grant: Grant| Grant { is_sure: grant.is_sure && lost.is_none(), unless: lost.clone(), ..grant };
        let statements = has.statements.iter().chain(&named).filter(widens);
        let there = after.map(|side| side.when_there(&subject)).unwrap_or_default();
        for statement in statements.map(|statement| statement.clone().where_also(&there)) {
            let beyond = statement.beyond(&known.statements).into_iter();
            // Whom a role trusts, its policies do not say.
            more.extend(beyond.map(|grant| if statement.is_of_identity() { unless_lost(grant) } else { grant }));
        }
    }
    // Nobody is refused, or allowed, what is gone itself.
    let stays = |subject: &Subject| after.is_some_and(|side| side.has(subject));
    for subject in before.map(|side| side.subjects(&resource.id)).unwrap_or_default().iter().filter(|subject| stays(subject)) {
        let known = after.map(|side| side.said_of(subject)).unwrap_or_default();
        let there = after.map(|side| side.when_there(subject)).unwrap_or_default();
        for refusal in had.statements.iter().filter(|statement| !statement.allows) {
            more.extend(refusal.clone().where_also(&there).beyond(&known.statements));
        }
    }
    // The statements of a policy of the stack are looked at themselves.
    let is_read = |policy: &&Policy| after.is_some_and(|side| !side.own(&policy.name.text).statements.is_empty());
    let whole = |what, weight, is_sure| Grant { what, weight, is_sure, ..Grant::default() };
    // A policy of AWS that says no more than is allowed already.
    let subject = Subject::Resource(resource.id.clone());
    let known = before.map(|side| side.said_of(&subject)).unwrap_or_default();
    let is_more = |policy: &&Policy| policy.statement().is_none_or(|said| !said.beyond(&known.statements).is_empty());
    more.extend(has.policies.iter().filter(|policy| !is_read(policy)).filter(is_more).filter_map(|policy| {
        let same = had.policies.iter().filter(|known| known.is(policy)).map(|known| &known.when);
        let when = policy.when.beyond(&same.collect::<Vec<_>>())?;
        let is_sure =
            when.are_surely_possible(&policy.when) && !had.policies.iter().any(|known| !known.is(policy) && known.may_be(policy));
        Some(Grant { when, ..whole(format!("the policy {}", policy.name.text), policy.weight, is_sure) })
    }));
    let is_there = stays(&subject);
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
