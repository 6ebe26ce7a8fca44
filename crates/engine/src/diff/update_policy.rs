//! What a resource itself makes of a change of one of its properties: `UpdatePolicy` decides whether a new one is made, and what its instances do
//! (<https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html>).

use super::change::{Change, ResourceChange};
use super::effect::Effect;
use super::processed::Processed;
use super::{defaults, updates};
use crate::template::path::Step;
use crate::template::{Node, ResourceEntry};

/// Properties whose change makes an Auto Scaling group replace its instances, or itself.
const OF_INSTANCES: [&str; 4] = ["LaunchConfigurationName", "LaunchTemplate", "MixedInstancesPolicy", "VPCZoneIdentifier"];

const ROLLING: &str = "AutoScalingRollingUpdate";

/// Puts what the policy and the rest of the resource say into a change of a property.
pub(super) fn apply<'a>(change: &mut Change, sides: [&Processed<'a>; 2], entries: [&ResourceEntry<'a>; 2]) {
    let ([_, after], [_, entry]) = (sides, entries);
    let policy = Policy(entry.node.get("UpdatePolicy"), after);
    let row = updates::find(entry.resource_type, &change.path, [change.before.as_ref(), change.after.as_ref()]);
    let stays = row.and_then(updates::Row::unless).map(|name| policy.is_true(&[name]));
    match stays {
        Some(Some(true)) => (change.effect, change.why) = (hedged(change, Effect::Update), ""),
        Some(None) => change.effect = Effect::MayReplace,
        Some(Some(false)) | None => {}
    }
    if let Some((sibling, is_sure)) = row.and_then(|row| row.beside(sides, entries))
        && let Some(effect) = sibling.effect
    {
        match is_sure {
            true => (change.effect, change.why) = (hedged(change, effect), sibling.why),
            false => change.effect = Effect::MayReplace,
        }
    }
    defaults::apply(change, entry.resource_type, after.properties(entry.node));
    if let Some((effect, why)) = of_type(entry.resource_type, change, &policy, after.properties(entry.node)) {
        (change.effect, change.why) = (hedged(change, effect), why);
    }
}

/// An effect, where both values may be equal.
fn hedged(change: &Change, effect: Effect) -> Effect {
    if change.may_be_equal { effect.hedged() } else { effect }
}

fn of_type(
    resource_type: &str,
    change: &Change,
    policy: &Policy<'_, '_>,
    properties: Option<&Node>,
) -> Option<(Effect, &'static str)> {
    let property = change.path.first().and_then(Step::key)?;
    match resource_type {
        // The schema says of these only that a policy decides.
        "AWS::AutoScaling::AutoScalingGroup" if OF_INSTANCES.contains(&property) => {
            Some(of_group(policy, properties).unwrap_or(match (property, &change.before) {
                // By the page of the type, an update with some interruptions: a new subnet takes none of them.
                ("VPCZoneIdentifier", Some(_)) => {
                    (Effect::Interruption, "Auto Scaling replaces the instances that are in a subnet that goes")
                }
                ("VPCZoneIdentifier", None) => (Effect::Update, "Auto Scaling balances the instances over the subnets"),
                _ => (Effect::Update, "running instances stay as they are: no update policy replaces them"),
            }))
        }
        "AWS::AppStream::Fleet"
            if matches!(change.effect, Effect::MayUpdate | Effect::Update)
                && policy.is_true(&["StopBeforeUpdate"]) == Some(true) =>
        {
            Some((Effect::Interruption, "the update policy StopBeforeUpdate stops the fleet for it"))
        }
        "AWS::ECS::Service" if property == "TaskDefinition" => stops_first(properties?),
        "AWS::Lambda::Alias" if property == "FunctionVersion" && policy.has("CodeDeployLambdaAliasUpdate") => {
            Some((Effect::Update, "CodeDeploy moves the traffic, as the update policy says"))
        }
        _ => None,
    }
}

