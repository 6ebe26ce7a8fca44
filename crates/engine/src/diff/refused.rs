//! Updates that a service refuses, so that CloudFormation rolls the stack back.

use std::collections::BTreeSet;

use super::alike::both_alike;
use super::change::{Change, ResourceChange, StackChange, Verdict};
use super::defaults;
use super::effect::{Effect, SAME};
use super::headline::{Headline, HeadlineKind};
use super::processed::Pair;
use super::update_policy;
use super::updates::{self, Row};
use super::{key_names, may_be_equal, show, subnets};
use crate::template::path::Path;
use crate::template::{Node, function};

/// The updates of one resource that fail.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange, resource: &ResourceChange) -> Vec<Headline> {
    if matches!(resource.verdict, Verdict::Add | Verdict::Remove | Verdict::Retype | Verdict::Differs) {
        return Vec::new();
    }
    let told = |message: String, way_out: &str| {
        Headline::new(HeadlineKind::WillFail, "DIFF108", &change.name, &resource.id, message, way_out)
    };
    let mut found: Vec<Headline> = Vec::new();
    for changed in &resource.changes {
        let Some((message, way_out, under)) = of_change(pair, change, resource, changed) else { continue };
        let headline = Headline { under, ..told(message, way_out) };
        if !found.contains(&headline) {
            found.push(headline);
        }
    }
    if resource.verdict == Verdict::Replace {
        found.extend(by_target_tracking(pair, resource).map(|name| {
            let message = format!(
                "{}: PolicyName cannot be changed alone: a target has one target tracking policy for each metric, and {name} is made first",
                resource.id
            );
            told(message, "Keep the name, or remove the policy in one deployment and add it with its new name in the next.")
        }));
        found.extend(by_service_connect(pair, resource).map(|names| {
            let message = format!(
                "{} is replaced, and the new service is made before the old one is deleted: two cannot have the Service Connect names {names}",
                resource.id
            );
            told(message, "Take the names out of the service in a deployment before, or change them together with this change.")
        }));
        return found;
    }
    if found.is_empty() {
        found.extend(subnets::all_gone(pair, change, resource).map(|message| told(message, subnets::WAY_OUT)));
    }
    for one in ONE_AT_A_TIME.iter().filter(|one| one.resource_type == resource.resource_type) {
        found.extend(one.headline(pair, resource).map(|(message, way_out, under)| {
            let headline = told(message, &way_out);
            Headline { under, ..headline }
        }));
    }
    found.extend(pair.after.and_then(|after| update_policy::cannot_roll(resource, after)).map(|[stays, most]| {
        let message = format!(
            "{}: its instances are replaced in batches, and MinInstancesInService, {stays}, must be less than MaxSize, {most}",
            resource.id
        );
        told(message, "Let the group have one instance more, or keep one less in service.")
    }));
    found.extend(beside_version(resource).map(|message| told(message, "Change the version in a deployment of its own.")));
    found.extend(by_code_deploy(pair, resource).map(|property| {
        let message = format!(
            "{}: {property} cannot be changed: the service is deployed by CodeDeploy, which alone changes it",
            resource.id
        );
        told(message, "Make a deployment of CodeDeploy with it, or give the service a new logical id.")
    }));
    found
}

/// What is said of a change that is refused, the way out, and where it is one, if that is not sure.
fn of_change(
    pair: &Pair<'_>,
    change: &StackChange,
    resource: &ResourceChange,
    changed: &Change,
) -> Option<(String, &'static str, Option<String>)> {
    let (row, why) = refusal(pair, change, resource, changed)?;
    let may_be = changed.may_be_equal;
    if may_be && !(changed.why == SAME && row.is_always_refused()) {
        return None;
    }
    let (message, way_out) = by_row(resource, changed, row, why);
    Some((message, way_out, may_be.then(|| format!("{} gets another value", changed.path.property()))))
}

