//! `AWS::Serverless::Api`
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-api.html>

use super::build;
use super::events::paths;
use super::made::MadeResource;
use super::resource::SamResource;
use super::work::Work;
use super::{code, domain, tags, usage_plan};
use crate::template::Node;

/// The type of what an API becomes.
pub(super) const TYPE: &str = "AWS::ApiGateway::RestApi";
const DEPLOYMENT: &str = "AWS::ApiGateway::Deployment";
const STAGE: &str = "AWS::ApiGateway::Stage";

/// What goes into the definition beside the author's own.
const DEFINING: [&str; 9] = [
    "ApiKeySourceType",
    "Auth",
    "BinaryMediaTypes",
    "Cors",
    "DisableExecuteApiEndpoint",
    "GatewayResponses",
    "MergeDefinitions",
    "Models",
    "OpenApiVersion",
];

/// Makes the API, its deployment and stage, the permissions of its authorizers, its domain and its usage plan.
pub(super) fn make<'a>(work: &mut Work<'a>, source: &SamResource<'a>) {
    let body = body(work, source);
    let location = source.property("DefinitionUri").map(|uri| code::location(uri, code::DEFINITION));
    let deployment = deployment(work, source, body.as_ref().or(location.as_ref()));
    let stage = stage(work, source, &deployment.id);
    work.refer(source, "Deployment", &deployment.id);
    work.refer(source, "Stage", &stage.id);
    work.put(source, api(source, body, location));
    work.put(source, deployment);
    let stage_id = stage.id.clone();
    work.put(source, stage);
    work.put_all(
        source,
        authorizer_permissions(source, |authorizer| {
            !build::is_true(build::present(authorizer, "DisableFunctionDefaultPermissions"))
        }),
    );
    domain::of_rest_api(work, source);
    usage_plan::of(work, source, &stage_id);
}

fn api(source: &SamResource<'_>, body: Option<Node>, location: Option<Node>) -> MadeResource {
    let (endpoint, parameters) = source.property("EndpointConfiguration").map(endpoint).unwrap_or_default();
    MadeResource::main(source, TYPE)
        .set("Body", body)
        .set("BodyS3Location", location)
        .copy(
            source.properties,
            &[
                "ApiKeySourceType",
                "BinaryMediaTypes",
                "Description",
                "EndpointAccessMode",
                "FailOnWarnings",
                "MinimumCompressionSize",
                "Mode",
                "Name",
                "Policy",
                "SecurityPolicy",
            ],
        )
        .set("EndpointConfiguration", endpoint)
        .set("Parameters", parameters)
}

/// The definition: that of the author where nothing goes into it, or opaque. What its events are for is known.
fn body(work: &Work<'_>, source: &SamResource<'_>) -> Option<Node> {
    if source.property("DefinitionUri").is_some() {
        return None;
    }
    let given = source.property("DefinitionBody");
    let takes_events = given.is_none() || build::is_true(source.property("MergeDefinitions"));
    let events = takes_events.then(|| paths::of_api(work, source.id)).flatten();
    let parts = DEFINING.iter().filter_map(|name| Some((*name, source.property(name)?.clone())));
    let parts: Vec<_> = parts.chain(events.map(|events| ("Events", events))).collect();
    Some(match given {
        // What a definition of version 2 says of security is moved in one of version 3.
        Some(given) if parts.is_empty() && build::present(given, "securityDefinitions").is_none() => given.clone(),
        _ => build::opaque_of(given.map(|given| ("DefinitionBody", given.clone())).into_iter().chain(parts)),
    })
}

/// The kinds of endpoints, and the parameter that repeats them.
fn endpoint(given: &Node) -> (Option<Node>, Option<Node>) {
    let of = |kind: &Node| build::map([("endpointConfigurationTypes", kind.clone())]);
    if let (true, Some(kind)) = (build::is_plain_map(given), build::present(given, "Type")) {
        let endpoints = build::present(given, "VPCEndpointIds").or_else(|| build::present(given, "VpcEndpointIds"));
        let configuration = build::map([
            ("Types", Some(build::list([kind.clone()]))),
            ("VpcEndpointIds", endpoints.cloned()),
            ("IpAddressType", build::present(given, "IpAddressType").cloned()),
        ]);
        return (Some(configuration), Some(of(kind)));
    }
    match given.as_str() {
        Some(_) => (Some(build::map([("Types", build::list([given.clone()]))])), Some(of(given))),
        None => (Some(build::opaque(given)), Some(build::opaque(given))),
    }
}

