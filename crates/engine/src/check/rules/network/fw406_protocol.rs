//! FW406: a word that is no protocol of the network.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "FW406",
    severity: Severity::Error,
    what: "Finds a rule of a security group for a protocol that EC2 does not know, such as `http`.",
    why: "EC2 refuses it: the protocol is tcp, udp, icmp, icmpv6, the number of a protocol, or -1 for all.",
    example: "\"IpProtocol\": \"http\"",
    fix: "write `tcp` and the port: 80 for http, 443 for https, 22 for ssh",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html",
    kind: RuleKind::Template(run),
};

/// The names that EC2 takes, and further ones of IANA's list that it may.
const NAMES: [&str; 14] =
    ["-1", "ah", "all", "egp", "esp", "gre", "icmp", "icmpv6", "igmp", "ipv6-icmp", "ospf", "sctp", "tcp", "udp"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for group_rule in context.group_rules().iter() {
        let property = group_rule.rule.get("IpProtocol");
        let Some(given) = property.text() else { continue };
        let name = given.trim().to_lowercase();
        let word = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic());
        if word && !NAMES.contains(&name.as_str()) {
            property.report(context, rule.finding(format!("`{given}` is not a protocol that EC2 knows")).help(rule.fix));
        }
    }
}