/// What is said of a change that a row refuses, and the way out.
fn by_row(resource: &ResourceChange, changed: &Change, row: &Row, why: &str) -> (String, &'static str) {
    let depth = row.depth() - usize::from(row.stays_in_vpc() && row.is_of_items());
    let listed = changed.path.iter().take(depth).fold(Path::default(), |path, step| path.then(step.clone()));
    let scalar = |node: &Option<Node>| node.as_ref().and_then(Node::scalar);
    let what = match (scalar(&changed.before), scalar(&changed.after)) {
        _ if row.is_always_refused() => "cannot be changed".to_owned(),
        _ if row.stays_in_vpc() && changed.path.names().any(|name| name.contains("Subnet")) => MOVES.to_owned(),
        (Some(before), Some(after)) => format!("cannot go from {before} to {after}"),
        _ if changed.through.is_some() => MOVES.to_owned(),
        _ => "cannot be changed so".to_owned(),
    };
    let message = format!("{}: {} {what}: {}", resource.id, listed.property(), why);
    let way_out = match changed.path.first() {
        Some(step) if step.is_key(INDEXES) => "Add an index with another name, and delete this one in a later deployment.",
        _ => "Keep it, or make a new one under another logical id, move to it, and remove this one in a later deployment.",
    };
    (message, way_out)
}

const MOVES: &str = "cannot move to another VPC";

/// The row by which a change is refused, and why. A resource that is replaced is not updated, but one that is so for another VPC stays bound
/// to its own.
fn refusal(
    pair: &Pair<'_>,
    change: &StackChange,
    resource: &ResourceChange,
    changed: &Change,
) -> Option<(&'static Row, &'static str)> {
    let resource_type = resource.resource_type.as_str();
    let values = [changed.before.as_ref(), changed.after.as_ref()];
    let row = updates::find(resource_type, &changed.path, values)?;
    let is_refused = match &changed.through {
        Some(through) => {
            let mut sources = change.resources.iter().filter(|one| one.id == *through);
            let is_updated = resource.verdict != Verdict::Replace;
            let is_bound = is_updated || changed.effect == Effect::Replace;
            row.is_always_refused() && is_updated || row.stays_in_vpc() && is_bound && sources.any(moves_to_another_vpc)
        }
        None if resource.verdict == Verdict::Replace => false,
        None => row.is_refused(values) || row.stays_in_vpc() && subnets::are_in_another_vpc(pair, change, resource, changed),
    };
    let names_the_same =
        || defaults::is_named(resource_type, &changed.path, values) || key_names::may_be_one(&changed.path, values);
    let beside = || row.beside_refused(pair, &resource.id).filter(|_| resource.verdict != Verdict::Replace);
    let why = is_refused.then_some(row.why).or_else(beside)?;
    (!names_the_same()).then_some((row, why))
}

/// Whether a resource is a subnet that is made anew in another VPC.
pub(super) fn moves_to_another_vpc(resource: &ResourceChange) -> bool {
    resource.resource_type == "AWS::EC2::Subnet"
        && resource.verdict == Verdict::Replace
        && resource.changes.iter().any(|one| one.path == Path::of(["VpcId"]))
}

const INDEXES: &str = "GlobalSecondaryIndexes";

