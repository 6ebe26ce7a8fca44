//! What events add to the APIs of a template.

use std::collections::{BTreeMap, BTreeSet};

use super::super::source::Source;
use super::super::work::Work;
use super::super::{build, empty_map, implicit, version};
use super::{api, written};
use crate::template::{Content, Node, Template, function};

/// An event that adds a path to an API.
pub(in crate::language::sam) struct ApiEvent<'a> {
    /// The function or state machine that it belongs to.
    pub(in crate::language::sam) owner: Source<'a>,
    /// Its name.
    pub(in crate::language::sam) name: &'a str,
    /// All of it.
    pub(in crate::language::sam) node: &'a Node,
}

/// The events of every API, by the API's id.
pub(in crate::language::sam) fn of_apis(template: &Template) -> BTreeMap<&str, Vec<ApiEvent<'_>>> {
    let mut found: BTreeMap<&str, Vec<ApiEvent<'_>>> = BTreeMap::new();
    for entry in template.resources() {
        let Some(owner) = Source::of(&entry, empty_map()) else { continue };
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
        "Api" => ("RestApiId", properties.map(|_| implicit::REST)?),
        "HttpApi" => ("ApiId", implicit::HTTP),
        _ => return None,
    };
    let Some(id) = properties.and_then(|properties| build::present(properties, property)) else { return Some(implicit) };
    match function::call(id) {
        Some((function::REF, argument)) => argument.as_str(),
        Some(_) => None,
        None => id.as_str(),
    }
}

/// What the events of an API add to it: each event, without the API that it names, and what it invokes.
pub(in crate::language::sam) fn of_api(work: &Work<'_>, api: &str) -> Option<Node> {
    let entries = work.api_events.get(api)?.iter().map(|event| {
        let target = match event.owner.kind {
            "StateMachine" => build::reference(event.owner.id),
            _ => version::alias_id(&event.owner)
                .map_or_else(|| build::attribute(event.owner.id, "Arn"), |alias| build::reference(&alias)),
        };
        let role = (event.owner.kind == "StateMachine")
            .then(|| build::attribute(&format!("{}{}Role", event.owner.id, event.name), "Arn"));
        build::map([
            ("Event", Some(without_api(event.node))),
            ("Target", Some(target)),
            ("Role", role),
            ("Condition", event.owner.entry("Condition").cloned()),
        ])
    });
    Some(build::list(entries))
}

/// The pairs of an HTTP API and a function which has an event that takes whatever no other does.
pub(in crate::language::sam) fn default_routes<'a>(apis: &BTreeMap<&'a str, Vec<ApiEvent<'a>>>) -> BTreeSet<(&'a str, &'a str)> {
    let is_default = |event: &&ApiEvent<'a>| {
        let properties = build::present(event.node, "Properties").unwrap_or(empty_map());
        event.node.get("Type").and_then(Node::as_str) == Some("HttpApi") && api::is_default(properties)
    };
    let of_api = |(id, events): (&&'a str, &Vec<ApiEvent<'a>>)| -> Vec<(&'a str, &'a str)> {
        events.iter().filter(is_default).map(|event| (*id, event.owner.id)).collect()
    };
    apis.iter().flat_map(of_api).collect()
}

/// The settings that the events of an HTTP API have for their routes.
pub(in crate::language::sam) fn route_settings(work: &Work<'_>, api: &str) -> Option<Node> {
    let settings = work.api_events.get(api)?.iter().filter_map(|event| {
        build::present(build::present(event.node, "Properties")?, "RouteSettings")?;
        Some(without_api(event.node))
    });
    let settings = build::list(settings);
    (!settings.is_empty()).then_some(settings)
}

/// An event without the API that it names: in the API itself that would be a reference to itself.
fn without_api(event: &Node) -> Node {
    let mut event = event.clone();
    if let Content::Map(entries) = &mut event.content
        && let Some(Content::Map(properties)) = entries.get_mut("Properties").map(|node| &mut node.content)
    {
        properties.shift_remove("RestApiId");
        properties.shift_remove("ApiId");
    }
    event
}
