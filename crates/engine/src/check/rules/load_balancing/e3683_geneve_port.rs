//! E3683: a target group of a gateway load balancer with another port than its own.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3683",
    severity: Severity::Error,
    what: "Finds a target group of protocol `GENEVE` whose `Port` is not 6081.",
    why: "Elastic Load Balancing refuses the target group: the protocol uses only that port.",
    example: "\"Protocol\": \"GENEVE\", \"Port\": 80",
    fix: "write `Port: 6081`",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/target-groups.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for group in resource::of_type(scope, listener::TARGET_GROUP) {
        let property = group.properties.get("Port");
        let Some(port) = property.text().filter(|port| port != "6081") else { continue };
        if group.properties.get("Protocol").is("GENEVE") {
            let finding = rule.finding(format!("the `Port` of `{}` is {port}, but GENEVE uses port 6081", group.id));
            property.report(context, finding.help(rule.fix));
        }
    }
}