/// A list of which one update adds or removes one item only.
struct OneAtATime {
    resource_type: &'static str,
    list: &'static str,
    name: &'static str,
    called: [&'static str; 2],
}

/// By the pages of the two types in the CloudFormation template reference.
const ONE_AT_A_TIME: [OneAtATime; 3] = [
    OneAtATime { resource_type: "AWS::DynamoDB::Table", list: INDEXES, name: "IndexName", called: ["index", "indexes"] },
    OneAtATime { resource_type: "AWS::DynamoDB::GlobalTable", list: INDEXES, name: "IndexName", called: ["index", "indexes"] },
    OneAtATime { resource_type: "AWS::DynamoDB::GlobalTable", list: "Replicas", name: "Region", called: ["replica", "replicas"] },
];

impl OneAtATime {
    /// What is said where more than one item comes or goes, the way out, and where that is so, if the names of two may be one.
    fn headline(&self, pair: &Pair<'_>, resource: &ResourceChange) -> Option<(String, String, Option<String>)> {
        let sides = [pair.before?, pair.after?];
        let moved: Vec<[Option<&Node>; 2]> = resource.changes.iter().flat_map(|change| self.moved(change)).collect();
        let of = |side: usize| moved.iter().filter_map(move |both| both[side]);
        let is_one = |old: &Node, new: &Node| may_be_equal::are(sides, [Some(old), Some(new)]);
        let pairs: Vec<[&Node; 2]> = of(1).filter_map(|new| Some([of(0).find(|old| is_one(old, new))?, new])).collect();
        let names: Vec<&Node> = of(1).chain(of(0)).collect();
        let [item, items] = self.called;
        // Where two names are one, the item of that name stays.
        let fewest = names.len().saturating_sub(2 * pairs.len());
        if names.len() < 2 {
            return None;
        }
        let shown = |node: &Node| node.scalar().unwrap_or_else(|| show::node(node));
        let told: Vec<String> = names.into_iter().map(shown).collect();
        let message =
            format!("{}: the {items} {} come or go at once, and an update takes one only", resource.id, told.join(", "));
        let differ: Vec<String> =
            pairs.iter().map(|[old, new]| format!("{} is not {}", show::node(new), show::node(old))).collect();
        let under = (fewest < 2).then(|| differ.join(" or "));
        Some((message, format!("Add or delete one {item} in each deployment."), under))
    }

    /// The names of the items that a change removes and adds. A change of the list as a whole may be of any number; another name of an item
    /// is that of another item.
    fn moved<'c>(&self, change: &'c Change) -> Vec<[Option<&'c Node>; 2]> {
        let named = |node: &'c Node| node.get(self.name);
        let names = |node: &'c Option<Node>, is_list: bool| -> Vec<&'c Node> {
            let items = if is_list { node.as_ref().and_then(Node::as_list).unwrap_or_default() } else { node.as_slice() };
            items.iter().filter_map(named).collect()
        };
        let (before, after) = (&change.before, &change.after);
        let is_whole = before.is_none() != after.is_none();
        let one_sided = |is_list| {
            let (old, new) = (names(before, is_list), names(after, is_list));
            old.into_iter().map(|one| [Some(one), None]).chain(new.into_iter().map(|one| [None, Some(one)])).collect()
        };
        match &change.path[..] {
            [list] if list.is_key(self.list) && is_whole => one_sided(true),
            [list, _] if list.is_key(self.list) && is_whole => one_sided(false),
            [list, _, name] if list.is_key(self.list) && name.is_key(self.name) => vec![[before.as_ref(), after.as_ref()]],
            _ => Vec::new(),
        }
    }
}

/// What may change together with the version of a node group: what the same request takes, and tags, which have their own.
const WITH_VERSION: [&str; 5] = ["ForceUpdateEnabled", "LaunchTemplate", "ReleaseVersion", "Tags", "Version"];

/// What is said of the properties of a node group that change beside its version, which is updated alone:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-nodegroup.html>
fn beside_version(resource: &ResourceChange) -> Option<String> {
    if resource.resource_type != "AWS::EKS::Nodegroup" {
        return None;
    }
    let seen = resource.changes.iter().filter(|one| one.effect != Effect::Nothing && !one.may_be_equal);
    let changed: BTreeSet<&str> = seen.filter_map(|one| one.path.first()?.key()).collect();
    let is_versioned = ["ReleaseVersion", "Version"].iter().any(|version| changed.contains(version));
    let others: Vec<&str> = changed.into_iter().filter(|name| is_versioned && !WITH_VERSION.contains(name)).collect();
    let others = (!others.is_empty()).then(|| others.join(", "))?;
    Some(format!("{}: {others} cannot be changed in the update that changes the version of the node group", resource.id))
}

