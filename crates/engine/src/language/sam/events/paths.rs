//! What events add to the APIs of a template.

use super::super::work::Work;
use super::super::{build, version};
use crate::template::{Content, Node};

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
