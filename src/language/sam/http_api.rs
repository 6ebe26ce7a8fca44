//! `AWS::Serverless::HttpApi`
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-httpapi.html>

use super::build::{self, Made};
use super::source::Source;
use super::work::Work;
use super::{code, domain, events, rest_api};
use crate::template::{Content, Node};

/// The type of what an API becomes.
pub(super) const TYPE: &str = "AWS::ApiGatewayV2::Api";
/// The type of its stage.
pub(super) const STAGE: &str = "AWS::ApiGatewayV2::Stage";
/// The stage that has no path.
const DEFAULT_STAGE: &str = "$default";

/// What goes into the definition beside the author's own.
const DEFINING: [&str; 6] = ["Auth", "CorsConfiguration", "Description", "DisableExecuteApiEndpoint", "Name", "Tags"];

/// Makes the API, its stage, the permissions of its authorizers, and its domain.
pub(super) fn make<'a>(work: &mut Work<'a>, source: &Source<'a>) {
    let uri = source.property("DefinitionUri");
    let made = Made::main(source, TYPE)
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
fn body(work: &Work<'_>, source: &Source<'_>) -> Node {
    let parts = ["DefinitionBody"].iter().chain(&DEFINING);
    let parts = parts.filter_map(|name| Some((*name, source.property(name)?.clone())));
    build::opaque_of(parts.chain(events::paths(work, source.id).map(|events| ("Events", events))))
}

fn stage(work: &mut Work<'_>, source: &Source<'_>) -> Made {
    let name = source.property("StageName").cloned().unwrap_or_else(|| build::text(DEFAULT_STAGE));
    let id = match name.as_str() {
        Some(DEFAULT_STAGE) => source.id_of("ApiGatewayDefaultStage"),
        name => work.named_id(source.id, name.unwrap_or_default(), "Stage", STAGE),
    };
    let routes = events::route_settings(work, source.id);
    let settings = match (source.property("RouteSettings"), routes) {
        (given, None) => given.cloned(),
        (given, Some(routes)) => Some(build::opaque_of([("Source", given.cloned()), ("Events", Some(routes))])),
    };
    Made::beside(source, id, STAGE)
        .set("ApiId", build::reference(source.id))
        .set("StageName", name)
        .copy(source.properties, &["AccessLogSettings", "DefaultRouteSettings", "StageVariables"])
        .set("Tags", tags(source.property("Tags"), "httpapi:createdBy"))
        .set("AutoDeploy", build::flag(true))
        .set("RouteSettings", settings)
}

/// The tags as a map, with the one that says what made it.
pub(super) fn tags(given: Option<&Node>, created_by: &'static str) -> Node {
    let mut node = match given {
        Some(given) if rest_api::is_function(given) => return build::opaque(given),
        Some(given) => given.clone(),
        None => build::map::<Node>([]),
    };
    if let Content::Map(entries) = &mut node.content {
        entries.insert(created_by.into(), build::text("SAM"));
    }
    node
}
