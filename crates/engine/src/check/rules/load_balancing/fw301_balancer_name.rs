//! FW301: a name that no load balancer or target group can have.

use crate::check::engine::{Rule, RuleKind, Subject, Values};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) const RULE: Rule = Rule {
    code: "FW301",
    severity: Severity::Error,
    what: "Finds a `Name` of a load balancer or target group that is longer than 32 characters, contains anything but letters, digits and hyphens, or begins or ends with a hyphen, and a name of a load balancer that begins with `internal-`.",
    why: "Elastic Load Balancing refuses it when the stack deploys; the schema gives no length.",
    example: "\"Name\": \"cruddur-production-backend-flask-target\"",
    fix: "remove the name, so that CloudFormation generates one and the resource can be replaced, or shorten it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html",
    kind: RuleKind::Value(Values::Named(&["Name"]), run),
};

const TYPES: [&str; 2] = ["AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::TargetGroup"];

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    if !TYPES.contains(&subject.resource_type) {
        return Vec::new();
    }
    let Some(name) = subject.node.as_str() else { return Vec::new() };
    let length = name.chars().count();
    let problem = if length > 32 {
        format!("the name `{name}` has {length} characters, the limit is 32")
    } else if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        format!("`{name}` has other characters than letters, digits and hyphens")
    } else if name.starts_with('-') || name.ends_with('-') {
        format!("`{name}` begins or ends with a hyphen")
    } else if subject.resource_type == TYPES[0] && name.starts_with("internal-") {
        format!("`{name}` begins with `internal-`, which AWS reserves")
    } else {
        return Vec::new();
    };
    vec![rule.finding(problem).help(rule.fix)]
}
