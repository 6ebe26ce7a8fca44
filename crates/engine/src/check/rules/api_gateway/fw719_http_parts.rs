//! FW719: a part of an HTTP or WebSocket API that does not go with the API.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::Piece;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "FW719",
    severity: Severity::Error,
    what: "Finds a route with the integration or the authorizer of another API, and an integration of an HTTP API whose type only WebSocket APIs have.",
    why: "API Gateway refuses it.",
    example: "`IntegrationType: MOCK` in an API of `ProtocolType: HTTP`",
    fix: "give both the same `ApiId`; an HTTP API takes `AWS_PROXY` and `HTTP_PROXY`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-integration.html",
    kind: RuleKind::Template(run),
};

/// The types of integrations that HTTP APIs do not have.
const OF_WEBSOCKETS: [&str; 3] = ["AWS", "HTTP", "MOCK"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for route in resource::of_type(scope, "AWS::ApiGatewayV2::Route") {
        let (target, authorizer) = (route.properties.get("Target"), route.properties.get("AuthorizerId"));
        let integration = match target.parts().as_slice() {
            [Piece::Text(begin), Piece::Call(call)] if begin == "integrations/" => {
                function::referred(call).and_then(|id| resource::find(scope, id))
            }
            _ => None,
        };
        for (property, part) in [(target, integration), (authorizer.clone(), authorizer.target())] {
            let Some((part, [own, other])) = part.and_then(|part| Some((part.clone(), differ(&route, &part)?))) else { continue };
            let message = format!("`{}` is a route of `{own}`, and `{}` belongs to `{other}`", route.id, part.id);
            property.report(context, rule.finding(message).help("give both the same `ApiId`").related(part.location, "it"));
        }
    }
    for integration in resource::of_type(scope, "AWS::ApiGatewayV2::Integration") {
        let given = integration.properties.get("IntegrationType");
        let kind = given.text().filter(|kind| OF_WEBSOCKETS.contains(&kind.as_str()));
        let api = api(&integration.properties).filter(|api| api.properties.get("ProtocolType").is("HTTP"));
        let Some((kind, api)) = kind.zip(api) else { continue };
        let message = format!("`{}` is an HTTP API, and only WebSocket APIs have integrations of the type `{kind}`", api.id);
        given.report(context, rule.finding(message).help("write `AWS_PROXY` or `HTTP_PROXY`").related(api.location, "the API"));
    }
}

fn api<'a>(part: &Property<'a>) -> Option<Resource<'a>> {
    part.get("ApiId").target_of("AWS::ApiGatewayV2::Api")
}

/// The APIs of two parts, where they surely are different ones.
fn differ<'a>(one: &Resource<'a>, other: &Resource<'a>) -> Option<[&'a str; 2]> {
    let apis = [api(&one.properties)?.id, api(&other.properties)?.id];
    (apis[0] != apis[1]).then_some(apis)
}
