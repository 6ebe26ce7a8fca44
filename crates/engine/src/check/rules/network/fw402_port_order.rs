//! FW402: a range of ports that ends before it begins.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "FW402",
    severity: Severity::Error,
    what: "Finds a rule of a security group for tcp or udp whose `FromPort` is greater than its `ToPort`.",
    why: "EC2 refuses it.",
    example: "\"FromPort\": 8080, \"ToPort\": 80",
    fix: "write the smaller port in `FromPort`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for group_rule in context.group_rules().iter() {
        let (from, to) = (group_rule.from(), group_rule.to());
        let (Some(first), Some(last)) = (from.number(), to.number()) else { continue };
        let ported = group_rule.protocol().is_some_and(|protocol| protocol == "tcp" || protocol == "udp");
        if ported && first > last && last != -1 {
            let finding = rule.finding(format!("the port range {first}-{last} is reversed"));
            from.report(context, finding.help(format!("write {last} as `FromPort` and {first} as `ToPort`")));
        }
    }
}
