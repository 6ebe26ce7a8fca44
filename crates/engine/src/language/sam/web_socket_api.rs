//! `AWS::Serverless::WebSocketApi`

use super::build;
use super::made::MadeResource;
use super::resource::SamResource;
use super::work::Work;
use super::{domain, http_api, tags};
use crate::template::Node;

/// Makes the API, the routes with what they invoke, its stage, its authorizer and its domain.
pub(super) fn make<'a>(work: &mut Work<'a>, source: &SamResource<'a>) {
    let made = MadeResource::main(source, http_api::TYPE)
        .set("Name", source.property("Name").cloned().unwrap_or_else(|| build::text(source.id)))
        .set("ProtocolType", build::text("WEBSOCKET"))
        .copy(
            source.properties,
            &[
                "ApiKeySelectionExpression",
                "Description",
                "DisableExecuteApiEndpoint",
                "DisableSchemaValidation",
                "IpAddressType",
                "RouteSelectionExpression",
            ],
        )
        .set("Tags", tags::map(source.property("Tags"), tags::WEB_SOCKET_API));
    work.put(source, made);
    let routes = source.property("Routes").filter(|node| build::is_plain_map(node)).and_then(Node::as_map);
    if routes.is_none() {
        work.open.push(source.id.to_owned());
    }
    let mut ids = Vec::new();
    for (key, route) in routes.into_iter().flatten() {
        let name = capitalized(key.as_str().trim_start_matches('$'));
        ids.push(build::text(source.id_of(&format!("{name}Route"))));
        let made = self::route(source, key.as_str(), &name, route);
        work.put_all(source, made.into_iter().map(|made| made.at(key.location_with(route))));
    }
    authorizer(work, source);
    domain::of_http_api(work, source);
    stage(work, source, ids);
}

/// A route, its integration and its permission.
fn route(source: &SamResource<'_>, key: &str, name: &str, route: &Node) -> [MadeResource; 3] {
    let id = |role: &str| source.id_of(&format!("{name}{role}"));
    let integration = id("Integration");
    let target = build::list([build::text("/"), build::list([build::text("integrations"), build::reference(&integration)])]);
    let auth = source.property("Auth").filter(|_| key == "$connect");
    let made = MadeResource::beside(source, id("Route"), "AWS::ApiGatewayV2::Route")
        .set("ApiId", build::reference(source.id))
        .set("RouteKey", build::text(key))
        .set("Target", Node::call("Fn::Join", target))
        .set("AuthorizationType", auth.and_then(|auth| build::present(auth, "AuthType")).cloned())
        .set("AuthorizerId", is_custom(source).filter(|_| auth.is_some()).map(|()| build::reference(&authorizer_id(source))))
        .copy(
            route,
            &[
                "ApiKeyRequired",
                "ModelSelectionExpression",
                "OperationName",
                "RequestModels",
                "RequestParameters",
                "RouteResponseSelectionExpression",
            ],
        );
    let function = build::present(route, "FunctionArn").cloned();
    let uri = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${FunctionArn}/invocations";
    let uri = function.clone().map(|function| build::sub_with(uri, [("FunctionArn", function)]));
    let invoked = MadeResource::beside(source, integration, "AWS::ApiGatewayV2::Integration")
        .set("ApiId", build::reference(source.id))
        .set("IntegrationType", build::text("AWS_PROXY"))
        .set("IntegrationUri", uri)
        .set("TimeoutInMillis", build::present(route, "IntegrationTimeout").cloned());
    let stage = source.property("StageName").cloned().unwrap_or_else(|| build::text("default"));
    let arn = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}";
    let arn = match stage.as_str() {
        Some(stage) => build::sub(format!("{arn}:${{{}.ApiId}}/{stage}/{key}", source.id)),
        None => build::sub_with(format!("{arn}:${{{}.ApiId}}/${{__StageName__}}/{key}", source.id), [("__StageName__", stage)]),
    };
    [made, invoked, permission(source, id("Permission"), function, arn)]
}

