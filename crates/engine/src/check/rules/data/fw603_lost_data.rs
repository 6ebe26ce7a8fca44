//! FW603: data that is deleted together with its resource.

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::check::rules::data::retention;
use crate::diagnostic::Severity;
use crate::language::Scope;
use crate::template::{Map, Node, ResourceEntry, function};

pub(crate) const RULE: Rule = Rule {
    code: "FW603",
    severity: Severity::Warning,
    what: "Finds a DynamoDB table, an EFS file system, a Cognito user pool, or a DocumentDB or Neptune cluster with neither `DeletionPolicy` and `UpdateReplacePolicy` nor deletion protection.",
    why: "When the resource is removed from the template or a change replaces it, the data is lost. (Deleting a bucket that is not empty fails, so buckets are not checked; of RDS databases, CloudFormation takes a snapshot by default.)",
    example: "A renamed table: CloudFormation creates an empty one and deletes the old one.",
    fix: "give both policies the value `Retain` (or `Snapshot`), or `Delete` where the data may go",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html",
    kind: RuleKind::Template(run),
};

const HOLDERS: [&str; 5] = [
    "AWS::Cognito::UserPool",
    "AWS::DocDB::DBCluster",
    "AWS::DynamoDB::Table",
    "AWS::EFS::FileSystem",
    "AWS::Neptune::DBCluster",
];

/// Properties that protect the data, and those of what holds none of its own: a copy of a cluster.
const KEPT: [&str; 4] =
    ["DeletionProtection", "DeletionProtectionEnabled", "ReplicationSourceIdentifier", "SourceDBClusterIdentifier"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut found: Vec<Found> = Vec::new();
    for resource in scope.resources().filter(|resource| HOLDERS.contains(&resource.resource_type)) {
        if is_kept(scope, &resource) {
            continue;
        }
        let message = format!("the data of `{}` is deleted together with it", resource.id.as_str());
        let (location, path) = context.element("Resources", resource.id, resource.node);
        found.push((rule.finding(message).help(rule.fix), location, path));
    }
    context.report_all(found);
}

fn is_kept<'a>(scope: &'a Scope<'a>, resource: &ResourceEntry<'a>) -> bool {
    let said = [retention::DELETION, retention::REPLACEMENT].iter().any(|name| resource.node.get(name).is_some());
    let properties = resource.node.get("Properties").and_then(Node::as_map);
    let has = |map: &'a Map, name: &str| scope.is_present(map, name);
    said || properties.is_some_and(|map| function::has_functions(map) || KEPT.iter().any(|name| has(map, name)))
}
