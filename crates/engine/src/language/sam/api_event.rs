//! Which events add paths to which APIs.

use std::collections::{BTreeMap, BTreeSet};

use super::build;
use super::event::written;
use super::resource::SamResource;
use super::transform::empty_map;
use crate::template::{Node, Template, function};

/// The REST API that is made for events which name none.
pub(super) const IMPLICIT_REST: &str = "ServerlessRestApi";
/// The HTTP API that is made for events which name none.
pub(super) const IMPLICIT_HTTP: &str = "ServerlessHttpApi";
/// The path of an HTTP API that takes what no other path does.
pub(super) const DEFAULT_PATH: &str = "$default";
/// How HTTP APIs write "any method".
pub(super) const ANY: &str = "x-amazon-apigateway-any-method";

/// An event that adds a path to an API.
pub(super) struct ApiEvent<'a> {
    /// The function or state machine that it belongs to.
    pub(super) owner: SamResource<'a>,
    /// Its name.
    pub(super) name: &'a str,
    /// All of it.
    pub(super) node: &'a Node,
}

/// The events of every API, by the API's id.
pub(super) fn of_apis(template: &Template) -> BTreeMap<&str, Vec<ApiEvent<'_>>> {
    let mut found: BTreeMap<&str, Vec<ApiEvent<'_>>> = BTreeMap::new();
    for entry in template.resources() {
        let Some(owner) = SamResource::of(&entry, empty_map()) else { continue };
        for (key, node) in written(&owner) {
            if let Some(id) = api_of(node) {
                found.entry(id).or_default().push(ApiEvent { owner, name: key.as_str(), node });
            }
        }
    }
    found
}

/// The id of the API that an event adds a path to: the implicit one where it names none.
pub(super) fn api_of(event: &Node) -> Option<&str> {
    let properties = build::present(event, "Properties").filter(|node| !node.is_empty());
    let (property, implicit) = match event.get("Type")?.as_str()? {
        "Api" => ("RestApiId", properties.map(|_| IMPLICIT_REST)?),
        "HttpApi" => ("ApiId", IMPLICIT_HTTP),
        _ => return None,
    };
    let Some(id) = properties.and_then(|properties| build::present(properties, property)) else { return Some(implicit) };
    match function::call(id) {
        Some((function::REF, argument)) => argument.as_str(),
        Some(_) => None,
        None => id.as_str(),
    }
}

/// The pairs of an HTTP API and a function which has an event that takes whatever no other does.
pub(super) fn default_routes<'a>(apis: &BTreeMap<&'a str, Vec<ApiEvent<'a>>>) -> BTreeSet<(&'a str, &'a str)> {
    let takes_all = |event: &&ApiEvent<'a>| {
        let properties = build::present(event.node, "Properties").unwrap_or(empty_map());
        event.node.get("Type").and_then(Node::as_str) == Some("HttpApi") && is_default(properties)
    };
    let of_api = |(id, events): (&&'a str, &Vec<ApiEvent<'a>>)| -> Vec<(&'a str, &'a str)> {
        events.iter().filter(takes_all).map(|event| (*id, event.owner.id)).collect()
    };
    apis.iter().flat_map(of_api).collect()
}

/// Whether an event of an HTTP API takes every path and method.
pub(super) fn is_default(properties: &Node) -> bool {
    let text = |name| build::present(properties, name).and_then(Node::as_str).unwrap_or_default();
    let (path, method) = (text("Path"), text("Method"));
    (path.is_empty() && method.is_empty()) || (path == DEFAULT_PATH && is_any(method))
}

/// Whether a path takes every method.
pub(super) fn is_any(method: &str) -> bool {
    method.eq_ignore_ascii_case("any") || method == ANY
}
