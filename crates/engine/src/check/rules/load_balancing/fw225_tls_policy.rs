//! FW225: a listener that leaves the versions of TLS to an old default.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW225",
    severity: Severity::Warning,
    what: "Finds a listener of protocol `HTTPS` or `TLS` without `SslPolicy`.",
    why: "CloudFormation's default is `ELBSecurityPolicy-2016-08`, which still allows TLS 1.0 and 1.1.",
    example: "\"Protocol\": \"HTTPS\" without `SslPolicy`",
    fix: "write `SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06`, or a later one that AWS recommends",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for listener in resource::of_type(scope, listener::LISTENER) {
        let property = listener.properties.get("Protocol");
        let encrypted = property.is("HTTPS") || property.is("TLS");
        if encrypted && listener.properties.get("SslPolicy").is_absent() {
            let message =
                format!("the listener `{}` has no `SslPolicy`; the default is `ELBSecurityPolicy-2016-08`", listener.id);
            property.report(context, rule.finding(message).help(rule.fix));
        }
    }
}
