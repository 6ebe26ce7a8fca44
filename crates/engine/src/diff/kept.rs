//! What stays of what is removed or replaced, and what takes its place.

use super::alike::both_alike;
use super::change::{ResourceChange, Verdict};
use super::deletion::{self, Refusal};
use super::loops;
use super::processed::{Pair, Processed};
use crate::language::read::stack_set::STACK_SET;
use crate::language::{Case, NESTED, PROVISIONED, Scope, Value, reference};
use crate::schema;
use crate::template::{Node, ResourceEntry};

/// What the policies of a resource do, in words; nothing where none says anything.
pub(super) fn told(pair: &Pair<'_>, resource: &ResourceChange) -> Option<String> {
    if resource.verdict == Verdict::MayReplace {
        let replaced = ResourceChange { verdict: Verdict::Replace, ..resource.clone() };
        let is_lost = schema::is_stateful(&resource.resource_type) && Kept::of(pair, &replaced).is_none();
        return (is_lost && !is_written(pair, &replaced)).then(|| "if it is replaced, its data goes with it".to_owned());
    }
    let Some(kept) = Kept::of(pair, resource) else {
        let inside = match resource.resource_type.as_str() {
            NESTED => "all that is in the nested stack is deleted with it, but what policies in it keep",
            // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/working-with-eips.html#release-eip
            "AWS::AutoScaling::AutoScalingGroup" => "its instances go with what they have on their own disks",
            "AWS::EC2::EIP" => "its address is released, and may go to somebody else",
            // https://docs.aws.amazon.com/fsx/latest/APIReference/API_DeleteFileSystem.html says which do so by default.
            "AWS::FSx::FileSystem" if is_lustre(pair, resource) => "no final backup of it is made",
            "AWS::FSx::FileSystem" | "AWS::FSx::Volume" => "a final backup may stay: that depends on its type",
            // https://docs.aws.amazon.com/sns/latest/api/API_DeleteTopic.html
            "AWS::SNS::Topic" => "its subscriptions go with it, also those that others made and confirmed",
            PROVISIONED => "all that is in the stack of the product is deleted with it, but what policies in its template keep",
            STACK_SET => "its stacks are deleted with it in all accounts and regions, but what policies in its template keep",
            custom if schema::is_custom(custom) => "its handler is called with `Delete`, which does what its code says",
            _ => return None,
        };
        return policy(pair, resource).map(|_| inside.to_owned());
    };
    let is_replaced = resource.verdict == Verdict::Replace;
    let is_stateful = schema::is_stateful(&resource.resource_type);
    let with = if is_stateful { " with its data" } else { "" };
    let which = if is_replaced { "the old one" } else { "it" };
    let stays = match kept {
        Kept::Itself if is_replaced => format!("{which} stays in the account{with}, outside of every stack"),
        Kept::Itself => format!("{which} stays in the account{with}, outside of every stack, until somebody deletes it"),
        Kept::Snapshot => format!("a snapshot of {which} stays"),
        Kept::Elsewhere => return Some("its data is that of the cluster".to_owned()),
        Kept::Refused(Refusal::Contents) => {
            format!("{which} is deleted only if it is empty; else the deletion fails, and it stays outside of every stack")
        }
        Kept::Refused(Refusal::Protection) => {
            format!("{which} is protected from deletion, which fails, and it stays with its data, outside of every stack")
        }
    };
    if !is_replaced || !is_stateful {
        return Some(stays);
    }
    Some(format!("{stays}; the new one is {}", origin(pair, resource)))
}

/// Whether a file system is one for Lustre, of which a deletion makes no final backup unless it is asked for one.
fn is_lustre(pair: &Pair<'_>, resource: &ResourceChange) -> bool {
    let properties = pair.before.and_then(|side| side.properties(side.find(&resource.id)?.node));
    properties.and_then(|node| node.get("FileSystemType")).and_then(Node::as_str) == Some("LUSTRE")
}

/// Properties that are all the data of their type, so that the template has it, too.
const CONTENTS: [(&str, &str); 2] = [("AWS::SSM::Parameter", "Value"), ("AWS::SecretsManager::Secret", "SecretString")];

