//! Subnets that a group, a cluster or a load balancer gets and loses: those of another VPC, and all that a database is in.

use super::change::{Change, ResourceChange, StackChange, Verdict};
use super::may_be_equal;
use super::processed::{Pair, Processed};
use crate::language::reference;
use crate::template::path::Step;
use crate::template::{Node, function};

const SUBNET: &str = "AWS::EC2::Subnet";

/// Groups of subnets, and what is in them, each with the property that names the group.
///
/// RDS, Neptune and DocumentDB answer `SubnetAlreadyInUse`, ElastiCache, MemoryDB and DAX `SubnetInUse`, DMS and Redshift the first:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSubnetGroup.html>,
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyCacheSubnetGroup.html>,
/// <https://docs.aws.amazon.com/dms/latest/APIReference/API_ModifyReplicationSubnetGroup.html>,
/// <https://docs.aws.amazon.com/redshift/latest/APIReference/API_ModifyClusterSubnetGroup.html>
const GROUPS: [(&str, &[(&str, &str)]); 8] = [
    ("AWS::DAX::SubnetGroup", &[("AWS::DAX::Cluster", "SubnetGroupName")]),
    ("AWS::DMS::ReplicationSubnetGroup", &[("AWS::DMS::ReplicationInstance", "ReplicationSubnetGroupIdentifier")]),
    ("AWS::DocDB::DBSubnetGroup", &[("AWS::DocDB::DBCluster", "DBSubnetGroupName")]),
    (
        "AWS::ElastiCache::SubnetGroup",
        &[
            ("AWS::ElastiCache::CacheCluster", "CacheSubnetGroupName"),
            ("AWS::ElastiCache::ReplicationGroup", "CacheSubnetGroupName"),
        ],
    ),
    ("AWS::MemoryDB::SubnetGroup", &[("AWS::MemoryDB::Cluster", "SubnetGroupName")]),
    ("AWS::Neptune::DBSubnetGroup", &[("AWS::Neptune::DBCluster", "DBSubnetGroupName")]),
    ("AWS::RDS::DBSubnetGroup", &[("AWS::RDS::DBCluster", "DBSubnetGroupName"), ("AWS::RDS::DBInstance", "DBSubnetGroupName")]),
    ("AWS::Redshift::ClusterSubnetGroup", &[("AWS::Redshift::Cluster", "ClusterSubnetGroupName")]),
];

/// The way out for a group that loses all its subnets.
pub(super) const WAY_OUT: &str = "Keep the old subnets in the group beside the new ones, or make another group and a new one of what is in it, and move the data.";

/// What is said of a group of subnets that loses all that it has while something stays in it; nothing where it keeps one, or may.
pub(super) fn all_gone(pair: &Pair<'_>, change: &StackChange, group: &ResourceChange) -> Option<String> {
    let (_, members) = GROUPS.iter().find(|(kind, _)| *kind == group.resource_type)?;
    let sides = [pair.before?, pair.after?];
    let [old, new] = sides.map(|side| listed(side, &group.id));
    let (old, new) = (old?, new?);
    let goes = |one: &Node| !new.iter().any(|other| stays(sides, change, one, other));
    if old.is_empty() || !old.iter().all(goes) {
        return None;
    }
    let is_in_it = |side: &Processed<'_>, id: &str| {
        let entry = side.find(id)?;
        let (_, property) = members.iter().find(|(kind, _)| *kind == entry.resource_type)?;
        let named = side.properties(entry.node)?.get(property)?;
        (function::referred(named) == Some(group.id.as_str())).then_some(())
    };
    let moves = |id: &str| {
        let mut its = change.resources.iter().filter(|one| one.id == id);
        its.any(|one| matches!(one.verdict, Verdict::Replace | Verdict::MayReplace | Verdict::Retype | Verdict::Unknown))
    };
    let mut entries = sides[1].present().map(|entry| entry.id.as_str());
    let member = entries.find(|id| sides.iter().all(|side| is_in_it(side, id).is_some()) && !moves(id))?;
    Some(format!("{} loses all its subnets, and {member} stays in it: a subnet that is in use is not taken out", group.id))
}

/// The subnets of a group.
fn listed<'a>(side: &Processed<'a>, id: &str) -> Option<&'a [Node]> {
    side.properties(side.find(id)?.node)?.get("SubnetIds")?.as_list()
}

/// Whether a subnet stays as another item of the list, or may.
fn stays(sides: [&Processed<'_>; 2], change: &StackChange, one: &Node, other: &Node) -> bool {
    let is_same = one == other;
    let is_replaced = function::referred(other).is_some_and(|id| {
        change
            .resources
            .iter()
            .any(|subnet| subnet.id == id && subnet.resource_type == SUBNET && subnet.verdict == Verdict::Replace)
    });
    if is_same { !is_replaced } else { may_be_equal::are(sides, [Some(one), Some(other)]) }
}

/// Whether a change brings a subnet that is surely in another VPC than all that were there.
pub(super) fn are_in_another_vpc(pair: &Pair<'_>, change: &StackChange, resource: &ResourceChange, changed: &Change) -> bool {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return false };
    let was = || {
        let properties = before.properties(before.find(&resource.id)?.node)?;
        Some(vpcs(before, properties.get(changed.path.first().and_then(Step::key)?)?))
    };
    let comes = changed.after.as_ref().map(|node| vpcs(after, node)).unwrap_or_default();
    let had = was().unwrap_or_default();
    let is_other = |new: &Option<&Node>| {
        let another = |old: &Option<&Node>| old.zip(*new).is_some_and(|(old, new)| is_another(before, change, [old, new]));
        had.iter().all(another)
    };
    !had.is_empty() && comes.iter().any(is_other)
}

/// The VPCs of the subnets in a value; nothing for one that is not of this stack.
fn vpcs<'a>(side: &Processed<'a>, value: &Node) -> Vec<Option<&'a Node>> {
    let items = value.get("SubnetIds").unwrap_or(value);
    let items = items.as_list().map_or_else(|| vec![items], |list| list.iter().collect());
    let of_one = |item: &Node| {
        let ids = reference::ids(item);
        let entry = side.find(ids.first()?).filter(|entry| entry.resource_type == SUBNET && ids.len() == 1)?;
        side.properties(entry.node)?.get("VpcId")
    };
    items.into_iter().map(of_one).collect()
}

/// Whether two names of VPCs are surely those of two: a new one is, and what is called by another id.
fn is_another(before: &Processed<'_>, change: &StackChange, [old, new]: [&Node; 2]) -> bool {
    let is_new = |id: &str| {
        let mut its = change.resources.iter().filter(|one| one.id == id);
        its.any(|one| matches!(one.verdict, Verdict::Add | Verdict::Replace))
    };
    let is_of_stack = |id: &str| before.find(id).is_some();
    match (function::referred(old), function::referred(new)) {
        (_, Some(id)) if is_new(id) => true,
        (Some(one), Some(other)) => one != other && is_of_stack(one) && is_of_stack(other),
        _ => old.scalar().zip(new.scalar()).is_some_and(|(one, other)| one != other),
    }
}
