//! W3687: ports of a rule for all protocols, which EC2 ignores.

use crate::check::{Context, Reach, Rule, network};
use crate::diagnostic::Severity;

pub const RULE: Rule = Rule {
    code: "W3687",
    severity: Severity::Warning,
    what: "Finds a rule of a security group with `IpProtocol: -1` and a range of ports.",
    why: "The rule is for all ports, whatever it says.",
    example: "\"IpProtocol\": \"-1\", \"FromPort\": 22, \"ToPort\": 22",
    fix: "Write `tcp` or `udp`, or remove the ports.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html",
    reach: Reach::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for group_rule in network::group_rules(context.template()) {
        let from = group_rule.rule.get("FromPort");
        let (Some(first), Some(last)) = (from.number(), group_rule.rule.get("ToPort").number()) else { continue };
        // These say all ports, which is what happens.
        let all = (first <= 0 && last <= 0) || (first <= 1 && last == 65_535);
        if group_rule.protocol().as_deref() == Some("-1") && !all {
            let finding =
                rule.finding(format!("the ports {first} to {last} are ignored: the rule is for all protocols and ports"));
            from.report(context, finding.help(rule.fix));
        }
    }
}
