//! E3687: a rule of a security group without the ports that its protocol needs.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3687",
    severity: Severity::Error,
    what: "Finds a rule of a security group for tcp, udp or icmp without `FromPort` or `ToPort`.",
    why: "EC2 refuses it.",
    example: "\"IpProtocol\": \"tcp\" with `FromPort` only",
    fix: "set both, to the same number for one port; for icmp they are the type and code, -1 for all",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for group_rule in context.group_rules().iter() {
        let protocol = group_rule.protocol().unwrap_or_default();
        if !matches!(protocol.as_str(), "tcp" | "udp" | "icmp") {
            continue;
        }
        let missing = ["FromPort", "ToPort"].into_iter().filter(|name| group_rule.rule.get(name).is_absent());
        let missing: Vec<String> = missing.map(|name| format!("`{name}`")).collect();
        if !missing.is_empty() {
            let finding = rule.finding(format!("a {protocol} rule needs {}", missing.join(" and ")));
            group_rule.rule.report(context, finding.help(rule.fix));
        }
    }
}
