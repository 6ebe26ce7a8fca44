//! Listeners that are turned to a target group that is new and empty: nobody answers until its targets are in it and healthy.
//!
//! CloudFormation makes the new group, updates the listener or rule, and only then what registers targets, which waits for the listener.

use super::change::{StackChange, Verdict};
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
    let verdict = |id: &str| change.resources.iter().find(|one| one.id == id).map(|one| one.verdict);
    let is_new = |id: &str| matches!(verdict(id), Some(Verdict::Add | Verdict::Replace));
    if !change.resources.iter().any(|one| one.resource_type == listener::TARGET_GROUP && is_new(&one.id)) {
        return Vec::new();
    }
    let served: Vec<&str> = listener::forwarders(&before.scope)
        .into_iter()
        .filter(|(_, actions)| actions.ids().iter().any(|id| is_group(before, id)))
        .map(|(by, _)| by.id)
        .collect();
    let mut told: Vec<Headline> = Vec::new();
    for (by, actions) in listener::forwarders(&after.scope) {
        let groups: Vec<&str> = actions.ids().into_iter().filter(|id| is_group(after, id)).collect();
        let is_empty = |id: &&str| is_new(id) && !has_targets(after, id);
        let (false, true) = (is_new(by.id), served.contains(&by.id) && groups.iter().all(is_empty)) else { continue };
        let Some(group) = groups.first() else { continue };
        if told.iter().any(|one| one.id == *group) {
            continue;
        }
        let until = match registers(after, group) {
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

/// What brings targets into a group.
fn registers<'a>(side: &Processed<'a>, group: &str) -> Option<&'a str> {
    let found = side.present().find(|entry| {
        let property = REGISTERS.iter().find(|(kind, _)| *kind == entry.resource_type).map(|(_, property)| *property);
        let value = property.and_then(|name| side.properties(entry.node)?.get(name));
        value.is_some_and(|value| reference::ids(value).contains(&group))
    });
    found.map(|entry| entry.id.as_str())
}
