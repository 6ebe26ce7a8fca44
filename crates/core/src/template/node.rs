//! The tree that a template is: ordered, with the place of every key and value.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Number;
use std::borrow::Cow;

use super::map::OrderedMap;
use super::source_location::SourceLocation;

/// Text that is usually known at compile time.
pub type CowStr = Cow<'static, str>;

/// An ordered map of a template: what was written first stands first. An empty one is `Map::default()`.
pub type Map = OrderedMap<Key, Node>;

/// A key of a [`Map`]. Two keys are equal when their text is, wherever they were written.
#[derive(Clone, Debug)]
pub struct Key {
    text: CowStr,
    location: SourceLocation,
}

impl Key {
    /// A key with the place that wrote it.
    pub fn new(text: impl Into<CowStr>, location: SourceLocation) -> Self {
        Key { text: text.into(), location }
    }

    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where it was written.
    pub fn location(&self) -> SourceLocation {
        self.location
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Key {}

impl AsRef<str> for Key {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl From<&'static str> for Key {
    fn from(text: &'static str) -> Self {
        Key::new(text, SourceLocation::Unknown)
    }
}

impl From<String> for Key {
    fn from(text: String) -> Self {
        Key::new(text, SourceLocation::Unknown)
    }
}

/// Which stack a node speaks of, beyond what its text says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Nothing but its text.
    #[default]
    Plain,
    /// A reference to an element of this stack: it means nothing in another one.
    Within(&'static str),
    /// A link to an output of this stack: it means nothing in that stack itself.
    Link(&'static str),
    /// A number that no template can hold: infinite, or not a number.
    NoNumber,
}

/// One value of a template.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it holds.
    pub content: Content,
    /// Where it was written.
    pub location: SourceLocation,
    /// Which stack it belongs to.
    pub origin: Origin,
}

/// What a [`Node`] holds: the JSON data model, in the order that it was written.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer or a decimal number.
    Number(Number),
    /// Text.
    Text(CowStr),
    /// A list.
    List(Vec<Node>),
    /// A map; an intrinsic function is a map of one key.
    Map(Map),
}

/// Two nodes are equal when they are written alike, wherever they come from.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.content == other.content
    }
}

impl Node {
    /// A node without a place.
    pub fn new(content: Content) -> Self {
        Node { content, location: SourceLocation::Unknown, origin: Origin::Plain }
    }

    /// A text node.
    pub fn text(text: impl Into<CowStr>) -> Self {
        Node::new(Content::Text(text.into()))
    }

    /// A list node.
    pub fn list(items: impl IntoIterator<Item = Node>) -> Self {
        Node::new(Content::List(items.into_iter().collect()))
    }

    /// A map node.
    pub fn map(entries: impl IntoIterator<Item = (impl Into<Key>, Node)>) -> Self {
        let entries = entries.into_iter().map(|(key, node)| (key.into(), node)).collect();
        Node::new(Content::Map(entries))
    }

    /// A map of one entry: the shape of every intrinsic function.
    pub fn call(function: &'static str, argument: Node) -> Self {
        Node::map([(function, argument)])
    }

    /// The same node, at this place.
    pub fn at(mut self, location: SourceLocation) -> Self {
        self.location = location;
        self
    }

    /// Other content in the place of this node.
    #[doc(hidden)]
    pub fn with_content(&self, content: Content) -> Self {
        Node { content, location: self.location, origin: self.origin }
    }

    /// The same node, speaking of this stack.
    pub fn of(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// The text, if it is text.
    pub fn as_str(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The map, if it is one.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.content {
            Content::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.content {
            Content::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entry of this key, if it is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.get(key)
    }

    /// The node at a path of keys.
    pub fn at_path(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// Whether there is nothing in it: an empty map or list.
    pub fn is_empty(&self) -> bool {
        match &self.content {
            Content::List(items) => items.is_empty(),
            Content::Map(map) => map.is_empty(),
            _ => false,
        }
    }

    /// A text, number or flag as the text that CloudFormation takes it for.
    pub fn scalar(&self) -> Option<String> {
        match &self.content {
            Content::Text(text) => Some(text.to_string()),
            Content::Number(number) => Some(number.to_string()),
            Content::Bool(flag) => Some(flag.to_string()),
            Content::Null | Content::List(_) | Content::Map(_) => None,
        }
    }

    /// Calls `visit` for this node and every node below it, outermost first, in document order.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Node)) {
        visit(self);
        match &self.content {
            Content::List(items) => items.iter().for_each(|item| item.walk(visit)),
            Content::Map(map) => map.values().for_each(|item| item.walk(visit)),
            _ => {}
        }
    }

    /// Gives this location to every key and value that has none.
    #[doc(hidden)]
    pub fn relocate(&mut self, location: SourceLocation) {
        self.location = self.location.or(location);
        match &mut self.content {
            Content::List(items) => items.iter_mut().for_each(|item| item.relocate(location)),
            Content::Map(map) => {
                let located = std::mem::take(map).into_iter().map(|(mut key, mut node)| {
                    key.location = key.location.or(location);
                    node.relocate(location);
                    (key, node)
                });
                *map = located.collect();
            }
            _ => {}
        }
    }
}

impl From<serde_json::Value> for Node {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Node::new(Content::Null),
            Value::Bool(flag) => Node::new(Content::Bool(flag)),
            Value::Number(number) => Node::new(Content::Number(number)),
            Value::String(text) => Node::text(text),
            Value::Array(items) => Node::list(items.into_iter().map(Node::from)),
            Value::Object(map) => Node::map(map.into_iter().map(|(k, v)| (k, Node::from(v)))),
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.content {
            Content::Null => serializer.serialize_unit(),
            Content::Bool(flag) => serializer.serialize_bool(*flag),
            Content::Number(number) => number.serialize(serializer),
            Content::Text(text) => serializer.serialize_str(text),
            Content::List(items) => serializer.collect_seq(items),
            Content::Map(map) => {
                let mut entries = serializer.serialize_map(Some(map.len()))?;
                for (key, node) in map {
                    entries.serialize_entry(key.as_str(), node)?;
                }
                entries.end()
            }
        }
    }
}
