//! The headlines of one stack.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use indexmap::IndexMap;

use super::change::{Change, ResourceChange, StackChange, Verdict};
use super::effect::Effect;
use super::headline::{Headline, HeadlineKind};
use super::holders::Holders;
use super::kept::{self, Kept};
use super::processed::Pair;
use super::{
    access, defaults, emptied, exposure, failures, host_names, open, rename, replaced_if, secret_sources, stack_sets, unserved,
    updates, weights,
};
use crate::language::read::listener::LISTENER;
use crate::language::{NESTED, reference};
use crate::schema;
use crate::template::path::{Path, Step};

/// The headlines of one stack.
pub(super) fn of(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let mut found = failures::of(pair, change);
    for resource in &change.resources {
        found.extend(data_loss(pair, change, resource));
        found.extend(stack_sets::data_loss(pair, change, resource));
        found.extend(nested_data_loss(pair, change, resource));
        found.extend(downtime(pair, change, resource));
        found.extend(weights::reset(pair, change, resource));
    }
    found.extend(emptied::headlines(pair, change));
    found.extend(unserved::headlines(pair, change));
    found.extend(secret_sources::headlines(change));
    let (successors, none) = (rename::successors(pair, change), BTreeMap::new());
    let before = pair.before.map(|side| Holders::new(side, &successors));
    let after = pair.after.map(|side| Holders::new(side, &none));
    let holders = [before.as_ref(), after.as_ref()];
    found.extend(access::headlines(change, holders));
    found.extend(open::headlines(pair, change, &successors));
    found.extend(exposure::headlines(pair, change, holders));
    found
}

/// What is said where nothing else of the deployment deletes data.
const LEFT_TO_HANDLER: &str = ", if the custom resource that reads it empties it; else its deletion fails, and it stays";

fn data_loss(pair: &Pair<'_>, change: &StackChange, resource: &ResourceChange) -> Option<Headline> {
    let if_replaced = may_be_replaced(pair, resource);
    let resource = if_replaced.as_ref().unwrap_or(resource);
    let (_, policy) = kept::policy(pair, resource)?;
    let is_stateful = schema::is_stateful(&resource.resource_type);
    if !is_stateful || Kept::of(pair, resource).is_some() || kept::is_written(pair, resource) {
        return None;
    }
    let named = format!("{} {}", resource.resource_type, resource.id);
    let message = match resource.verdict {
        // A nested stack is deleted by the deployment of its parent.
        _ if !change.exists && !pair.name.contains('/') => {
            format!("{named} goes with its data once somebody deletes the stack: no plan does")
        }
        Verdict::Remove => format!("{named} is removed, and its data goes with it"),
        _ => {
            let done =
                if if_replaced.is_some() { "may be replaced, and its data would go" } else { "is replaced, and its data goes" };
            match kept::origin(pair, resource) {
                kept::EMPTY => format!("{named} {done} with it"),
                origin => format!("{named} {done} with it; the new one is {origin}"),
            }
        }
    };
    let unless = if kept::is_left_to_handler(pair, resource) { LEFT_TO_HANDLER } else { "" };
    let message = message + unless;
    let way_out = format!("Deploy `{policy}: Retain` on it first, or move the data before.");
    Some(Headline::new(HeadlineKind::DataLoss, "DIFF201", &change.name, &resource.id, message, &way_out))
}

/// The data of a nested stack that goes, as far as nobody knows what is in it.
fn nested_data_loss(pair: &Pair<'_>, change: &StackChange, resource: &ResourceChange) -> Option<Headline> {
    let is_gone = resource.is_nested_stack() && resource.verdict == Verdict::Remove && pair.after.is_some();
    let is_known = pair.before?.side.nested.contains_key(&resource.id) || resource.renamed_from_stack.is_some();
    if !is_gone || is_known || Kept::of(pair, resource).is_some() {
        return None;
    }
    let message =
        format!("{} {} is removed with what is in it, which may hold data: its template is not at hand", NESTED, resource.id);
    let way_out = "Read its resources (`aws cloudformation list-stack-resources`), and deploy `DeletionPolicy: Retain` on it first where they hold data.";
    Some(Headline::new(HeadlineKind::DataLoss, "DIFF201", &change.name, &resource.id, message, way_out))
}

