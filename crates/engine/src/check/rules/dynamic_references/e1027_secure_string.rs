//! E1027: a `SecureString` where CloudFormation does not resolve it.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::dynamic_references::references;
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::Scope;
use crate::template::Node;
use crate::template::path::Path;

pub(crate) const RULE: Rule = Rule {
    code: "E1027",
    severity: Severity::Error,
    what: "Finds `{{resolve:ssm-secure:…}}` outside the few properties that support it.",
    why: "CloudFormation refuses the template: ECS and nearly all other services are not among them.",
    example: "A container's variable with `{{resolve:ssm-secure:/db/password}}`.",
    fix: "in a container, use a secret (`Secrets`, `ValueFrom`); elsewhere keep the value in Secrets Manager and use `{{resolve:secretsmanager:…}}`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html#template-parameters-dynamic-patterns-resources",
    kind: RuleKind::Node(Nodes::DynamicTexts, run),
};

/// The type, and the names below its properties.
const TAKEN: [(&str, &[&str]); 11] = [
    ("AWS::DirectoryService::MicrosoftAD", &["Password"]),
    ("AWS::DirectoryService::SimpleAD", &["Password"]),
    ("AWS::ElastiCache::ReplicationGroup", &["AuthToken"]),
    ("AWS::IAM::User", &["LoginProfile", "Password"]),
    ("AWS::KinesisFirehose::DeliveryStream", &["RedshiftDestinationConfiguration", "Password"]),
    ("AWS::OpsWorks::App", &["AppSource", "Password"]),
    ("AWS::OpsWorks::Stack", &["CustomCookbooksSource", "Password"]),
    ("AWS::OpsWorks::Stack", &["RdsDbInstances", "DbPassword"]),
    ("AWS::RDS::DBCluster", &["MasterUserPassword"]),
    ("AWS::RDS::DBInstance", &["MasterUserPassword"]),
    ("AWS::Redshift::Cluster", &["MasterUserPassword"]),
];

fn run(rule: &Rule, context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let references = references::at(visit).into_iter().filter(|reference| reference.text.service() == "ssm-secure");
    let lost = references.filter(|reference| !is_taken(context.scope(), &reference.path));
    let message = |text: &str| format!("CloudFormation does not resolve `{{{{{}}}}}` in this property", shown(text));
    lost.map(|reference| rule.finding(message(reference.text.inner)).help(rule.fix)).collect()
}

fn is_taken<'a>(scope: &'a Scope<'a>, path: &Path<'_>) -> bool {
    let names: Vec<&str> = path.names().collect();
    let ["Resources", id, "Properties", property @ ..] = names.as_slice() else { return false };
    let resource_type = scope.section("Resources").and_then(|map| map.get(id)?.get("Type")).and_then(Node::as_str);
    TAKEN.iter().any(|(taken, listed)| Some(*taken) == resource_type && *listed == property)
}
