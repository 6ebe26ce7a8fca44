//! Typed links between the stacks of an app.

use std::marker::PhantomData;

use super::environment::Target;
use super::kind::{Denotes, Kind, List, Text, TextKind};
use super::value::{IntoValue, Value};
use crate::template::{Node, Origin, function};

/// What a link carries across stacks: outputs are texts, so a list travels joined by commas.
pub trait Shareable: Kind {
    /// The output's value.
    fn pack(node: Node) -> Node;
    /// The value where the link is used.
    fn unpack(node: Node) -> Node;
}

impl<K: TextKind> Shareable for K {
    fn pack(node: Node) -> Node {
        node
    }

    fn unpack(node: Node) -> Node {
        node
    }
}

impl<K: TextKind> Shareable for List<K> {
    fn pack(node: Node) -> Node {
        Node::call(function::JOIN, Node::list([Node::text(","), node]))
    }

    fn unpack(node: Node) -> Node {
        Node::call(function::SPLIT, Node::list([Node::text(","), node]))
    }
}

/// A value of one stack, for use in another stack of the same app.
///
/// Using it makes the producing stack deploy first.
///
/// ```
/// use formwork::prelude::*;
///
/// fn events(app: &mut App) -> Link<sns::TopicArn> {
///     let stack = app.stack("events");
///     let orders = stack.add("Orders", sns::Topic::new());
///     stack.share("OrdersArn", orders)
/// }
///
/// fn shipping(app: &mut App, orders: &Link<sns::TopicArn>) {
///     let stack = app.stack("shipping");
///     let parcels = stack.add("Parcels", sqs::Queue::new());
///     stack.add("Subscription", sns::Subscription::new("sqs", orders).endpoint(parcels.arn()));
/// }
/// ```
#[derive(Debug)]
pub struct Link<K> {
    node: Node,
    producer: &'static str,
    kind: PhantomData<fn() -> K>,
}

impl<K> Clone for Link<K> {
    fn clone(&self) -> Self {
        Link { node: self.node.clone(), producer: self.producer, kind: PhantomData }
    }
}

impl<K: Shareable> Link<K> {
    /// A link that CloudFormation guards: an export that is in use can be neither removed nor changed.
    pub(crate) fn strong(producer: &'static str, export: Node) -> Self {
        Link::new(producer, Node::call(function::IMPORT_VALUE, export))
    }

    /// A link that is read when the using stack deploys, and guarded by nothing.
    pub(crate) fn weak(producer: &'static str, stack: String, output: &'static str) -> Self {
        let argument = Node::map([("StackName", Node::text(stack)), ("OutputName", Node::text(output))]);
        Link::new(producer, Node::call(function::GET_STACK_OUTPUT, argument))
    }

    fn new(producer: &'static str, call: Node) -> Self {
        Link { node: K::unpack(call.of(Origin::Link(producer))), producer, kind: PhantomData }
    }

    /// The link as a value, which imports the export by an expression of its name: for a template that makes the name of a parameter,
    /// as in `sub("${NetworkStack}VpcId")`.
    pub fn by(&self, export: impl IntoValue<Text>) -> Value<K> {
        Link::<K>::strong(self.producer, export.into_node()).value()
    }

    /// The link as a value.
    pub fn value(&self) -> Value<K> {
        Value::from_node(self.node.clone())
    }
}

impl<K: Kind, L: Denotes<K>> IntoValue<K> for Link<L> {
    fn into_node(self) -> Node {
        self.node
    }
}

impl<K: Kind, L: Denotes<K>> IntoValue<K> for &Link<L> {
    fn into_node(self) -> Node {
        self.node.clone()
    }
}

/// The name of an export outside of its stack, where the pseudo parameters of `Fn::Sub` are others.
pub(crate) fn known_name(name: &Node, full_name: &str, target: &Target) -> Node {
    let Some((function::SUB, text)) = function::call(name) else { return name.clone() };
    let Some(text) = text.as_str() else { return name.clone() };
    let known = [("${AWS::StackName}", full_name), ("${AWS::Region}", &target.region), ("${AWS::AccountId}", &target.account)];
    let text = known.into_iter().fold(text.to_owned(), |text, (variable, value)| text.replace(variable, value));
    if text.contains("${") { name.clone() } else { Node::text(text) }
}
