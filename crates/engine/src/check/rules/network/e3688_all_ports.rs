//! E3688: a rule of a security group with -1 as one port only.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3688",
    severity: Severity::Error,
    what: "Finds a rule of a security group with -1 as `FromPort` or `ToPort` and a port as the other.",
    why: "EC2 refuses it: -1 means all and must be at both ends.",
    example: "\"FromPort\": -1, \"ToPort\": 443",
    fix: "write 0 and 65535 for all ports, or -1 twice for all types of icmp",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for group_rule in context.group_rules().iter() {
        let (from, to) = (group_rule.from(), group_rule.to());
        let (Some(first), Some(last)) = (from.number(), to.number()) else { continue };
        let icmp = group_rule.protocol().is_none_or(|protocol| protocol.starts_with("icmp"));
        // Of a type of icmp, -1 means every code.
        let wrong = if icmp { first == -1 && last != -1 } else { (first == -1) != (last == -1) };
        if wrong && group_rule.protocol().is_some_and(|protocol| protocol != "-1") {
            let finding = rule.finding(format!("the port range is {first} to {last}; -1 means all and must be at both ends"));
            let property = if first == -1 { to } else { from };
            property.report(context, finding.help(rule.fix));
        }
    }
}