/// A resource that may be replaced, as if it were, so that what a replacement costs is told of it.
fn may_be_replaced(pair: &Pair<'_>, resource: &ResourceChange) -> Option<ResourceChange> {
    let is_open = !replaced_if::changes(pair, resource).is_empty();
    is_open.then(|| ResourceChange { verdict: Verdict::Replace, ..resource.clone() })
}

/// What interrupts the service: the loss of a resource, and every change in it that does so, whatever else happens to it.
fn downtime(pair: &Pair<'_>, change: &StackChange, resource: &ResourceChange) -> Option<Headline> {
    let is_there = !matches!(resource.verdict, Verdict::Add | Verdict::Remove | Verdict::Differs);
    let if_replaced = || {
        let lost = lost(pair, change, &may_be_replaced(pair, resource)?)?;
        Some(format!("it may be replaced; if so, {lost}"))
    };
    let lost = lost(pair, change, resource)
        .or_else(|| host_names::lost(pair, resource))
        .or_else(|| interruption(resource).filter(|_| is_there))
        .or_else(if_replaced);
    let mut why: Vec<String> = lost.into_iter().collect();
    if is_there && resource.resource_type == "AWS::ECS::Service" && stops(resource) {
        why.push("no task is wanted any more".to_owned());
    }
    if why.is_empty() {
        return None;
    }
    let message = format!("{}: {}", resource.id, why.join("; "));
    let way_out = "Plan a window for it, or make the new one beside the old one and move traffic in a second deployment.";
    Some(Headline::new(HeadlineKind::Downtime, "DIFF301", &change.name, &resource.id, message, way_out))
}

/// What users lose with a resource that is removed or replaced.
fn lost(pair: &Pair<'_>, change: &StackChange, resource: &ResourceChange) -> Option<String> {
    let why = match (resource.verdict, resource.resource_type.as_str()) {
        // What no policy deletes goes on serving, and so does the cluster of an instance.
        (Verdict::Remove, _) if matches!(Kept::of(pair, resource), Some(Kept::Itself | Kept::Elsewhere)) => return None,
        (Verdict::Remove, "AWS::ElasticLoadBalancingV2::LoadBalancer") => "the load balancer is removed",
        (Verdict::Remove, "AWS::ECS::Service") => "the service and its tasks are removed",
        (Verdict::Remove, "AWS::EC2::Instance") if pair.after.is_some() && !is_renamed(change, resource) => {
            "the instance is terminated: the volumes that go with it are gone, with what is on them"
        }
        (Verdict::Remove | Verdict::Replace, LISTENER) if pair.after.is_some() => listener_goes(pair, change, resource)
            .then_some("nothing answers any more at its port of the load balancer that stays")?,
        (Verdict::Remove, removed) if pair.after.is_some() => {
            let is_renamed = is_renamed(change, resource);
            match cost(removed) {
                Some(cost) if is_renamed => cost,
                Some(_) => "it is removed, and what uses it loses it",
                None if SERVING.contains(&removed) && !is_renamed => "it is removed, and what uses it loses it",
                None => return None,
            }
        }
        (Verdict::Replace, "AWS::RDS::DBInstance" | "AWS::RDS::DBCluster") => match Kept::of(pair, resource) {
            Some(Kept::Elsewhere) => "the database is replaced; its data is that of the cluster",
            _ => return Some(format!("the database is replaced, and the new one is {}", kept::origin(pair, resource))),
        },
        (Verdict::Replace, "AWS::AutoScaling::AutoScalingGroup") if !waits_for_instances(pair, resource) => {
            "the group is replaced, and nothing waits until the new instances are ready: it has no CreationPolicy"
        }
        (Verdict::Replace, replaced) => cost(replaced)?,
        _ => return None,
    };
    Some(why.to_owned())
}

