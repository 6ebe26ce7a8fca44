//! Nodes as the transform writes them.

use super::hash;
use super::transform::TRANSFORM;
use crate::template::{Content, Node, function};

/// The entry of a map, unless it is null.
pub(super) fn present<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    node.get(name).filter(|node| node.content != Content::Null)
}

/// Whether a node is a literal map.
pub(super) fn is_plain_map(node: &Node) -> bool {
    node.as_map().is_some() && function::call(node).is_none()
}

/// Whether a node is literal, not a function.
pub(super) fn is_plain(node: &Node) -> bool {
    function::call(node).is_none()
}

/// Whether a value is a function other than one that removes the property.
pub(super) fn is_function(node: &Node) -> bool {
    function::call(node).is_some() && !function::is_no_value(node)
}

/// Whether a flag, or the text of one, is true.
pub(super) fn is_true(node: Option<&Node>) -> bool {
    node.and_then(Node::scalar).is_some_and(|text| text.eq_ignore_ascii_case("true"))
}

/// Whether a flag, or the text of one, is false.
pub(super) fn is_false(node: Option<&Node>) -> bool {
    node.and_then(Node::scalar).is_some_and(|text| text.eq_ignore_ascii_case("false"))
}

/// Whether `isalnum` holds in Python for what is an id.
pub(super) fn is_alphanumeric(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_alphanumeric)
}

pub(super) fn text(text: impl Into<String>) -> Node {
    Node::text(text.into())
}

pub(super) fn flag(flag: bool) -> Node {
    Node::new(Content::Bool(flag))
}

pub(super) fn list(items: impl IntoIterator<Item = Node>) -> Node {
    Node::list(items)
}

/// A map of the entries that have a value.
pub(super) fn map<N: Into<Option<Node>>>(entries: impl IntoIterator<Item = (&'static str, N)>) -> Node {
    Node::map(entries.into_iter().filter_map(|(key, node)| Some((key, node.into()?))))
}

/// `Ref`
pub(super) fn reference(id: &str) -> Node {
    Node::call(function::REF, text(id))
}

/// `Fn::GetAtt`
pub(super) fn attribute(id: &str, name: &'static str) -> Node {
    Node::call(function::GET_ATT, list([text(id), text(name)]))
}

/// `Fn::Sub` of a text alone.
pub(super) fn sub(template: impl Into<String>) -> Node {
    Node::call(function::SUB, text(template))
}

/// `Fn::Sub` with variables.
pub(super) fn sub_with(template: impl Into<String>, variables: impl IntoIterator<Item = (&'static str, Node)>) -> Node {
    Node::call(function::SUB, list([text(template), Node::map(variables)]))
}

/// The characters of a value that many resources share.
const LONGEST_SHARED: usize = 4096;

/// The most conditions that `Fn::Or` takes.
const MOST_CONDITIONS: usize = 10;

/// Whether one of several conditions holds; the only one itself.
pub(super) fn any(mut conditions: Vec<Node>) -> Node {
    while conditions.len() > 1 {
        let or = |group: &[Node]| match group {
            [only] => only.clone(),
            _ => Node::call(function::OR, list(group.iter().cloned())),
        };
        conditions = conditions.chunks(MOST_CONDITIONS).map(or).collect();
    }
    conditions.pop().unwrap_or_else(|| flag(false))
}

/// The ARN of a policy that AWS manages, in whatever partition the stack is.
pub(super) fn managed_policy(name: &str) -> Node {
    sub(format!("arn:${{AWS::Partition}}:iam::aws:policy/{name}"))
}

/// What the transform makes of a source and is not modelled: equal sources make equal values, others are unknown.
pub(super) fn opaque(source: &Node) -> Node {
    opaque_of([("Source", source.clone())]).at(source.location)
}

/// What the transform makes of several sources and is not modelled.
pub(super) fn opaque_of<N: Into<Option<Node>>>(sources: impl IntoIterator<Item = (&'static str, N)>) -> Node {
    Node::call(function::TRANSFORM, Node::map([("Name", text(TRANSFORM)), ("Parameters", map(sources))]))
}

/// A value that everything made of a source has: what is longer than any name or ARN is left out.
pub(super) fn short(node: Option<&Node>) -> Option<Node> {
    let node = node?;
    let mut characters = 0;
    node.walk(&mut |node| characters += 1 + node.as_str().map_or(0, str::len));
    Some(if characters <= LONGEST_SHARED { node.clone() } else { opaque_of::<Node>([]).at(node.location) })
}

/// What stands for the digits that the transform makes of the content: the same for the same content, but other digits than its own,
/// which are made of Python's way to write the content.
pub(super) fn digits<'n>(nodes: impl IntoIterator<Item = &'n Node>) -> String {
    hash::digits(nodes)
}
