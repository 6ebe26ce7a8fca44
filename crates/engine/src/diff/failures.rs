//! Changes that CloudFormation refuses or rolls back.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{ResourceChange, StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::processed::{Pair, Processed};
use super::{
    ended, exposure, lambda_versions, left_out, log_buckets, log_groups, notified, refused, taken_in_place, unique_names,
    unmapped, versions,
};
use crate::language::read::listener;
use crate::language::read::resource::{self, Resource};
use crate::template::limits;

/// The failures of one stack.
pub(super) fn of(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let mut found = Vec::new();
    for resource in &change.resources {
        found.extend(retyped(change, resource));
        found.extend(balancer(pair, change, resource));
        found.extend(refused::headlines(pair, change, resource));
        found.extend(versions::headline(pair, change, resource));
    }
    found.extend(unique_names::headlines(pair, change));
    found.extend(taken_in_place::headlines(pair, change));
    found.extend(exposure::refused(pair, change));
    found.extend(moved(pair, change));
    found.extend(unbalanced(pair, change));
    found.extend(limits(pair, change));
    found.extend(unmapped::headlines(pair, change));
    found.extend(left_out::headlines(pair, change));
    found.extend(notified::headlines(pair, change));
    found.extend(lambda_versions::headlines(pair, change));
    found.extend(log_groups::headlines(pair, change));
    found.extend(log_buckets::headlines(pair, change));
    found.extend(ended::headlines(pair, change));
    found
}

fn retyped(change: &StackChange, resource: &ResourceChange) -> Option<Headline> {
    let old = resource.changes.first().filter(|_| resource.verdict == Verdict::Retype)?.before.as_ref()?.as_str()?.to_owned();
    let message = format!(
        "{} was of type {old} and becomes {}; the type of a logical id cannot change",
        resource.id, resource.resource_type
    );
    let way_out = "Give the new resource another logical id.";
    Some(Headline::new(HeadlineKind::WillFail, "DIFF102", &change.name, &resource.id, message, way_out))
}

/// A load balancer that is replaced while its target groups stay: they would serve two load balancers for a while.
fn balancer(pair: &Pair<'_>, change: &StackChange, resource: &ResourceChange) -> Option<Headline> {
    let after = pair.after.filter(|_| resource.verdict == Verdict::Replace && resource.resource_type == listener::BALANCER)?;
    let stays = |id: &str| {
        !change.resources.iter().any(|other| other.id == id && matches!(other.verdict, Verdict::Replace | Verdict::Add))
    };
    let kept: Vec<String> = targets(after, &resource.id).into_iter().filter(|id| stays(id)).collect();
    if kept.is_empty() {
        return None;
    }
    let message = format!(
        "{} is replaced, and its target group{} {} stay{}: a target group serves one load balancer only",
        resource.id,
        if kept.len() == 1 { "" } else { "s" },
        kept.join(", "),
        if kept.len() == 1 { "s" } else { "" },
    );
    let way_out = "Give each target group a new logical id in the same change.";
    Some(Headline::new(HeadlineKind::WillFail, "DIFF103", &change.name, &resource.id, message, way_out))
}

/// A service that gets a target group which has no load balancer yet, and does not wait for one.
fn unbalanced(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let Some(after) = pair.after else { return Vec::new() };
    let verdict = |id: &str| change.resources.iter().find(|resource| resource.id == id);
    let is_new = |id: &str| verdict(id).is_some_and(|resource| matches!(resource.verdict, Verdict::Add | Verdict::Replace));
    let moves = |id: &str| {
        let service = verdict(id).filter(|resource| resource.verdict != Verdict::Add);
        service.is_some_and(|service| service.changes.iter().any(|change| change.path.begins_with(&["LoadBalancers"])))
    };
    let found = listener::unawaited(&after.scope).into_iter();
    let found = found.filter(|found| moves(found.service.id) && (is_new(found.group.id) || is_new(found.listener.id)));
    found
        .map(|found| {
            let (service, group) = (found.service.id, found.group.id);
            let message =
                format!("{service} moves to the target group {group}, and does not wait until that has a load balancer");
            let way_out = format!("Add `DependsOn: {}` to {service}, or deploy the listener first.", found.listener.id);
            Headline::new(HeadlineKind::WillFail, "DIFF106", &change.name, service, message, &way_out)
        })
        .collect()
}