/// Whether the template says all that a resource holds, which is removed or replaced: nothing is lost with it. What a function makes of
/// other resources is made again; what somebody gave for a parameter may be known to nobody else.
pub(super) fn is_written(pair: &Pair<'_>, resource: &ResourceChange) -> bool {
    let Some((_, property)) = CONTENTS.iter().find(|(name, _)| *name == resource.resource_type) else { return false };
    let content = |side: Option<&Processed<'_>>| {
        side.and_then(|side| side.properties(side.find(&resource.id)?.node)?.get(property).cloned())
    };
    let (Some(before), after) = (content(pair.before), content(pair.after)) else { return false };
    let is_same = resource.verdict == Verdict::Replace && both_alike(Some(&before), after.as_ref());
    let is_made = |id: &str| id.starts_with("AWS::") || pair.before.is_some_and(|side| side.template().resource(id).is_some());
    is_same || reference::ids(&before).into_iter().all(is_made)
}

/// What will not stay any more of the data of a resource that stays itself, once it is removed or replaced; nothing where that is as before.
pub(super) fn less(pair: &Pair<'_>, resource: &ResourceChange) -> Option<String> {
    let (before, after) = pair.before.zip(pair.after)?;
    if !schema::is_stateful(&resource.resource_type) || matches!(resource.verdict, Verdict::Add | Verdict::Remove) {
        return None;
    }
    let less = |policy: &str| {
        let kept = |side: &Processed<'_>| {
            let entry = side.find(&resource.id)?;
            // What protects it from deletion does so at each.
            let refusal = Refusal::of(side.template(), &entry, side.properties(entry.node));
            Kept::by(&side.scope, &entry, policy, refusal)
        };
        let now = kept(after);
        let what = match now {
            None => "its data goes with it: nothing keeps it any more",
            Some(Kept::Snapshot) => "only a snapshot of it stays",
            Some(_) => "it stays only as long as its service refuses to delete it",
        };
        (now < kept(before)).then_some(what)
    };
    match (less("DeletionPolicy"), less("UpdateReplacePolicy")) {
        (None, None) => None,
        (Some(one), Some(other)) if one == other => Some(format!("once it is removed or replaced, {one}")),
        (Some(one), Some(other)) => Some(format!("once it is removed, {one}; once it is replaced, {other}")),
        (Some(one), None) => Some(format!("once it is removed, {one}")),
        (None, Some(other)) => Some(format!("once it is replaced, {other}")),
    }
}

/// What keeps the data of a resource that is removed or replaced; what keeps less comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kept {
    /// A snapshot of it.
    Snapshot,
    /// The cluster that it belongs to.
    Elsewhere,
    /// The resource: its service refuses to delete it.
    Refused(Refusal),
    /// The resource, outside of any stack.
    Itself,
}

/// Whether data goes only where the handler of a custom resource deletes it: the resource itself is not deleted while it has some.
pub(super) fn is_left_to_handler(pair: &Pair<'_>, resource: &ResourceChange) -> bool {
    let Some(before) = pair.before else { return false };
    let deployed = before.find(&resource.id);
    deployed.is_some_and(|entry| deletion::is_left_to_handler(before.template(), &entry, before.properties(entry.node)))
}

impl Kept {
    /// By which policy, for a resource that is removed or replaced; nothing where nothing is kept.
    pub(super) fn of(pair: &Pair<'_>, resource: &ResourceChange) -> Option<Kept> {
        let (side, policy) = policy(pair, resource)?;
        let refusal = pair.before.and_then(|before| {
            let deployed = before.find(&resource.id)?;
            Refusal::of(before.template(), &deployed, before.properties(deployed.node))
        });
        let entry = side.template().resource(&resource.id).or_else(|| loops::find(side, &resource.id))?;
        Kept::by(&side.scope, &entry, policy, refusal)
    }

    /// Whether a resource stays itself when its stack gives it up.
    pub(super) fn outlives(scope: &Scope<'_>, id: &str) -> bool {
        scope.resource(id).is_some_and(|entry| Kept::by(scope, &entry, "DeletionPolicy", None) == Some(Kept::Itself))
    }

