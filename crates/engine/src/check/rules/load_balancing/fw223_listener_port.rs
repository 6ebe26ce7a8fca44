//! FW223: two listeners of one load balancer on one port.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{listener, resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW223",
    severity: Severity::Error,
    what: "Finds two listeners of one load balancer with the same `Port`.",
    why: "Elastic Load Balancing refuses the second: `A listener already exists on this port`.",
    example: "Two listeners with \"Port\": 443 on the same load balancer.",
    fix: "use one listener, with rules or further certificates, or another port; for TCP and UDP on one port write `TCP_UDP`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let groups = resource::grouped(resource::of_type(scope, listener::LISTENER), |one| {
        Some(format!("{} {}", one.properties.get("Port").number()?, listener::balancer(one).identity()?))
    });
    for listeners in groups.values() {
        for (index, one) in listeners.iter().enumerate() {
            let Some(other) = listeners[..index].iter().find(|other| resource::coexist(one, other)) else { continue };
            let property = one.properties.get("Port");
            let port = property.text().unwrap_or_default();
            let message = format!("`{}` and `{}` listen on port {port} of one load balancer", other.id, one.id);
            property.report(context, rule.finding(message).help(rule.fix).related(other.location, "the other listener"));
        }
    }
}
