//! The events of functions and state machines.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html>

mod api;
mod mapping;
mod notification;
mod others;
mod permission;
mod queue;
mod rule;
mod schedule;
mod subscription;

use std::collections::BTreeMap;

use super::build::{self, Made};
use super::implicit;
use super::source::Source;
use super::version;
use super::work::Work;
use crate::template::{Content, Key, Node, Place, Template, function};

/// What an event invokes.
pub(super) struct Target {
    /// The function as permissions and mappings name it: its name, or the ARN of its alias.
    pub(super) name: Node,
    /// Its ARN.
    pub(super) arn: Node,
    /// Whether it is a state machine, which is started with a role rather than a permission.
    pub(super) is_state_machine: bool,
}

/// One event.
pub(super) struct Event<'a> {
    /// The function or state machine that it belongs to.
    pub(super) owner: Source<'a>,
    /// The id of what is made of it: that of its owner and its own name.
    pub(super) id: String,
    /// Its name.
    pub(super) name: &'a str,
    /// Its `Type`.
    pub(super) kind: &'a str,
    /// Where it was written.
    pub(super) place: Place,
    /// All of it.
    pub(super) node: &'a Node,
    /// Its properties; an empty map where it has none.
    pub(super) properties: &'a Node,
}

impl Event<'_> {
    /// A property that is not null.
    pub(super) fn property(&self, name: &str) -> Option<&Node> {
        build::present(self.properties, name)
    }

    /// A resource that is made of it, under its own id.
    pub(super) fn made(&self, resource_type: &'static str) -> Made {
        self.beside("", resource_type)
    }

    /// A resource that is made of it, under its id and a role.
    pub(super) fn beside(&self, role: &str, resource_type: &'static str) -> Made {
        Made::beside(&self.owner, format!("{}{role}", self.id), resource_type).at(self.place)
    }
}

/// What the events of a function need of its role.
#[derive(Default)]
pub(super) struct Needs {
    /// Managed policies.
    pub(super) managed: Vec<Node>,
    /// Inline policies.
    pub(super) inline: Vec<Node>,
}

/// An event that adds a path to an API.
pub(super) struct ApiEvent<'a> {
    /// The function or state machine that it belongs to.
    pub(super) owner: Source<'a>,
    /// Its name.
    pub(super) name: &'a str,
    /// All of it.
    pub(super) node: &'a Node,
}

/// The events of every API, by the API's id.
pub(super) fn of_apis(template: &Template) -> BTreeMap<&str, Vec<ApiEvent<'_>>> {
    let mut found: BTreeMap<&str, Vec<ApiEvent<'_>>> = BTreeMap::new();
    for entry in template.resources() {
        let Some(owner) = Source::of(&entry, super::empty_map()) else { continue };
        for (key, node) in written(&owner) {
            if let Some(id) = api_of(node) {
                found.entry(id).or_default().push(ApiEvent { owner, name: key.as_str(), node });
            }
        }
    }
    found
}

/// The events that are written out.
fn written<'a>(owner: &Source<'a>) -> impl Iterator<Item = (&'a Key, &'a Node)> {
    let events = owner.property("Events").filter(|node| build::is_plain_map(node));
    let takes_events = ["Function", "StateMachine"].contains(&owner.kind);
    events.and_then(Node::as_map).filter(|_| takes_events).into_iter().flatten()
}

/// The id of the API that an event adds a path to: the implicit one where it names none.
fn api_of(event: &Node) -> Option<&str> {
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
pub(super) fn paths(work: &Work<'_>, api: &str) -> Option<Node> {
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
pub(super) fn route_settings(work: &Work<'_>, api: &str) -> Option<Node> {
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

/// What the events of a source make, and what its role needs for them.
pub(super) fn make<'a>(work: &mut Work<'a>, owner: &Source<'a>, target: &Target) -> (Vec<Made>, Needs) {
    let (mut made, mut needs) = (Vec::new(), Needs::default());
    if let Some(events) = owner.property("Events").filter(|node| !node.is_empty() && !build::is_plain_map(node)) {
        work.open.push(owner.id.to_owned());
        made.push(Made::opaque(
            owner.id_of("Events"),
            build::opaque_of([("Source", events.clone()), ("Target", target.arn.clone())]),
        ));
    }
    for (key, node) in written(owner) {
        let properties = build::present(node, "Properties").unwrap_or(super::empty_map());
        let kind = node.get("Type").and_then(Node::as_str).unwrap_or_default();
        let id = owner.id_of(key.as_str());
        let event = Event { owner: *owner, id, name: key.as_str(), kind, place: key.place_with(node), node, properties };
        let is_known = build::is_plain_map(properties) || properties.is_empty();
        match of_kind(work, &event, target, &mut needs).filter(|_| is_known) {
            Some(more) => made.extend(more),
            None => made.push(unknown(work, &event, target)),
        }
    }
    (made, needs)
}

/// What an event of a known type makes; nothing for other types.
fn of_kind(work: &mut Work<'_>, event: &Event<'_>, target: &Target, needs: &mut Needs) -> Option<Vec<Made>> {
    Some(match (target.is_state_machine, event.kind) {
        (_, "Schedule" | "CloudWatchEvent" | "EventBridgeRule") => rule::make(event, target),
        (_, "ScheduleV2") => schedule::make(event, target),
        (true, "Api") => vec![api::start_role(event, target)],
        (true, _) => return None,
        (false, "Api") => vec![api::rest(work, event, target)],
        (false, "HttpApi") => api::http(work, event, target).into_iter().collect(),
        (false, "S3") => notification::make(work, event, target),
        (false, "SNS") => subscription::make(event, target, needs),
        (false, "CloudWatchLogs") => others::logs(event, target),
        (false, "IoTRule") => others::topic_rule(event, target),
        (false, "AlexaSkill") => vec![others::skill(event, target)],
        (false, "Cognito") => vec![others::user_pool(work, event, target)],
        (false, kind) => vec![mapping::make(event, mapping::source_of(kind)?, target, needs)],
    })
}

/// An event of a type that is not modelled, or whose properties are a function.
fn unknown(work: &mut Work<'_>, event: &Event<'_>, target: &Target) -> Made {
    work.open.push(event.id.clone());
    let whole = build::opaque_of([("Source", event.node.clone()), ("Target", target.arn.clone())]);
    Made::opaque(event.id.clone(), whole).at(event.place)
}
