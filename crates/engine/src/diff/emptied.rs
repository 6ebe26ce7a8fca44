//! Listeners that are turned to a target group that is new and empty: nobody answers until its targets are in it and healthy.
//!
//! CloudFormation makes the new group, updates the listener or rule, and only then what registers targets, which waits for the listener.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{ResourceChange, StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::processed::{Pair, Processed};
use crate::language::read::listener;
use crate::language::reference;

/// What brings targets into a group, and the property that names it.
const REGISTERS: [(&str, &str); 2] =
    [("AWS::AutoScaling::AutoScalingGroup", "TargetGroupARNs"), ("AWS::ECS::Service", "LoadBalancers")];

/// The listeners and rules that stay, and forward only to groups that are new.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return Vec::new() };
    let new = change.resources.iter().filter(|one| matches!(one.verdict, Verdict::Add | Verdict::Replace));
    let new: BTreeMap<&str, &ResourceChange> = new.map(|one| (one.id.as_str(), one)).collect();
    if !new.values().any(|one| one.resource_type == listener::TARGET_GROUP) {
        return Vec::new();
    }
    let is_new = |id: &str| new.contains_key(id);
    let registering = registering(after);
    let served: BTreeSet<&str> = listener::forwarders(&before.scope)
        .into_iter()
        .filter(|(_, actions)| actions.ids().iter().any(|id| is_group(before, id)))
        .map(|(by, _)| by.id)
        .collect();
    let mut told: Vec<Headline> = Vec::new();
    for (by, actions) in listener::forwarders(&after.scope) {
        let groups: Vec<&str> = actions.ids().into_iter().filter(|id| is_group(after, id)).collect();
        let is_empty = |id: &&str| is_new(id) && !has_targets(after, id);
        let (false, true) = (is_new(by.id), served.contains(by.id) && groups.iter().all(is_empty)) else { continue };
        let Some(group) = groups.first() else { continue };
        if told.iter().any(|one| one.id == *group) {
            continue;
        }
        let until = match registering.get(group) {
            Some(id) => format!("until the targets of {id} are in it and healthy"),
            None => "until somebody registers its targets anew".to_owned(),
        };
        let message = format!("{group}: {} forwards to the new target group, which is empty {until}", by.id);
        let way_out = "Make the new group with a rule or listener of its own first, let its targets become healthy, and turn the listener to it in a second deployment.";
        told.push(Headline::new(HeadlineKind::Downtime, "DIFF301", &change.name, group, message, way_out));
    }
    told
}

fn is_group(side: &Processed<'_>, id: &str) -> bool {
    side.find(id).is_some_and(|entry| entry.resource_type == listener::TARGET_GROUP)
}

/// Whether a group is made with its targets.
fn has_targets(side: &Processed<'_>, id: &str) -> bool {
    let properties = side.find(id).and_then(|entry| side.properties(entry.node));
    properties.is_some_and(|node| node.get("Targets").is_some())
}

/// By target groups, the first resource that brings targets into each.
fn registering<'a>(side: &Processed<'a>) -> BTreeMap<&'a str, &'a str> {
    let mut found = BTreeMap::new();
    for entry in side.present() {
        let property = REGISTERS.iter().find(|(kind, _)| *kind == entry.resource_type).map(|(_, property)| *property);
        let value = property.and_then(|name| side.properties(entry.node)?.get(name));
        for group in value.map(reference::ids).unwrap_or_default() {
            found.entry(group).or_insert(entry.id.as_str());
        }
    }
    found
}