/// What a new task definition does where no task of it may start before the ones that run stop, and all of these may.
///
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html>
fn stops_first(service: &Node) -> Option<(Effect, &'static str)> {
    let text = |path: &[&str]| service.at_path(path).and_then(Node::scalar);
    let percent = |name: &str| text(&["DeploymentConfiguration", name])?.parse::<u64>().ok();
    let is_rolled = text(&["DeploymentController", "Type"]).is_none_or(|kind| kind == "ECS");
    let is_daemon = text(&["SchedulingStrategy"]).is_some_and(|strategy| strategy != "REPLICA");
    let (Some(0), Some(most), true) = (percent("MinimumHealthyPercent"), percent("MaximumPercent"), is_rolled && !is_daemon)
    else {
        return None;
    };
    match text(&["DesiredCount"]).and_then(|count| count.parse::<u64>().ok()) {
        Some(1) if most < 200 => Some((Effect::Interruption, "its one task stops before the next one starts")),
        _ if most <= 100 => Some((Effect::MayInterrupt, "all its tasks may stop before the next ones start")),
        _ => None,
    }
}

/// How a rolling update of a group cannot begin: `[instances that stay in service, the most that there may be]`, where the first is not less
/// than the second.
pub(super) fn cannot_roll(resource: &ResourceChange, after: &Processed<'_>) -> Option<[u64; 2]> {
    let entry = after.find(&resource.id).filter(|entry| entry.resource_type == "AWS::AutoScaling::AutoScalingGroup")?;
    let policy = Policy(entry.node.get("UpdatePolicy"), after);
    let is_rolled = |one: &Change| !one.may_be_equal && OF_INSTANCES.iter().any(|name| one.path.begins_with(&[*name]));
    let stays = policy.number(&[ROLLING, "MinInstancesInService"], 0).filter(|_| policy.has(ROLLING))?;
    let most = after.properties(entry.node)?.get("MaxSize").and_then(Node::scalar)?.parse().ok()?;
    (stays >= most && stays > 0 && resource.changes.iter().any(is_rolled)).then_some([stays, most])
}

/// What becomes of the instances of an Auto Scaling group by its update policy; nothing where there is none.
fn of_group(policy: &Policy<'_, '_>, properties: Option<&Node>) -> Option<(Effect, &'static str)> {
    match policy.is_true(&["AutoScalingReplacingUpdate", "WillReplace"]) {
        Some(true) => return Some((Effect::Replace, "by the update policy AutoScalingReplacingUpdate")),
        None => return Some((Effect::MayReplace, "where the update policy AutoScalingReplacingUpdate says so")),
        Some(false) => {}
    }
    if !policy.has(ROLLING) {
        return None;
    }
    let number = |name: &str, default| policy.number(&[ROLLING, name], default);
    let of_group =
        |name: &str| properties.and_then(|node| node.get(name)).and_then(Node::scalar).and_then(|text| text.parse::<u64>().ok());
    let size = of_group("DesiredCapacity").or_else(|| of_group("MinSize"));
    Some(match (number("MinInstancesInService", 0), number("MaxBatchSize", 1), size) {
        (Some(0), Some(batch), Some(size)) if size > 0 && batch >= size => {
            (Effect::Interruption, "all instances are replaced at once: the update policy keeps none in service")
        }
        (Some(0), ..) => {
            (Effect::Update, "instances are replaced in batches; the update policy keeps none of a batch in service")
        }
        _ => (Effect::Update, "instances are replaced in batches, as the update policy says"),
    })
}

/// An update policy, as far as its values are known.
struct Policy<'p, 'a>(Option<&'a Node>, &'p Processed<'a>);

impl Policy<'_, '_> {
    fn at(&self, path: &[&str]) -> Option<&Node> {
        self.0.and_then(|node| node.at_path(path)).and_then(|node| self.1.value(node))
    }

    fn has(&self, name: &str) -> bool {
        self.at(&[name]).is_some()
    }

    /// Whether an entry is true; nothing where only the deployment knows it.
    fn is_true(&self, path: &[&str]) -> Option<bool> {
        self.at(path).map_or(Some(false), |node| node.scalar().map(|text| text == "true"))
    }

    fn number(&self, path: &[&str], default: u64) -> Option<u64> {
        self.at(path).map_or(Some(default), |node| node.scalar()?.parse().ok())
    }
}