    /// By which policy of a resource, or by the refusal of its service. Functions can make the policy (`AWS::LanguageExtensions`): of
    /// what it can be, the one that keeps least.
    pub(super) fn by<'a>(
        scope: &Scope<'a>,
        resource: &ResourceEntry<'a>,
        policy: &str,
        refusal: Option<Refusal>,
    ) -> Option<Kept> {
        let cluster = resource.node.at_path(&["Properties", "DBClusterIdentifier"]);
        let is_instance = INSTANCES.contains(&resource.resource_type) && cluster.and_then(|node| scope.reduce(node)).is_some();
        let by_value = |value: Option<&str>| match value {
            Some("Retain" | "RetainExceptOnCreate") => Some(Kept::Itself),
            _ if is_instance => Some(Kept::Elsewhere),
            _ if refusal.is_some() => refusal.map(Kept::Refused),
            Some("Snapshot") => Some(Kept::Snapshot),
            Some(_) => None,
            // A database that stands alone, and a cluster, leave a snapshot even where no policy says so:
            // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
            None => {
                let leaves_snapshot = matches!(resource.resource_type, "AWS::RDS::DBInstance" | "AWS::RDS::DBCluster");
                (leaves_snapshot && policy == "DeletionPolicy").then_some(Kept::Snapshot)
            }
        };
        let Some(node) = resource.node.get(policy) else { return by_value(None) };
        let by_case = |case: &Case<'a>| match case.value {
            Value::Known(node) => by_value(Some(node.as_str().unwrap_or_default())),
            Value::Absent => by_value(None),
            Value::Unknown(_) => by_value(Some("")),
        };
        scope.cases(node).iter().map(by_case).min().flatten()
    }
}

/// The side and the attribute that decide what is kept.
pub(super) fn policy<'a>(pair: &Pair<'a>, resource: &ResourceChange) -> Option<(&'a Processed<'a>, &'static str)> {
    match resource.verdict {
        Verdict::Remove => Some((pair.before?, "DeletionPolicy")),
        Verdict::Replace => Some((pair.after?, "UpdateReplacePolicy")),
        _ => None,
    }
}

/// Instances whose data is that of a cluster.
const INSTANCES: [&str; 3] = ["AWS::DocDB::DBInstance", "AWS::Neptune::DBInstance", "AWS::RDS::DBInstance"];

/// Properties that give a new resource the data of a snapshot or backup.
const SNAPSHOTS: [&str; 8] = [
    "BackupId",
    "DBClusterSnapshotIdentifier",
    "DBSnapshotIdentifier",
    "RestoreTime",
    "SnapshotArns",
    "SnapshotId",
    "SnapshotIdentifier",
    "SnapshotName",
];

/// Properties that give a new resource the data of another one.
const SOURCES: [&str; 8] = [
    "ImportSourceSpecification",
    "ReplicationSourceIdentifier",
    "SourceDBClusterIdentifier",
    "SourceDBInstanceAutomatedBackupsArn",
    "SourceDBInstanceIdentifier",
    "SourceDbClusterResourceId",
    "SourceDbiResourceId",
    "SourceVolumeId",
];

/// What a successor is that begins without data.
pub(super) const EMPTY: &str = "empty";

/// What data the successor of a replaced resource begins with.
pub(super) fn origin(pair: &Pair<'_>, resource: &ResourceChange) -> &'static str {
    let properties = pair.after.and_then(|after| after.properties(after.find(&resource.id)?.node));
    // An empty text names nothing.
    let is_given = |name: &&str| properties.and_then(|node| node.get(name)).is_some_and(|node| node.as_str() != Some(""));
    let has = |names: &[&str]| names.iter().any(is_given);
    if is_written(pair, resource) {
        return "made with the value that the template has";
    }
    if has(&SNAPSHOTS) {
        return "restored from the snapshot that it names, without what was written since";
    }
    if has(&SOURCES) { "made from the source that it names" } else { EMPTY }
}
