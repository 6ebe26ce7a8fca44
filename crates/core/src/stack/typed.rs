//! What the generated types are made of: an ordered map of properties that remembers who set what.

use crate::stack::{IntoValue, Kind};
use crate::template::{Content, CowStr, Key, Map, Node, SourceLocation};

/// The properties of a resource or of a nested property type.
#[derive(Clone, Debug)]
pub struct Properties {
    map: Map,
    location: SourceLocation,
}

impl Properties {
    /// No properties yet, at the caller's place.
    #[track_caller]
    pub fn new() -> Self {
        Properties { map: Map::default(), location: SourceLocation::caller() }
    }

    /// Sets a property; the last setting stands, at the position of the first.
    #[track_caller]
    pub fn set<K: Kind>(&mut self, name: impl Into<CowStr>, value: impl IntoValue<K>) {
        self.set_node(name.into(), value.into_node(), SourceLocation::caller());
    }

    /// The same properties with one set, for the generated setters: not generic, so that a setter is one call.
    #[doc(hidden)]
    #[track_caller]
    pub fn with(mut self, name: &'static str, node: Node) -> Self {
        self.set_node(name.into(), node, SourceLocation::caller());
        self
    }

    pub(crate) fn set_node(&mut self, name: CowStr, node: Node, location: SourceLocation) {
        // What an author looks for is the line that set the property; a construct sets what the author gave it elsewhere.
        let location = if SourceLocation::is_on_behalf() { node.location.or(location) } else { location };
        self.map.insert(Key::new(name, location), node.at(location));
    }

    /// The node that these properties are.
    pub fn into_node(self) -> Node {
        Node::new(Content::Map(self.map)).at(self.location)
    }

    pub(crate) fn into_map(self) -> Map {
        self.map
    }

    pub(crate) fn location(&self) -> SourceLocation {
        self.location
    }
}

impl Default for Properties {
    #[track_caller]
    fn default() -> Self {
        Properties::new()
    }
}

/// A closed value set: its values are constants, so a misspelt one does not compile.
pub trait ClosedSet: Kind + Copy {
    /// Every value, in the schema's order.
    const VALUES: &'static [&'static str];

    /// The constant of this text, as it stands in settings files.
    fn from_text(text: &str) -> Option<Self>;

    /// The value's text.
    fn as_str(self) -> &'static str;
}

/// Reads a value of a closed set from settings, for `#[serde(deserialize_with = "closed_set")]`.
///
/// # Errors
/// The value is none of the set; the error names the set's values.
pub fn closed_set<'de, D, S>(deserializer: D) -> Result<S, D::Error>
where
    D: serde::Deserializer<'de>,
    S: ClosedSet,
{
    let value: serde_json::Value = serde::Deserialize::deserialize(deserializer)?;
    let text = match &value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    S::from_text(&text).ok_or_else(|| {
        let nearest = crate::diagnostic::nearest(&text, S::VALUES.iter().copied());
        let hint = nearest.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        serde::de::Error::custom(format!("`{text}` is none of {}{hint}", S::VALUES.join(", ")))
    })
}

/// The value that a text is, of those of a closed set.
#[doc(hidden)]
pub fn listed(values: &[&'static str], text: &str) -> Option<&'static str> {
    values.iter().find(|value| **value == text).copied()
}

/// The node of a closed set's constant.
#[doc(hidden)]
pub fn text_node(text: &'static str) -> Node {
    Node::text(text)
}

/// The nodes of a closed set's values.
#[doc(hidden)]
pub fn nodes(values: &[&'static str], node: fn(&'static str) -> Node) -> Vec<Node> {
    values.iter().copied().map(node).collect()
}

/// The number node of a numeric closed set's constant.
#[doc(hidden)]
pub fn number_node(text: &'static str) -> Node {
    match text.parse::<serde_json::Number>() {
        Ok(number) => Node::new(Content::Number(number)),
        Err(_) => Node::text(text),
    }
}
