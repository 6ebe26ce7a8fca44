//! Tags: the transform takes a map and writes a list, or a map for the newer kinds of APIs.

use super::build;
use super::made::MadeResource;
use super::resource::SamResource;
use crate::template::{Content, Node};

/// The tag that says what made an HTTP API.
pub(super) const HTTP_API: &str = "httpapi:createdBy";
/// The tag that says what made an API for web sockets.
pub(super) const WEB_SOCKET_API: &str = "websocketapi:createdBy";

/// Types that the transform can hand tags on to.
const TAGGED: [&str; 15] = [
    "AWS::ApiGateway::ApiKey",
    "AWS::ApiGateway::DomainName",
    "AWS::ApiGateway::DomainNameAccessAssociation",
    "AWS::ApiGateway::DomainNameV2",
    "AWS::ApiGateway::RestApi",
    "AWS::ApiGateway::Stage",
    "AWS::ApiGateway::UsagePlan",
    "AWS::CodeDeploy::Application",
    "AWS::CodeDeploy::DeploymentGroup",
    "AWS::IAM::Role",
    "AWS::IoT::TopicRule",
    "AWS::Lambda::Function",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
    "AWS::StepFunctions::StateMachine",
];

/// More tags than any resource takes are not handed on to each of many.
const MOST_TAGS: usize = 200;

/// What is made of a source, with the source's tags in place of its own where `PropagateTags` asks for it.
pub(super) fn propagate(source: &SamResource<'_>, made: MadeResource) -> MadeResource {
    let takes = match source.kind {
        "Function" | "StateMachine" | "Api" => TAGGED.contains(&made.resource_type),
        "WebSocketApi" => made.resource_type.starts_with("AWS::ApiGatewayV2::") && made.property("Tags").is_some(),
        _ => false,
    };
    let is_asked = takes && build::is_true(source.property("PropagateTags"));
    if !is_asked || source.property("Tags").and_then(Node::as_map).is_some_and(|tags| tags.len() > MOST_TAGS) {
        return made;
    }
    match source.kind {
        "WebSocketApi" => made.set("Tags", map(source.property("Tags"), WEB_SOCKET_API)),
        _ => made.set("Tags", own(source.property("Tags"))),
    }
}

/// The tags of a source as a list, after the one that says what made them.
pub(super) fn list(created_by: &'static str, tags: Option<&Node>) -> Node {
    let first = pair(created_by, build::text("SAM"));
    match plain(tags) {
        Ok(more) => build::list([first].into_iter().chain(more)),
        Err(function) => build::opaque(function),
    }
}

/// The tags of a source as a list, before the one that says what made them.
pub(super) fn list_before(created_by: &'static str, tags: Option<&Node>) -> Node {
    match plain(tags) {
        Ok(more) => build::list(more.into_iter().chain([pair(created_by, build::text("SAM"))])),
        Err(function) => build::opaque(function),
    }
}

/// The tags of a source as a list; nothing where there are none.
pub(super) fn own(tags: Option<&Node>) -> Option<Node> {
    let tags = tags.filter(|tags| !tags.is_empty())?;
    Some(plain(Some(tags)).map_or_else(build::opaque, build::list))
}

/// The tags as a map, with the one that says what made it.
pub(super) fn map(given: Option<&Node>, created_by: &'static str) -> Node {
    let mut node = match given {
        Some(given) if build::is_function(given) => return build::opaque(given),
        Some(given) => given.clone(),
        None => build::map::<Node>([]),
    };
    if let Content::Map(entries) = &mut node.content {
        entries.insert(created_by.into(), build::text("SAM"));
    }
    node
}

fn plain(tags: Option<&Node>) -> Result<Vec<Node>, &Node> {
    match tags {
        Some(node) if !node.is_empty() && !build::is_plain_map(node) => Err(node),
        Some(node) => Ok(node.as_map().into_iter().flatten().map(|(key, value)| pair(key.as_str(), value.clone())).collect()),
        None => Ok(Vec::new()),
    }
}

fn pair(key: &str, value: Node) -> Node {
    build::map([("Key", build::text(key)), ("Value", value)])
}
