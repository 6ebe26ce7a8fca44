//! What a change of one property does to its resource.

use crate::schema::{self, path};
use crate::template::Node;
use crate::template::path::{Path, Step};

/// What a change of one property does to its resource, from the mildest to the gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The service does not see it.
    Nothing,
    /// An update without interruption.
    Update,
    /// The schema of the type is not known.
    Unknown,
    /// An update with some interruption.
    Interruption,
    /// AWS's page of the property says on what a replacement depends.
    MayReplace,
    /// The resource is replaced.
    Replace,
}

/// Types whose every change makes a new one, as AWS means them to be used: what refers to them moves on, and nothing is lost.
pub(super) const REVISIONS: [&str; 4] =
    ["AWS::ECS::TaskDefinition", "AWS::Lambda::LayerVersion", "AWS::Lambda::Version", "AWS::ApiGateway::Deployment"];

/// Properties whose update interrupts the resource, by type, from the pages of AWS. The schemas do not state it.
const INTERRUPTIONS: [(&str, &[&str]); 7] = [
    ("AWS::DocDB::DBInstance", &["DBInstanceClass"]),
    ("AWS::EC2::Instance", &["EbsOptimized", "InstanceType", "KernelId", "RamdiskId", "UserData"]),
    ("AWS::ElastiCache::CacheCluster", &["CacheParameterGroupName", "EngineVersion", "NumCacheNodes"]),
    ("AWS::MSK::Cluster", &["ClientAuthentication"]),
    ("AWS::Neptune::DBInstance", &["DBInstanceClass"]),
    (
        "AWS::RDS::DBInstance",
        &[
            "AllocatedStorage",
            "BackupRetentionPeriod",
            "DBInstanceClass",
            "DBParameterGroupName",
            "EngineVersion",
            "OptionGroupName",
            "StorageType",
        ],
    ),
    ("AWS::Redshift::Cluster", &["NodeType", "NumberOfNodes"]),
];

/// Create-only properties that the schemas do not mark, by type, from the pages of AWS.
const REPLACEMENTS: [(&str, &[&str]); 1] = [("AWS::Route53::RecordSet", &["Name"])];

/// What a change at a path below the properties does. `values` are what stood and what stands there.
pub(super) fn of(resource_type: &str, at: &Path<'_>, values: [Option<&Node>; 2]) -> Effect {
    let Some(schema) = schema::find(resource_type).filter(|_| !schema::is_serverless(resource_type)) else {
        return Effect::Unknown;
    };
    // A listed path may lie inside the changed one.
    let inner = |listed: &str| {
        let rest = path::beyond(listed, at);
        rest.is_some_and(|rest| values.into_iter().flatten().any(|node| reaches(node, &rest)))
    };
    if schema.is_create_only(at) || schema.create_only().any(inner) {
        return Effect::Replace;
    }
    if schema.is_conditionally_create_only(at) {
        return Effect::MayReplace;
    }
    let head = at.first().and_then(Step::key).unwrap_or_default();
    let lists =
        |table: &[(&str, &[&str])]| table.iter().any(|(name, properties)| *name == resource_type && properties.contains(&head));
    if lists(&REPLACEMENTS) {
        return Effect::Replace;
    }
    if lists(&INTERRUPTIONS) { Effect::Interruption } else { Effect::Update }
}

/// Whether a value has something at the end of a listed path.
fn reaches(node: &Node, steps: &[&str]) -> bool {
    match steps {
        [] => true,
        ["*", rest @ ..] => node.as_list().is_some_and(|items| items.iter().any(|item| reaches(item, rest))),
        [key, rest @ ..] => node.get(key).is_some_and(|inner| reaches(inner, rest)),
    }
}