/// The deployment, whose id changes with the definition: so a changed one is deployed.
fn deployment(work: &mut Work<'_>, source: &SamResource<'_>, definition: Option<&Node>) -> MadeResource {
    let content = definition.into_iter().chain(source.property("OpenApiVersion")).chain(source.property("Domain"));
    let content: Vec<&Node> = content.collect();
    let id = work.hashed_id(&source.id_of("Deployment"), DEPLOYMENT, content.iter().copied());
    let description = build::opaque_of([("Digits", build::text(build::digits(content)))]);
    // With this property the transform leaves out a stage that it used to make by mistake.
    let old_stage = source.property("OpenApiVersion").is_none().then(|| build::text("Stage"));
    MadeResource::beside(source, id, DEPLOYMENT)
        .set("RestApiId", build::reference(source.id))
        .set("Description", description)
        .set("StageName", old_stage)
}

fn stage(work: &mut Work<'_>, source: &SamResource<'_>, deployment: &str) -> MadeResource {
    let id = work.named_id(source.id, source.text("StageName").unwrap_or_default(), "Stage", STAGE);
    MadeResource::beside(source, id, STAGE)
        .set("RestApiId", build::reference(source.id))
        .set("DeploymentId", build::reference(deployment))
        .copy(
            source.properties,
            &[
                "AccessLogSetting",
                "CacheClusterEnabled",
                "CacheClusterSize",
                "CanarySetting",
                "MethodSettings",
                "StageName",
                "TracingEnabled",
                "Variables",
            ],
        )
        .set("Tags", tags::own(source.property("Tags")))
}

/// The permissions of the functions that authorize requests, where `is_asked` says that one is asked for.
pub(super) fn authorizer_permissions(source: &SamResource<'_>, is_asked: impl Fn(&Node) -> bool) -> Vec<MadeResource> {
    let authorizers = source.property("Auth").and_then(|auth| build::present(auth, "Authorizers"));
    let authorizers = authorizers.filter(|node| build::is_plain_map(node)).and_then(Node::as_map);
    let functions = authorizers.into_iter().flatten().filter(|(_, authorizer)| is_asked(authorizer));
    let functions = functions.filter_map(|(key, authorizer)| Some((key, build::present(authorizer, "FunctionArn")?)));
    let permission = |(key, arn): (&crate::template::Key, &Node)| {
        let source_arn = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*";
        let id = source.id_of(&format!("{}AuthorizerPermission", key.as_str()));
        MadeResource::beside(source, id, "AWS::Lambda::Permission")
            .at(key.location_with(arn))
            .set("Action", build::text("lambda:InvokeFunction"))
            .set("FunctionName", arn.clone())
            .set("Principal", build::text("apigateway.amazonaws.com"))
            .set("SourceArn", build::sub_with(source_arn, [("__ApiId__", build::reference(source.id))]))
    };
    functions.map(permission).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{json, made};

    #[test]
    fn a_stage_is_named_after_the_stage() {
        let of = |stage: &str| {
            made(&format!("Resources: {{A: {{Type: AWS::Serverless::Api, Properties: {{StageName: {stage}}}}}}}"))[2].clone()
        };
        assert_eq!(of("Prod"), "AProdStage AWS::ApiGateway::Stage");
        assert_eq!(of("a-b"), "AStage# AWS::ApiGateway::Stage");
        assert_eq!(of("!Ref P"), "AStage AWS::ApiGateway::Stage");
    }

    #[test]
    fn an_api_without_events_keeps_its_definition() {
        let yaml = "
Resources:
  A:
    Type: AWS::Serverless::Api
    Properties:
      StageName: !Ref P
      EndpointConfiguration: {Type: REGIONAL}
      DefinitionBody: {openapi: 3.0.1}
Outputs: {Stage: {Value: !Sub '${A}/${A.Stage}'}}";
        assert_eq!(
            json(yaml, &["Resources", "A", "Properties"]),
            r#"{"Body":{"openapi":"3.0.1"},"EndpointConfiguration":{"Types":["REGIONAL"]},"Parameters":{"endpointConfigurationTypes":"REGIONAL"}}"#
        );
        assert_eq!(json(yaml, &["Outputs", "Stage", "Value"]), r#"{"Fn::Sub":"${A}/${AStage}"}"#);
    }

    #[test]
    fn functions_that_authorize_may_be_invoked() {
        let yaml = "
Resources:
  A:
    Type: AWS::Serverless::Api
    Properties:
      StageName: v1
      Auth: {Authorizers: {One: {FunctionArn: f}, Two: {FunctionArn: g, DisableFunctionDefaultPermissions: true}}}";
        assert_eq!(made(yaml)[3..], ["AOneAuthorizerPermission AWS::Lambda::Permission"]);
    }
}
