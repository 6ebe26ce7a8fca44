//! Elements: what was added to a stack, by its logical id.

use super::kind::Kind;
use super::value::Value;
use crate::template::{LogicalId, Node, Origin, function};

/// An element of a stack, by its logical id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element {
    id: LogicalId,
    stack: &'static str,
}

impl Element {
    pub(crate) fn new(id: LogicalId, stack: &'static str) -> Self {
        Element { id, stack }
    }

    /// Its logical id.
    pub fn logical_id(&self) -> LogicalId {
        self.id
    }

    /// The name of the stack that it was added to, as the app names it.
    pub fn stack(&self) -> &'static str {
        self.stack
    }

    /// `Ref`.
    pub fn reference<K: Kind>(&self) -> Value<K> {
        let id = Node::text(self.id.as_str());
        Value::from_node(Node::call(function::REF, id).of(Origin::Within(self.stack)))
    }

    /// `Fn::GetAtt`.
    pub fn attribute<K: Kind>(&self, name: &'static str) -> Value<K> {
        Value::from_node(self.attribute_node(name))
    }

    /// Apart from [`Element::attribute`], so that it is compiled once and not for each kind.
    fn attribute_node(&self, name: &'static str) -> Node {
        let target = Node::list([Node::text(self.id.as_str()), Node::text(name)]);
        Node::call(function::GET_ATT, target).of(Origin::Within(self.stack))
    }

    /// The bare logical id, as `DependsOn` takes it.
    pub(crate) fn name_node(&self) -> Node {
        Node::text(self.id.as_str()).of(Origin::Within(self.stack))
    }
}
