//! W3687: ports of a protocol without ports, which EC2 ignores.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W3687",
    severity: Severity::Warning,
    what: "Finds a rule of a security group with ports and a protocol without ports: -1, or the number of a protocol other than tcp, udp and icmp.",
    why: "EC2 ignores the ports: the rule is for all of them.",
    example: "\"IpProtocol\": \"-1\", \"FromPort\": 22, \"ToPort\": 22",
    fix: "write `tcp` or `udp`, or remove the ports",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for group_rule in context.group_rules().iter() {
        let from = group_rule.from();
        let (Some(first), Some(last)) = (from.number(), group_rule.to().number()) else { continue };
        // These say all ports, which is what happens.
        let all = (first <= 0 && last <= 0) || (first <= 1 && last == 65_535);
        let protocol = group_rule.protocol().unwrap_or_default();
        let ported = matches!(protocol.as_str(), "tcp" | "udp" | "icmp" | "icmpv6");
        if !ported && protocol.parse::<i16>().is_ok() && !all {
            let message =
                format!("the ports {first} to {last} are ignored: a rule with the protocol {protocol} is for all ports");
            let finding = rule.finding(message);
            from.report(context, finding.help(rule.fix));
        }
    }
}