/// Whether a listener goes from a load balancer that stays: from another one it goes with that, and a new one has its port.
fn listener_goes(pair: &Pair<'_>, change: &StackChange, resource: &ResourceChange) -> bool {
    let named = pair.before.and_then(|side| side.properties(side.find(&resource.id)?.node)?.get("LoadBalancerArn"));
    let ids = named.map(reference::ids).unwrap_or_default();
    let goes = |id: &&str| change.comes_to(id, &[Verdict::Remove, Verdict::Replace, Verdict::MayReplace]);
    !is_renamed(change, resource) && !ids.is_empty() && !ids.iter().any(goes)
}

/// Whether another resource takes the place of a removed one.
fn is_renamed(change: &StackChange, resource: &ResourceChange) -> bool {
    change.resources.iter().any(|other| other.renamed_from.as_ref() == Some(&resource.id))
}

/// What serves, and has no price in what its clients know it by.
const SERVING: [&str; 3] = ["AWS::AutoScaling::AutoScalingGroup", "AWS::RDS::DBCluster", "AWS::RDS::DBInstance"];

/// Whether the old one of a group is deleted only after signals of the new instances.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html>
fn waits_for_instances(pair: &Pair<'_>, group: &ResourceChange) -> bool {
    let entry = pair.after.and_then(|after| after.find(&group.id));
    entry.is_some_and(|entry| entry.node.get("CreationPolicy").is_some())
}

/// What each type costs when it is replaced; the file says where that is known from.
static COSTS: LazyLock<BTreeMap<&str, &str>> =
    LazyLock::new(|| include_str!("data/costs.tsv").lines().filter_map(|line| line.split_once('\t')).collect());

fn cost(resource_type: &str) -> Option<&'static str> {
    COSTS.get(resource_type).copied()
}

/// Whether a change interrupts a resource, surely or where it does not replace it.
fn interrupts(resource: &ResourceChange, change: &Change) -> bool {
    if change.why == defaults::WHY {
        return false;
    }
    let row = || updates::find(&resource.resource_type, &change.path, [change.before.as_ref(), change.after.as_ref()]);
    matches!(change.effect, Effect::Interruption | Effect::MayInterrupt)
        || change.effect == Effect::MayReplace && row().is_some_and(|row| row.or_interrupts)
}

/// What interrupts a resource that is updated, with the cost where it is known.
fn interruption(resource: &ResourceChange) -> Option<String> {
    let mut why: IndexMap<&str, Vec<&str>> = IndexMap::new();
    let interrupting: Vec<&Change> = resource.changes.iter().filter(|change| interrupts(resource, change)).collect();
    if interrupting.is_empty() {
        return None;
    }
    let is_sure = interrupting.iter().any(|change| change.effect != Effect::MayInterrupt && !change.may_be_equal);
    for change in interrupting.into_iter().filter(|change| !change.why.is_empty()) {
        let property = change.path.first().and_then(Step::key).unwrap_or_default();
        let properties = why.entry(change.why).or_default();
        if !properties.contains(&property) {
            properties.push(property);
        }
    }
    let why: Vec<String> = why.iter().map(|(why, properties)| format!("{}: {why}", properties.join(", "))).collect();
    let done = match (resource.verdict, is_sure) {
        (Verdict::Replace, true) => "it is replaced with",
        (Verdict::Replace, false) => "it is replaced, perhaps with",
        (_, true) => "it is updated with",
        (_, false) => "it may be updated with",
    };
    let mut text = format!("{done} some interruption");
    if !why.is_empty() {
        text.push_str(&format!(" ({})", why.join("; ")));
    }
    Some(text)
}

fn stops(service: &ResourceChange) -> bool {
    let count = service.changes.iter().find(|change| change.path == Path::of(["DesiredCount"]));
    count.and_then(|change| change.after.as_ref()).is_some_and(|node| node.scalar().as_deref() == Some("0"))
}
