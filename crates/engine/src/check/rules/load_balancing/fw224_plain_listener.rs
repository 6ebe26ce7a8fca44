//! FW224: a listener for plain traffic that has what only encrypted traffic needs.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW224",
    severity: Severity::Error,
    what: "Finds a listener with `Certificates` or `SslPolicy` whose protocol is not `HTTPS`, `TLS` or `QUIC`.",
    why: "Elastic Load Balancing refuses the listener.",
    example: "\"Protocol\": \"HTTP\", \"SslPolicy\": \"ELBSecurityPolicy-TLS13-1-2-2021-06\"",
    fix: "remove it, or write `Protocol: HTTPS`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html",
    kind: RuleKind::Template(run),
};

const PLAIN: [&str; 4] = ["HTTP", "TCP", "TCP_UDP", "UDP"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for listener in resource::of_type(scope, listener::LISTENER) {
        let Some(protocol) = listener.properties.get("Protocol").text().filter(|given| PLAIN.contains(&given.as_str())) else {
            continue;
        };
        let certificates = listener.properties.get("Certificates");
        let policy = listener.properties.get("SslPolicy");
        let given = [
            (certificates.items().is_some_and(|items| !items.is_empty()), certificates, "certificates"),
            (policy.is_given(), policy, "an `SslPolicy`"),
        ];
        for (_, property, what) in given.into_iter().filter(|(given, ..)| *given) {
            let finding = rule.finding(format!("the {protocol} listener `{}` has {what}", listener.id));
            property.report(context, finding.help(rule.fix));
        }
    }
}
