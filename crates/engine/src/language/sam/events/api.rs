//! `Api` and `HttpApi`: a path of an API. The API itself is made of its own resource, or of the implicit one.

use super::super::api_event::{self, ANY, DEFAULT_PATH, is_any, is_default};
use super::super::build;
use super::super::event::{Event, Invoked};
use super::super::made::MadeResource;
use super::super::role;
use super::super::work::Work;
use super::permission;
use crate::template::Node;

/// The characters of a stage's name.
const LONGEST_STAGE: usize = 128;
const PRINCIPAL: &str = "apigateway.amazonaws.com";
/// The permission of a REST API, named after the API's stage.
pub(super) fn rest(work: &mut Work<'_>, event: &Event<'_>, target: &Invoked) -> MadeResource {
    let api = event.property("RestApiId").cloned().unwrap_or_else(|| build::reference(api_event::IMPLICIT_REST));
    let stage = api_event::api_of(event.node)
        .and_then(|id| work.source(id))
        .map(|api| api.text("StageName").filter(|name| name.len() <= LONGEST_STAGE).unwrap_or("Stage"));
    let id = work.named_id(&format!("{}Permission", event.id), stage.unwrap_or("AllStages"), "", permission::TYPE);
    let method = text_of(event, "Method").map(|method| if is_any(method) { "*".to_owned() } else { method.to_uppercase() });
    let path = text_of(event, "Path").map(without_parameters);
    let resource = method.zip(path).map(|(method, path)| format!("{method}{path}"));
    permission::named(event, target, id, PRINCIPAL, source_arn(event, api, resource))
}

/// The permission of an HTTP API; none where the function has that of the whole API already.
pub(super) fn http<'a>(work: &Work<'a>, event: &Event<'a>, target: &Invoked) -> Option<MadeResource> {
    let path = text_of(event, "Path");
    let id = api_event::api_of(event.node).unwrap_or_default();
    if !is_default(event.properties) && work.default_routes.contains(&(id, event.owner.id)) {
        return None;
    }
    let api = event.property("ApiId").cloned().unwrap_or_else(|| build::reference(api_event::IMPLICIT_HTTP));
    let method = text_of(event, "Method").unwrap_or(ANY);
    let method = if is_any(method) { "*".to_owned() } else { method.to_uppercase() };
    let path = path.map(|path| if path == DEFAULT_PATH { String::new() } else { without_parameters(path) });
    let resource = match (path, event.property("Path")) {
        (Some(path), _) => Some(format!("{method}{path}")),
        (None, None) => Some(method),
        (None, Some(_)) => None,
    };
    Some(permission::of(event, target, PRINCIPAL, source_arn(event, api, resource)))
}

/// The role with which an API starts a state machine.
pub(super) fn start_role(event: &Event<'_>, target: &Invoked) -> MadeResource {
    role::start_execution(event, target, PRINCIPAL)
}

fn text_of<'e>(event: &'e Event<'_>, name: &str) -> Option<&'e str> {
    event.property(name)?.as_str()
}

/// The path as an ARN has it: every parameter is any text, and there is no slash at its end.
fn without_parameters(path: &str) -> String {
    let mut text = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { break };
        text.push_str(before);
        text.push('*');
        rest = after;
    }
    text.push_str(rest);
    if text.len() > 1 { text.trim_end_matches('/').to_owned() } else { text }
}

fn source_arn(event: &Event<'_>, api: Node, resource: Option<String>) -> Node {
    let Some(resource) = resource else {
        return build::opaque_of([("Source", event.node.clone()), ("Api", api)]);
    };
    let arn = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/${__Stage__}/";
    build::sub_with(format!("{arn}{resource}"), [("__ApiId__", api), ("__Stage__", build::text("*"))])
}
