//! Nodes and resources as the transform writes them.

use super::source::{LONGEST_ID, Source};
use super::{TRANSFORM, hash};
use crate::template::{Content, Key, Map, Node, Place, function};

/// Attributes of a resource that go to the resource that stands for it.
const KEPT: [&str; 6] = ["Condition", "DeletionPolicy", "DependsOn", "Metadata", "UpdatePolicy", "UpdateReplacePolicy"];
/// Attributes of a resource that go to every resource that is made of it.
const PASSED: [&str; 3] = ["Condition", "DeletionPolicy", "UpdateReplacePolicy"];

/// A resource that the transform makes.
pub(super) struct Made {
    /// Its logical id.
    pub(super) id: String,
    /// Its type; nothing for what is not modelled.
    pub(super) resource_type: &'static str,
    attributes: Map,
    properties: Map,
    /// What stands for the whole resource where it is not modelled.
    whole: Option<Node>,
    /// Where the part of the source was written that it is made of; nothing for the source as a whole.
    place: Option<Place>,
}

impl Made {
    /// The resource that stands for a source, under its id.
    pub(super) fn main(source: &Source<'_>, resource_type: &'static str) -> Self {
        let mut made = Made::plain(source.id, resource_type);
        for name in KEPT {
            made.attributes.extend(source.entry(name).map(|node| (name.into(), node.clone())));
        }
        made
    }

    /// A resource beside the one that stands for a source.
    pub(super) fn beside(source: &Source<'_>, id: impl Into<String>, resource_type: &'static str) -> Self {
        let mut made = Made::plain(id, resource_type);
        // Everything that is made has them, so they are no longer than they can be.
        let is_short = |node: &Node| node.as_str().is_some_and(|text| text.len() <= LONGEST_ID);
        for name in PASSED {
            made.attributes.extend(source.entry(name).filter(|node| is_short(node)).map(|node| (name.into(), node.clone())));
        }
        made
    }

    /// A resource that stands for several sources.
    pub(super) fn plain(id: impl Into<String>, resource_type: &'static str) -> Self {
        Made { id: id.into(), resource_type, attributes: Map::default(), properties: Map::default(), whole: None, place: None }
    }

    /// What is not modelled: only its source is known.
    pub(super) fn opaque(id: impl Into<String>, whole: Node) -> Self {
        Made { whole: Some(whole), ..Made::plain(id, "") }
    }

    /// The same resource, made of what was written at this place.
    pub(super) fn at(self, place: Place) -> Self {
        Made { place: place.is_known().then_some(place), ..self }
    }

    /// Sets a property where there is a value.
    pub(super) fn set(mut self, name: &'static str, value: impl Into<Option<Node>>) -> Self {
        self.properties.extend(value.into().map(|node| (name.into(), node)));
        self
    }

    /// Copies the properties of these names.
    pub(super) fn copy(self, from: &Node, names: &[&'static str]) -> Self {
        names.iter().fold(self, |made, name| made.set(name, present(from, name).cloned()))
    }

    /// Sets an attribute, for example `DeletionPolicy`, unless the author did.
    pub(super) fn or_attribute(mut self, name: &'static str, value: Node) -> Self {
        self.attributes.entry(name.into()).or_insert(value);
        self
    }

    /// Sets an attribute.
    pub(super) fn attribute(mut self, name: &'static str, value: impl Into<Option<Node>>) -> Self {
        self.attributes.extend(value.into().map(|node| (name.into(), node)));
        self
    }

    /// Waits for another resource.
    pub(super) fn after(self, id: &str) -> Self {
        self.attribute("DependsOn", list([text(id)]))
    }

    /// The condition that it is made under.
    pub(super) fn condition(&self) -> Option<&Node> {
        self.attributes.get("Condition")
    }

    /// The value of a property.
    pub(super) fn property(&self, name: &str) -> Option<&Node> {
        self.properties.get(name)
    }

    /// The entry of the section `Resources`, at the place of its source.
    pub(super) fn into_entry(self, source: Place) -> (Key, Node) {
        let place = self.place.unwrap_or(source);
        let mut node = self.whole.unwrap_or_else(|| {
            let mut entry = Map::from_iter([("Type".into(), text(self.resource_type))]);
            entry.extend(self.attributes);
            entry.insert("Properties".into(), Node::new(Content::Map(self.properties)));
            Node::new(Content::Map(entry))
        });
        node.place = place;
        node.relocate(place);
        (Key::new(self.id, place), node)
    }
}

/// The entry of a map, unless it is null.
pub(super) fn present<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    node.get(name).filter(|node| node.content != Content::Null)
}

/// Whether a node is a map that is written out.
pub(super) fn is_plain_map(node: &Node) -> bool {
    node.as_map().is_some() && function::call(node).is_none()
}

/// Whether a node is written out, not a function.
pub(super) fn is_plain(node: &Node) -> bool {
    function::call(node).is_none()
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
    opaque_of([("Source", source.clone())]).at(source.place)
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
    Some(if characters <= LONGEST_SHARED { node.clone() } else { opaque_of::<Node>([]).at(node.place) })
}

/// What stands for the digits that the transform makes of the content: the same for the same content, but other digits than its own,
/// which are made of Python's way to write the content.
pub(super) fn digits<'n>(nodes: impl IntoIterator<Item = &'n Node>) -> String {
    hash::digits(nodes)
}
