//! Deletions that a service refuses. CloudFormation goes on without them: the resource stays, outside of every stack, and so does its data.

use crate::language::reference;
use crate::schema;
use crate::template::{Node, ResourceEntry, Template};

/// Why a service refuses to delete a resource.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Refusal {
    /// There is something in it.
    Contents,
    /// It is protected from deletion.
    Protection,
}

/// Types of which only an empty one is deleted, each with the property that makes CloudFormation empty it first. The pages of the
/// types in the template reference say so, and for vaults
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html#delete-a-vault>.
const UNLESS_EMPTY: [(&str, Option<&str>); 4] = [
    ("AWS::Backup::BackupVault", None),
    ("AWS::ECR::Repository", Some("EmptyOnDelete")),
    ("AWS::S3::Bucket", None),
    ("AWS::S3Express::DirectoryBucket", None),
];

/// The property of a type that protects it, and the value that does. The pages of the types in the template reference say so.
const PROTECTED: [(&str, &str, &str); 9] = [
    ("AWS::Cognito::UserPool", "DeletionProtection", "ACTIVE"),
    ("AWS::DSQL::Cluster", "DeletionProtectionEnabled", "true"),
    ("AWS::DocDB::DBCluster", "DeletionProtection", "true"),
    ("AWS::DynamoDB::Table", "DeletionProtectionEnabled", "true"),
    ("AWS::Logs::LogGroup", "DeletionProtectionEnabled", "true"),
    ("AWS::Neptune::DBCluster", "DeletionProtection", "true"),
    ("AWS::NeptuneGraph::Graph", "DeletionProtection", "true"),
    ("AWS::RDS::DBCluster", "DeletionProtection", "true"),
    ("AWS::RDS::DBInstance", "DeletionProtection", "true"),
];

impl Refusal {
    /// Why a resource, as it is deployed, is not deleted; nothing where it is, or that is not known. The properties are given as far as
    /// they are known.
    pub(super) fn of(template: &Template, resource: &ResourceEntry<'_>, properties: Option<&Node>) -> Option<Refusal> {
        let is = |name: &str, value: &str| {
            properties.and_then(|given| given.get(name)?.scalar()).is_some_and(|given| given.eq_ignore_ascii_case(value))
        };
        if PROTECTED.iter().any(|(protected, name, value)| *protected == resource.resource_type && is(name, value)) {
            return Some(Refusal::Protection);
        }
        let (_, emptied_by) = UNLESS_EMPTY.iter().find(|(name, _)| *name == resource.resource_type)?;
        let emptying = emptied_by.and_then(|name| properties?.get(name));
        let may_be_emptied = emptying.is_some_and(|given| given.scalar().is_none_or(|value| value != "false"))
            || has_custom_resource(template, resource.id.as_str());
        (!may_be_emptied).then_some(Refusal::Contents)
    }
}

/// Whether nothing but the handler of a custom resource may empty a resource before it is deleted.
pub(super) fn is_left_to_handler(template: &Template, resource: &ResourceEntry<'_>, properties: Option<&Node>) -> bool {
    let row = UNLESS_EMPTY.iter().find(|(name, _)| *name == resource.resource_type);
    let is_emptied = |name: &str| properties.is_some_and(|given| given.get(name).is_some());
    row.is_some_and(|(_, by)| !by.is_some_and(is_emptied)) && has_custom_resource(template, resource.id.as_str())
}

/// Whether a custom resource knows a resource, and so may empty it: the CDK's `autoDeleteObjects` is one.
fn has_custom_resource(template: &Template, id: &str) -> bool {
    let mut custom = template.resources().filter(|resource| schema::is_custom(resource.resource_type));
    custom.any(|resource| reference::ids(resource.node).contains(&id))
}
