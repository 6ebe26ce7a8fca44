//! FW405: a port that the whole internet may reach.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "FW405",
    severity: Severity::Warning,
    what: "Finds a rule of a security group that allows the whole internet on other ports than 80 and 443.",
    why: "Open ports are found and attacked within minutes: databases, SSH, the ports of containers behind a load balancer.",
    example: "\"CidrIp\": \"0.0.0.0/0\", \"FromPort\": 5432, \"ToPort\": 5432",
    fix: "name the security group or address block that needs the port; if the port is meant to be public, allow the finding with the reason",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for group_rule in context.group_rules().iter().filter(|group_rule| !group_rule.outward) {
        let [ipv4, ipv6] = group_rule.blocks();
        let from = if ipv4.is("0.0.0.0/0") {
            ipv4
        } else if ipv6.is("::/0") {
            ipv6
        } else {
            continue;
        };
        let Some(protocol) = group_rule.protocol() else { continue };
        let ports = (group_rule.from().number(), group_rule.to().number());
        let what = match (protocol.as_str(), ports) {
            ("-1", _) => "on all ports".to_owned(),
            ("tcp" | "udp", (Some(first), Some(last))) if first == last && !matches!(first, 80 | 443) => {
                format!("on port {first}")
            }
            ("tcp" | "udp", (Some(first), Some(last))) if first < last => format!("on the ports {first} to {last}"),
            _ => continue,
        };
        from.report(context, rule.finding(format!("the rule allows the whole internet {what}")).help(rule.fix));
    }
}
