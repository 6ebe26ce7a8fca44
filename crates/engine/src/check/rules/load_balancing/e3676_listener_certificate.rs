//! E3676: a listener for encrypted traffic without a certificate.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3676",
    severity: Severity::Error,
    what: "Finds a listener of protocol `HTTPS` or `TLS` without `Certificates`.",
    why: "Elastic Load Balancing refuses the listener.",
    example: "\"Protocol\": \"HTTPS\" without `Certificates`",
    fix: "give `Certificates` with the ARN of a certificate of the same region; an `AWS::ElasticLoadBalancingV2::ListenerCertificate` adds further ones only",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for listener in resource::of_type(scope, listener::LISTENER) {
        let property = listener.properties.get("Protocol");
        let Some(protocol) = property.text().filter(|protocol| protocol == "HTTPS" || protocol == "TLS") else { continue };
        let certificates = listener.properties.get("Certificates");
        if certificates.items().is_some_and(|items| items.is_empty()) {
            let finding = rule.finding(format!("the {protocol} listener `{}` has no certificate", listener.id));
            property.report(context, finding.help(rule.fix));
        }
    }
}
