//! E3684: a health check that expects an HTTP answer over another protocol.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3684",
    severity: Severity::Error,
    what: "Finds a target group with `Matcher` or `ProtocolVersion` whose `HealthCheckProtocol` is neither `HTTP` nor `HTTPS`.",
    why: "Elastic Load Balancing refuses the target group: only HTTP has status codes.",
    example: "\"HealthCheckProtocol\": \"TCP\", \"Matcher\": {\"HttpCode\": \"200\"}",
    fix: "remove `Matcher` and `ProtocolVersion`, or check with `HTTP`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for group in resource::of_type(scope, listener::TARGET_GROUP) {
        let Some(protocol) = group.properties.get("HealthCheckProtocol").text() else { continue };
        if protocol == "HTTP" || protocol == "HTTPS" {
            continue;
        }
        for name in ["Matcher", "ProtocolVersion"] {
            let given = group.properties.get(name);
            if given.is_given() {
                let finding =
                    rule.finding(format!("`{}` checks its targets with {protocol}, which does not support `{name}`", group.id));
                given.report(context, finding.help(rule.fix));
            }
        }
    }
}
