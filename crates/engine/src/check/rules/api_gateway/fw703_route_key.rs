//! FW703: the key of a route that an HTTP API does not take.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW703",
    severity: Severity::Error,
    what: "Finds a `RouteKey` of an HTTP API that is neither `$default` nor a method and a path.",
    why: "API Gateway refuses the route: `The provided route key is not formatted properly for HTTP protocol`.",
    example: "\"RouteKey\": \"GET messages\"",
    fix: "write a method, a blank and a path, such as `GET /messages`, or `$default`",
    link: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html",
    kind: RuleKind::Template(run),
};

const METHODS: [&str; 8] = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for route in resource::of_type(context.scope(), "AWS::ApiGatewayV2::Route") {
        let api = route.properties.get("ApiId").target_of("AWS::ApiGatewayV2::Api");
        // A WebSocket API takes any text.
        if !api.is_some_and(|api| api.properties.get("ProtocolType").is("HTTP")) {
            continue;
        }
        let key = route.properties.get("RouteKey");
        let Some(given) = key.text().filter(|given| !is_key(given)) else { continue };
        let path = given.split_whitespace().last().unwrap_or_default().trim_start_matches('/').to_owned();
        let method = METHODS.iter().find(|method| given.to_uppercase().starts_with(*method)).unwrap_or(&"ANY");
        let help = format!("write `{method} /{path}`");
        key.report(context, rule.finding(format!("`{given}` is not a route key of an HTTP API")).help(help));
    }
}

fn is_key(given: &str) -> bool {
    let is_route = |(method, path): (&str, &str)| is_method(method) && path.starts_with('/') && !path.contains(' ');
    // How a method is to be written in lower case is not documented.
    fn is_method(given: &str) -> bool {
        METHODS.iter().any(|method| method.eq_ignore_ascii_case(given))
    }
    given == "$default" || given.split_once(' ').is_some_and(is_route)
}
