//! FW711: a function of an HTTP API whose payload has no version.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW711",
    severity: Severity::Error,
    what: "Finds an integration of the type `AWS_PROXY` of an HTTP API without `PayloadFormatVersion`, and an authorizer of the type `REQUEST` without `AuthorizerPayloadFormatVersion`.",
    why: "API Gateway refuses it: an HTTP API has two forms of what it sends to a function, and no default.",
    example: "`IntegrationType: AWS_PROXY` without `PayloadFormatVersion`",
    fix: "write \"2.0\", the form of HTTP APIs, or \"1.0\", that of REST APIs",
    link: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html",
    kind: RuleKind::Template(run),
};

/// The type, the property and the value for which another property is needed.
const NEEDED: [(&str, &str, &str, &str); 2] = [
    ("AWS::ApiGatewayV2::Authorizer", "AuthorizerType", "REQUEST", "AuthorizerPayloadFormatVersion"),
    ("AWS::ApiGatewayV2::Integration", "IntegrationType", "AWS_PROXY", "PayloadFormatVersion"),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for (kind, property, value, needed) in NEEDED {
        for found in resource::of_type(scope, kind) {
            let api = found.properties.get("ApiId").target_of("AWS::ApiGatewayV2::Api");
            let Some(api) = api.filter(|api| api.properties.get("ProtocolType").is("HTTP")) else { continue };
            let given = found.properties.get(property);
            if given.is(value) && found.properties.get(needed).is_absent() {
                let message = format!("`{}` of the HTTP API `{}` has no `{needed}`", found.id, api.id);
                given.report(context, rule.finding(message).help(rule.fix).related(api.location, "the API"));
            }
        }
    }
}
