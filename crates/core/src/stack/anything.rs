//! An expression of any kind.

use super::kind::Kind;
use super::value::IntoValue;
use crate::template::Node;

/// An expression whose kind only the deployment knows; it fits wherever it stands.
#[derive(Clone, Debug)]
pub struct Anything {
    node: Node,
}

impl Anything {
    pub(crate) fn new(node: Node) -> Self {
        Anything { node }
    }

    /// The expression, whatever is expected.
    pub(crate) fn into_node(self) -> Node {
        self.node
    }
}

impl<K: Kind> IntoValue<K> for Anything {
    fn into_node(self) -> Node {
        self.node
    }
}

impl<K: Kind> IntoValue<K> for &Anything {
    fn into_node(self) -> Node {
        self.node.clone()
    }
}