fn permission(source: &SamResource<'_>, id: String, function: Option<Node>, arn: Node) -> MadeResource {
    MadeResource::beside(source, id, "AWS::Lambda::Permission")
        .set("Action", build::text("lambda:InvokeFunction"))
        .set("FunctionName", function)
        .set("Principal", build::text("apigateway.amazonaws.com"))
        .set("SourceArn", arn)
}

fn is_custom(source: &SamResource<'_>) -> Option<()> {
    let kind = source.property("Auth").and_then(|auth| build::present(auth, "AuthType"));
    (kind.and_then(Node::as_str) == Some("CUSTOM")).then_some(())
}

fn authorizer_id(source: &SamResource<'_>) -> String {
    source.id_of("ConnectAuthorizer")
}

fn authorizer(work: &mut Work<'_>, source: &SamResource<'_>) {
    let (Some(auth), Some(())) = (source.property("Auth"), is_custom(source)) else { return };
    let function = build::present(auth, "AuthArn").cloned();
    let uri = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${AuthArn}/invocations";
    let id = authorizer_id(source);
    let made = MadeResource::beside(source, id.clone(), "AWS::ApiGatewayV2::Authorizer")
        .set("ApiId", build::reference(source.id))
        .set("AuthorizerType", build::text("REQUEST"))
        .set("AuthorizerUri", function.clone().map(|function| build::sub_with(uri, [("AuthArn", function)])))
        .set("AuthorizerCredentialsArn", build::present(auth, "InvokeRole").cloned())
        .set("Name", build::present(auth, "Name").cloned().unwrap_or_else(|| build::text(id)))
        .copy(auth, &["IdentitySource"]);
    work.put(source, made);
    if build::present(auth, "InvokeRole").is_none() {
        let arn = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*";
        let arn = build::sub_with(arn, [("__ApiId__", build::reference(source.id))]);
        work.put(source, permission(source, source.id_of("AuthorizerPermission"), function, arn));
    }
}

fn stage(work: &mut Work<'_>, source: &SamResource<'_>, routes: Vec<Node>) {
    let name = source.property("StageName").cloned().unwrap_or_else(|| build::text("default"));
    let id = match name.as_str() {
        Some("default") => source.id_of("DefaultStage"),
        name => source.id_of(&format!("{}Stage", name.unwrap_or_default())),
    };
    work.refer(source, "Stage", &id);
    let waits = source.property("RouteSettings").filter(|_| !routes.is_empty()).map(|_| build::list(routes));
    let made = MadeResource::beside(source, id, http_api::STAGE)
        .attribute("DependsOn", waits)
        .set("ApiId", build::reference(source.id))
        .set("StageName", name)
        .copy(source.properties, &["AccessLogSettings", "DefaultRouteSettings", "RouteSettings", "StageVariables"])
        .set("Tags", tags::map(None, tags::WEB_SOCKET_API))
        .set("AutoDeploy", build::flag(true));
    work.put(source, made);
}

/// As Python writes it: the first letter large, all others small.
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters.flat_map(char::to_lowercase)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::made;

    #[test]
    fn a_route_has_an_integration_and_a_permission() {
        let yaml = "
Resources:
  W:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      RouteSelectionExpression: $request.body.action
      Auth: {AuthType: CUSTOM, AuthArn: f}
      Routes: {$connect: {FunctionArn: f}}";
        assert_eq!(
            made(yaml),
            [
                "W AWS::ApiGatewayV2::Api",
                "WConnectRoute AWS::ApiGatewayV2::Route",
                "WConnectIntegration AWS::ApiGatewayV2::Integration",
                "WConnectPermission AWS::Lambda::Permission",
                "WConnectAuthorizer AWS::ApiGatewayV2::Authorizer",
                "WAuthorizerPermission AWS::Lambda::Permission",
                "WDefaultStage AWS::ApiGatewayV2::Stage",
            ]
        );
    }
}
