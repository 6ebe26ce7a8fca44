//! `AWS::Serverless::HttpApi`
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-httpapi.html>

use super::build;
use super::events::paths;
use super::made::MadeResource;
use super::resource::SamResource;
use super::work::Work;
use super::{code, domain, rest_api, tags};
use crate::template::Node;

/// The type of what an API becomes.
pub(super) const TYPE: &str = "AWS::ApiGatewayV2::Api";
/// The type of its stage.
pub(super) const STAGE: &str = "AWS::ApiGatewayV2::Stage";
/// The stage that has no path.
const DEFAULT_STAGE: &str = "$default";

/// What goes into the definition beside the author's own.
const DEFINING: [&str; 6] = ["Auth", "CorsConfiguration", "Description", "DisableExecuteApiEndpoint", "Name", "Tags"];

/// Makes the API, its stage, the permissions of its authorizers, and its domain.
pub(super) fn make<'a>(work: &mut Work<'a>, source: &SamResource<'a>) {
    let uri = source.property("DefinitionUri");
    let made = MadeResource::main(source, TYPE)
        .set("Body", uri.is_none().then(|| body(work, source)))
        .set("BodyS3Location", uri.map(|uri| code::location(uri, code::DEFINITION)))
        .copy(source.properties, &["FailOnWarnings"]);
    work.put(source, made);
    let is_asked = |authorizer: &Node| build::is_true(build::present(authorizer, "EnableFunctionDefaultPermissions"));
    work.put_all(source, rest_api::authorizer_permissions(source, is_asked));
    domain::of_http_api(work, source);
    let stage = stage(work, source);
    work.refer(source, "Stage", &stage.id);
    work.put(source, stage);
}

/// The definition always gets a tag that says what made it.
fn body(work: &Work<'_>, source: &SamResource<'_>) -> Node {
    let parts = ["DefinitionBody"].iter().chain(&DEFINING);
    let parts = parts.filter_map(|name| Some((*name, source.property(name)?.clone())));
    build::opaque_of(parts.chain(paths::of_api(work, source.id).map(|events| ("Events", events))))
}

fn stage(work: &mut Work<'_>, source: &SamResource<'_>) -> MadeResource {
    let name = source.property("StageName").cloned().unwrap_or_else(|| build::text(DEFAULT_STAGE));
    let id = match name.as_str() {
        Some(DEFAULT_STAGE) => source.id_of("ApiGatewayDefaultStage"),
        name => work.named_id(source.id, name.unwrap_or_default(), "Stage", STAGE),
    };
    let routes = paths::route_settings(work, source.id);
    let settings = match (source.property("RouteSettings"), routes) {
        (given, None) => given.cloned(),
        (given, Some(routes)) => Some(build::opaque_of([("Source", given.cloned()), ("Events", Some(routes))])),
    };
    MadeResource::beside(source, id, STAGE)
        .set("ApiId", build::reference(source.id))
        .set("StageName", name)
        .copy(source.properties, &["AccessLogSettings", "DefaultRouteSettings", "StageVariables"])
        .set("Tags", stage_tags(source))
        .set("AutoDeploy", build::flag(true))
        .set("RouteSettings", settings)
}

/// The tags of the stage: those that the definition gets, where the transform reads it.
fn stage_tags(source: &SamResource<'_>) -> Option<Node> {
    let is_read = source.property("DefinitionBody").is_none_or(|body| build::present(body, "openapi").is_some());
    match source.property("DefinitionUri") {
        None if is_read => Some(tags::map(source.property("Tags"), tags::HTTP_API)),
        _ => source.property("Tags").cloned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{json, made};

    #[test]
    fn the_stage_is_named_after_the_stage() {
        let of = |properties: &str| {
            made(&format!("Resources: {{A: {{Type: AWS::Serverless::HttpApi, Properties: {{{properties}}}}}}}"))[1].clone()
        };
        assert_eq!(of(""), "AApiGatewayDefaultStage AWS::ApiGatewayV2::Stage");
        assert_eq!(of("StageName: beta"), "AbetaStage AWS::ApiGatewayV2::Stage");
    }

    #[test]
    fn the_definition_and_the_stage_say_what_made_them() {
        let yaml = "Resources: {A: {Type: AWS::Serverless::HttpApi, Properties: {Tags: {A: b}}}}";
        let tags = r#"{"A":"b","httpapi:createdBy":"SAM"}"#;
        assert_eq!(json(yaml, &["Resources", "AApiGatewayDefaultStage", "Properties", "Tags"]), tags);
    }
}
