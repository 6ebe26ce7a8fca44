//! FW230: a redirect to where the request came from.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;

pub(crate) const RULE: Rule = Rule {
    code: "FW230",
    severity: Severity::Error,
    what: "Finds a redirect that changes neither protocol, host, port, path nor query.",
    why: "Elastic Load Balancing refuses it: `The redirect configuration is not valid because it creates a loop`.",
    example: "An HTTP listener on port 80 that redirects to \"Protocol\": \"HTTP\", \"Port\": \"80\".",
    fix: "redirect to `Protocol: HTTPS` and `Port: \"443\"`, or to another host or path",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-elasticloadbalancingv2-listener-redirectconfig.html",
    kind: RuleKind::Template(run),
};

const KEPT: [(&str, &str); 3] = [("Host", "#{host}"), ("Path", "/#{path}"), ("Query", "#{query}")];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for (resource, list) in listener::forwarders(scope) {
        let listener = listener::listener_of(&resource);
        for action in list.items().unwrap_or_default() {
            let target = action.get("RedirectConfig");
            if !action.get("Type").is("redirect") || !target.is_given() {
                continue;
            }
            let own = |key| listener.as_ref().and_then(|listener| listener.properties.get(key).text());
            let same = |key: &'static str, kept: &str| {
                target.get(key).text_or(kept).is_some_and(|to| to == kept || own(key) == Some(to))
            };
            let loops = KEPT.iter().all(|(key, kept)| target.get(key).text_or(kept).as_deref() == Some(kept));
            if loops && same("Protocol", "#{protocol}") && same("Port", "#{port}") {
                let finding =
                    rule.finding(format!("the redirect of `{}` is a loop: it leads to where the request came from", resource.id));
                target.report(context, finding.help(rule.fix));
            }
        }
    }
}
