//! The headlines of one stack.

use super::change::{Change, ResourceChange, StackChange, Verdict};
use super::headline::{Headline, Kind};
use super::processed::Pair;
use super::{access, failures, open};
use crate::template::Node;
use crate::template::path::Path;

/// Types that hold data which only they have.
const STATEFUL: [&str; 22] = [
    "AWS::Cognito::UserPool",
    "AWS::DocDB::DBCluster",
    "AWS::DocDB::DBInstance",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::EC2::Volume",
    "AWS::ECR::Repository",
    "AWS::EFS::FileSystem",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::KMS::Key",
    "AWS::Kinesis::Stream",
    "AWS::Logs::LogGroup",
    "AWS::Neptune::DBCluster",
    "AWS::OpenSearchService::Domain",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
    "AWS::S3::Bucket",
    "AWS::SQS::Queue",
    "AWS::SSM::Parameter",
    "AWS::SecretsManager::Secret",
];

/// Policies that keep the data.
const KEEPS: [&str; 3] = ["Retain", "RetainExceptOnCreate", "Snapshot"];

/// The headlines of one stack.
pub(super) fn of(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let mut found = failures::of(pair, change);
    for resource in &change.resources {
        found.extend(data_loss(pair, change, resource));
        found.extend(downtime(pair, change, resource));
        found.extend(secrets(change, resource));
        found.extend(access::widened(pair, change, resource));
    }
    found.extend(open::headlines(pair, change));
    found
}

fn data_loss(pair: &Pair<'_>, change: &StackChange, resource: &ResourceChange) -> Option<Headline> {
    let (side, policy) = match resource.verdict {
        Verdict::Remove => (pair.before?, "DeletionPolicy"),
        Verdict::Replace => (pair.after?, "UpdateReplacePolicy"),
        _ => return None,
    };
    if !STATEFUL.contains(&resource.resource_type.as_str()) {
        return None;
    }
    let node = side.template().section("Resources")?.get(&*resource.id)?;
    let said = node.get(policy).and_then(Node::as_str);
    // The data of a cluster's instance is the cluster's.
    let is_instance = resource.resource_type == "AWS::RDS::DBInstance";
    if is_instance && node.at_path(&["Properties", "DBClusterIdentifier"]).is_some() {
        return None;
    }
    // A database that stands alone, and a cluster, leave a snapshot even where no policy says so:
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
    let leaves_snapshot = is_instance || resource.resource_type == "AWS::RDS::DBCluster";
    let by_default = policy == "DeletionPolicy" && leaves_snapshot;
    if said.is_some_and(|said| KEEPS.contains(&said)) || (said.is_none() && by_default) {
        return None;
    }
    let what = if resource.verdict == Verdict::Remove { "removed" } else { "replaced" };
    let message = format!("{} {} is {what}, and its data goes with it", resource.resource_type, resource.id);
    let way_out = format!("Deploy `{policy}: Retain` on it first, or move the data before.");
    Some(Headline::new(Kind::DataLoss, "DIFF201", &change.name, &resource.id, message, &way_out))
}

fn downtime(pair: &Pair<'_>, change: &StackChange, resource: &ResourceChange) -> Option<Headline> {
    let why = match (resource.verdict, resource.resource_type.as_str()) {
        (Verdict::Interruption, _) => "it is updated with some interruption".to_owned(),
        (Verdict::Replace, "AWS::ElasticLoadBalancingV2::LoadBalancer") => {
            "the load balancer is replaced: its DNS name changes, and clients that hold the old one lose it".to_owned()
        }
        (Verdict::Remove, "AWS::ElasticLoadBalancingV2::LoadBalancer") => "the load balancer is removed".to_owned(),
        (Verdict::Replace, "AWS::ECS::Service") => "the service is replaced: its tasks start again from nothing".to_owned(),
        (Verdict::Remove, "AWS::ECS::Service") if resource.renamed_from.is_none() => {
            "the service and its tasks are removed".to_owned()
        }
        (Verdict::Replace, "AWS::RDS::DBInstance" | "AWS::RDS::DBCluster") => {
            format!("the database is replaced{}", replacement(pair, resource))
        }
        (Verdict::Update, "AWS::ECS::Service") if stops(resource) => "no task is wanted any more".to_owned(),
        _ => return None,
    };
    let message = format!("{}: {why}", resource.id);
    let way_out = "Plan a window for it, or make the new one beside the old one and move traffic in a second deployment.";
    Some(Headline::new(Kind::Downtime, "DIFF301", &change.name, &resource.id, message, way_out))
}

/// What takes the place of a replaced database: empty, unless it is restored or its data is the cluster's.
fn replacement(pair: &Pair<'_>, resource: &ResourceChange) -> &'static str {
    let properties = pair.after.and_then(|after| after.properties(after.find(&resource.id)?.node));
    let has = |names: &[&str]| names.iter().any(|name| properties.is_some_and(|properties| properties.get(name).is_some()));
    if has(&["DBClusterIdentifier"]) {
        return "; its data is that of the cluster, and stays";
    }
    if has(&["DBSnapshotIdentifier", "SnapshotIdentifier", "DBClusterSnapshotIdentifier"]) {
        return " by one that is restored from the snapshot, without what was written since";
    }
    if has(&RESTORED) { " by one that is made from another database" } else { " by an empty one" }
}

/// Properties that give a database the data of another one.
const RESTORED: [&str; 6] = [
    "ReplicationSourceIdentifier",
    "SourceDBClusterIdentifier",
    "SourceDBInstanceAutomatedBackupsArn",
    "SourceDBInstanceIdentifier",
    "SourceDbiResourceId",
    "SourceDbClusterResourceId",
];

fn stops(service: &ResourceChange) -> bool {
    let count = service.changes.iter().find(|change| change.path == Path::of(["DesiredCount"]));
    count.and_then(|change| change.after.as_ref()).is_some_and(|node| node.scalar().as_deref() == Some("0"))
}

/// The source of a container's secret, which only a new task reads.
fn secrets(change: &StackChange, resource: &ResourceChange) -> Option<Headline> {
    if resource.resource_type != "AWS::ECS::TaskDefinition" || resource.verdict == Verdict::Add {
        return None;
    }
    let named = |change: &Change| match &change.path[..] {
        [list, _, secrets, item, ..] if list.is_key("ContainerDefinitions") && secrets.is_key("Secrets") => {
            Some(item.name().map_or_else(|| item.to_string(), str::to_owned))
        }
        _ => None,
    };
    let mut names: Vec<String> = resource.changes.iter().filter_map(named).collect();
    names.sort();
    names.dedup();
    if names.is_empty() {
        return None;
    }
    let message = format!("{}: the source of {} changes", resource.id, names.join(", "));
    let way_out =
        "The service gets new tasks with this change. A value that is changed in place later needs `--force-new-deployment`.";
    Some(Headline::new(Kind::Secrets, "DIFF601", &change.name, &resource.id, message, way_out))
}
