//! FW231: a redirect to HTTPS that keeps the port of HTTP.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;

pub(crate) const RULE: Rule = Rule {
    code: "FW231",
    severity: Severity::Warning,
    what: "Finds a redirect from an HTTP listener to HTTPS on the same host and the same port.",
    why: "Browsers are sent to HTTPS on the port where the listener speaks HTTP, and get an error.",
    example: "A listener on port 80 with \"RedirectConfig\": {\"Protocol\": \"HTTPS\", \"StatusCode\": \"HTTP_301\"}",
    fix: "write `Port: \"443\"` in the redirect",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-elasticloadbalancingv2-listener-redirectconfig.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for (resource, list) in listener::forwarders(scope) {
        let Some(listener) = listener::listener_of(&resource) else { continue };
        let (Some(port), true) = (listener.properties.get("Port").text(), listener.properties.get("Protocol").is("HTTP")) else {
            continue;
        };
        for action in list.items().unwrap_or_default() {
            let target = action.get("RedirectConfig");
            let same_host = target.get("Host").text_or("#{host}").as_deref() == Some("#{host}");
            let same_port = target.get("Port").text_or("#{port}").is_some_and(|to| to == "#{port}" || to == port);
            if target.is_given() && target.get("Protocol").is("HTTPS") && same_host && same_port {
                let message = format!(
                    "the redirect of `{}` leads to HTTPS on port {port}, where `{}` speaks HTTP",
                    resource.id, listener.id
                );
                target.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
}
