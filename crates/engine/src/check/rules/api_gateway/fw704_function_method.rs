//! FW704: an integration that calls a function by another method than POST.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;
use crate::language::reference;

pub(crate) const RULE: Rule = Rule {
    code: "FW704",
    severity: Severity::Error,
    what: "Finds an integration with a Lambda function whose `IntegrationHttpMethod` is not `POST`.",
    why: "Lambda is invoked by POST, whatever the method of the API: every other call answers 500.",
    example: "`IntegrationHttpMethod: GET` with the `Uri` of a function",
    fix: "write `IntegrationHttpMethod: POST`; the `HttpMethod` of the method stays as it is",
    link: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html",
    kind: RuleKind::Template(run),
};

/// What the address of a function's invocation has in it.
const INVOCATION: &str = ":lambda:path/2015-03-31/functions/";

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for method in resource::of_type(scope, "AWS::ApiGateway::Method") {
        for integration in method.properties.get("Integration").cases() {
            let uri = integration.get("Uri").node().and_then(|node| scope.reduce(node)).map(reference::as_text);
            if !uri.is_some_and(|uri| uri.contains(INVOCATION) && uri.ends_with("/invocations")) {
                continue;
            }
            let called = integration.get("IntegrationHttpMethod");
            let message = match called.text() {
                Some(name) if name != "POST" => format!("`{}` calls a function by {name}", method.id),
                None if called.is_absent() => format!("`{}` calls a function without `IntegrationHttpMethod`", method.id),
                _ => continue,
            };
            let mut finding = rule.finding(message).help(rule.fix);
            // The method of the caller is passed on, and that may be POST.
            if called.is("ANY") {
                finding.severity = Severity::Warning;
            }
            called.report(context, finding);
        }
    }
}