/// The name of a target tracking policy that gets nothing else than another name:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalingpolicy.html>
fn by_target_tracking(pair: &Pair<'_>, resource: &ResourceChange) -> Option<String> {
    if resource.resource_type != "AWS::ApplicationAutoScaling::ScalingPolicy" {
        return None;
    }
    let after = pair.after?;
    let properties = after.properties(after.find(&resource.id)?.node)?;
    let is_tracking = properties.get("TargetTrackingScalingPolicyConfiguration").is_some();
    let names = |one: &Change, name: &str| one.path.begins_with(&[name]);
    let is_about_name = |one: &Change| names(one, "PolicyName") && !one.may_be_equal;
    let is_about_other = |one: &Change| {
        let is_metric = one.path.names().any(|name| name.ends_with("MetricSpecification"));
        let is_target =
            ["ResourceId", "ScalableDimension", "ScalingTargetId", "ServiceNamespace"].iter().any(|name| names(one, name));
        is_metric || is_target || names(one, "PolicyType")
    };
    let is_renamed = resource.changes.iter().any(is_about_name) && !resource.changes.iter().any(is_about_other);
    properties.get("PolicyName").and_then(Node::scalar).filter(|_| is_tracking && is_renamed)
}

/// What only a deployment of CodeDeploy changes:
/// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html>
const BY_CODE_DEPLOY: [&str; 4] = ["TaskDefinition", "LoadBalancers", "NetworkConfiguration", "PlatformVersion"];

/// The properties that change of a service that CodeDeploy deploys, and before the change, too.
fn by_code_deploy(pair: &Pair<'_>, resource: &ResourceChange) -> Option<String> {
    if resource.resource_type != "AWS::ECS::Service" {
        return None;
    }
    let mut sides = [pair.before?, pair.after?].into_iter();
    let is_so = sides.all(|side| {
        let properties = side.find(&resource.id).and_then(|entry| side.properties(entry.node));
        let controller = properties.and_then(|node| node.at_path(&["DeploymentController", "Type"])).and_then(Node::as_str);
        controller == Some("CODE_DEPLOY")
    });
    // Of a choice that nobody knows, another branch may be taken than the one in which something is new.
    let is_open = |one: &Change| one.before == one.after && one.after.as_ref().is_some_and(is_choice);
    let changes =
        |name: &&str| resource.changes.iter().any(|one| !one.may_be_equal && !is_open(one) && one.path.begins_with(&[*name]));
    let found: Vec<&str> = BY_CODE_DEPLOY.into_iter().filter(|name| is_so && changes(name)).collect();
    (!found.is_empty()).then(|| found.join(", "))
}

fn is_choice(node: &Node) -> bool {
    matches!(function::call(node), Some((function::IF, _)))
}

/// The names in Service Connect that a replaced service keeps: each is one of its namespace.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html>
fn by_service_connect(pair: &Pair<'_>, resource: &ResourceChange) -> Option<String> {
    if resource.resource_type != "AWS::ECS::Service" {
        return None;
    }
    let [before, after] = [pair.before?, pair.after?].map(|side| {
        let configuration = side.properties(side.find(&resource.id)?.node)?.get("ServiceConnectConfiguration")?;
        let is_on = configuration.get("Enabled").and_then(Node::scalar).is_none_or(|flag| flag != "false");
        let services = configuration.get("Services").and_then(Node::as_list).unwrap_or_default();
        let named = |service: &Node| service.get("DiscoveryName").or(service.get("PortName")).and_then(Node::scalar);
        let names: BTreeSet<String> = services.iter().filter(|_| is_on).filter_map(named).collect();
        Some((configuration.get("Namespace"), names))
    });
    let ((namespace, had), (other, has)) = (before?, after?);
    let both: Vec<String> = had.intersection(&has).cloned().collect();
    (both_alike(namespace, other) && !both.is_empty()).then(|| both.join(", "))
}
