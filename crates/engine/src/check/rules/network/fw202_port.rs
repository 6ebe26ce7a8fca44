//! FW202: a number that is no port.

use crate::check::engine::{Rule, RuleKind, Subject, Values};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) const RULE: Rule = Rule {
    code: "FW202",
    severity: Severity::Error,
    what: "Finds ports above 65,535 in security group rules and container definitions, whose schemas give no range.",
    why: "EC2 and ECS refuse them when the stack deploys.",
    example: "\"ContainerPort\": 70000",
    fix: "use a port from 1 to 65535 (0 to 65535 in a rule, and -1 for all ICMP types); the typed constructs take nothing else",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html",
    kind: RuleKind::Value(Values::Named(&["FromPort", "ToPort", "ContainerPort", "HostPort"]), run),
};

const TYPES: [&str; 5] = [
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::SecurityGroupEgress",
    "AWS::EC2::SecurityGroupIngress",
    "AWS::ECS::Service",
    "AWS::ECS::TaskDefinition",
];

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    if !TYPES.contains(&subject.resource_type) {
        return Vec::new();
    }
    let Some(port) = subject.scalar().and_then(|text| text.trim().parse::<i64>().ok()) else { return Vec::new() };
    if (-1..=65_535).contains(&port) {
        return Vec::new();
    }
    vec![rule.finding(format!("`{}`: expected a port, found {port}", subject.name)).help("the highest port is 65535")]
}
