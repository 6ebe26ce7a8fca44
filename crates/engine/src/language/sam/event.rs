//! An event of a function or a state machine, and what it invokes.

use super::build;
use super::made::MadeResource;
use super::resource::SamResource;
use crate::template::{Key, Node, SourceLocation};

/// What an event invokes.
pub(super) struct Invoked {
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
    pub(super) owner: SamResource<'a>,
    /// The id of what is made of it: that of its owner and its own name.
    pub(super) id: String,
    /// Its `Type`.
    pub(super) kind: &'a str,
    /// Where it was written.
    pub(super) location: SourceLocation,
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
    pub(super) fn made(&self, resource_type: &'static str) -> MadeResource {
        self.beside("", resource_type)
    }

    /// A resource that is made of it, under its id and a role.
    pub(super) fn beside(&self, role: &str, resource_type: &'static str) -> MadeResource {
        MadeResource::beside(&self.owner, format!("{}{role}", self.id), resource_type).at(self.location)
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

/// The events that are literal.
pub(super) fn written<'a>(owner: &SamResource<'a>) -> impl Iterator<Item = (&'a Key, &'a Node)> {
    let events = owner.property("Events").filter(|node| build::is_plain_map(node));
    let takes_events = ["Function", "StateMachine"].contains(&owner.kind);
    events.and_then(Node::as_map).filter(|_| takes_events).into_iter().flatten()
}