/// A load balancer, the listener or rule of it that forwards, and the target group to which it does.
#[derive(PartialEq)]
struct Forward<'a> {
    balancer: &'a str,
    by: &'a str,
    group: &'a str,
}

/// Everything that listeners and their rules forward, by the target groups.
fn forwards<'a>(side: &'a Processed<'a>) -> Vec<Forward<'a>> {
    let of_type = |kind| -> BTreeMap<&'a str, Resource<'a>> {
        resource::of_type(&side.scope, kind).into_iter().map(|found| (found.id, found)).collect()
    };
    let [balancers, listeners, groups] = [listener::BALANCER, listener::LISTENER, listener::TARGET_GROUP].map(of_type);
    let mut found = Vec::new();
    for (by, actions) in listener::forwarders(&side.scope) {
        let its = if by.kind == listener::LISTENER { vec![by.id] } else { listener::listener(&by).ids() };
        let listeners = its.into_iter().filter_map(|id| listeners.get(id));
        let its: BTreeSet<&'a str> = listeners.flat_map(|listener| listener::balancer(listener).ids()).collect();
        let groups: BTreeSet<&'a str> = actions.ids().into_iter().filter(|id| groups.contains_key(id)).collect();
        for balancer in its.into_iter().filter(|id| balancers.contains_key(id)) {
            found.extend(groups.iter().map(|group| Forward { balancer, by: by.id, group }));
        }
    }
    found
}

/// The target groups to which the listeners of a load balancer, and their rules, forward.
fn targets<'a>(side: &'a Processed<'a>, balancer: &str) -> Vec<String> {
    let its = forwards(side).into_iter().filter(|forward| forward.balancer == balancer);
    let groups: BTreeSet<String> = its.map(|forward| forward.group.to_owned()).collect();
    groups.into_iter().collect()
}

/// A new listener or rule of another load balancer that forwards to a target group, while the one that did so stays, or goes only later.
fn moved(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return Vec::new() };
    let is_forwarder =
        |one: &&ResourceChange| [listener::LISTENER, listener::LISTENER_RULE].contains(&one.resource_type.as_str());
    let mut forwarders = change.resources.iter().filter(is_forwarder);
    if !forwarders.any(|one| matches!(one.verdict, Verdict::Add | Verdict::Replace)) {
        return Vec::new();
    }
    let verdicts: BTreeMap<&str, Verdict> = change.resources.iter().map(|one| (one.id.as_str(), one.verdict)).collect();
    let is_new = |id: &str| matches!(verdicts.get(id), Some(Verdict::Add | Verdict::Replace));
    let goes_late = |id: &str| matches!(verdicts.get(id), Some(Verdict::Remove | Verdict::Replace));
    let now = forwards(after);
    let stays = |old: &Forward<'_>| now.contains(old);
    let held: Vec<Forward<'_>> =
        forwards(before).into_iter().filter(|old| (goes_late(old.by) || stays(old)) && !is_new(old.group)).collect();
    let mut found: Vec<Headline> = Vec::new();
    for new in now.iter().filter(|new| is_new(new.by)) {
        let Some(old) = held.iter().find(|old| old.group == new.group && old.balancer != new.balancer) else { continue };
        let message = format!(
            "{} forwards to the target group {} for {} while {} still does for {}: a target group serves one load balancer only",
            new.by, new.group, new.balancer, old.by, old.balancer
        );
        let way_out = "Give the target group a new logical id in the same change.";
        found.push(Headline::new(HeadlineKind::WillFail, "DIFF103", &change.name, new.by, message, way_out));
    }
    found
}

fn limits(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let Some(after) = pair.after else { return Vec::new() };
    let counted = limits::SECTIONS.into_iter().map(|(name, most)| (name, after.template().count(name), most));
    let over = counted.filter(|(_, count, most)| count > most);
    over.map(|(name, count, most)| {
        let message = format!("the template has {count} {}, the limit is {most}", name.to_lowercase());
        Headline::new(HeadlineKind::WillFail, "DIFF104", &change.name, "", message, "Move some of it into a stack of its own.")
    })
    .collect()
}
