//! What the generated types are made of: an ordered map of properties that remembers who set what.

use crate::stack::{IntoValue, Kind};
use crate::template::{Content, Key, Map, Node, Place, Text};

/// The properties of a resource or of a nested property type.
#[derive(Clone, Debug)]
pub struct Properties {
    map: Map,
    place: Place,
}

impl Properties {
    /// No properties yet, at the caller's place.
    #[track_caller]
    pub fn new() -> Self {
        Properties { map: Map::new(), place: Place::caller() }
    }

    /// Sets a property; the last setting stands, at the position of the first.
    #[track_caller]
    pub fn set<K: Kind>(&mut self, name: impl Into<Text>, value: impl IntoValue<K>) {
        self.set_node(name.into(), value.into_node(), Place::caller());
    }

    pub(crate) fn set_node(&mut self, name: Text, node: Node, place: Place) {
        // What an author looks for is the line that set the property; a construct sets what the author gave it elsewhere.
        let place = if place.is_inside_engine() { node.place.or(place) } else { place };
        self.map.insert(Key::new(name, place), node.at(place));
    }

    /// The node that these properties are.
    pub fn into_node(self) -> Node {
        Node::new(Content::Map(self.map)).at(self.place)
    }

    pub(crate) fn into_map(self) -> Map {
        self.map
    }

    pub(crate) fn place(&self) -> Place {
        self.place
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

/// Declares a closed value set of texts, or of numbers (`number` after the name).
#[doc(hidden)]
#[macro_export]
macro_rules! closed_set {
    ($(#[$doc:meta])* $name:ident { $($constant:ident = $value:literal),* $(,)? }) => {
        $crate::closed_set!(@type $(#[$doc])* $name { $($constant = $value),* });
        impl $crate::stack::IntoValue<$name> for $name {
            fn into_node(self) -> $crate::template::Node {
                $crate::template::Node::text(self.0)
            }
        }
        impl $crate::stack::IntoValue<$crate::stack::Json> for $name {
            fn into_node(self) -> $crate::template::Node {
                $crate::template::Node::text(self.0)
            }
        }
        impl $crate::stack::Denotes<$crate::stack::Text> for $name {}
    };
    ($(#[$doc:meta])* $name:ident number { $($constant:ident = $value:literal),* $(,)? }) => {
        $crate::closed_set!(@type $(#[$doc])* $name { $($constant = $value),* });
        impl $crate::stack::IntoValue<$name> for $name {
            fn into_node(self) -> $crate::template::Node {
                $crate::stack::typed::number_node(self.0)
            }
        }
        impl $crate::stack::IntoValue<$crate::stack::Json> for $name {
            fn into_node(self) -> $crate::template::Node {
                $crate::stack::typed::number_node(self.0)
            }
        }
        impl $crate::stack::Denotes<$crate::stack::Integer> for $name {}
    };
    (@type $(#[$doc:meta])* $name:ident { $($constant:ident = $value:literal),* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name(&'static str);
        impl $name {
            $(
                #[doc = concat!("`", $value, "`")]
                pub const $constant: $name = $name($value);
            )*
        }
        impl $crate::stack::Kind for $name {}
        impl $crate::stack::Denotes<$name> for $name {}
        impl $crate::stack::ClosedSet for $name {
            const VALUES: &'static [&'static str] = &[$($value),*];
            fn from_text(text: &str) -> ::core::option::Option<Self> {
                <Self as $crate::stack::ClosedSet>::VALUES.iter().find(|value| **value == text).map(|value| $name(value))
            }
            fn as_str(self) -> &'static str {
                self.0
            }
        }
    };
}

/// The number node of a numeric closed set's constant.
#[doc(hidden)]
pub fn number_node(text: &'static str) -> Node {
    match text.parse::<serde_json::Number>() {
        Ok(number) => Node::new(Content::Number(number)),
        Err(_) => Node::text(text),
    }
}

/// Declares the setters of a generated type: a table of `method "Property" Kind`.
#[doc(hidden)]
#[macro_export]
macro_rules! setters {
    ($type:ident { $($(#[$doc:meta])* $method:ident $property:literal $kind:ty;)* }) => {
        impl $type {
            $(
                $(#[$doc])*
                #[track_caller]
                pub fn $method(mut self, value: impl $crate::stack::IntoValue<$kind>) -> Self {
                    self.0.set($property, value);
                    self
                }
            )*
        }
    };
}

/// Declares a nested property type: a struct that is its own kind.
#[doc(hidden)]
#[macro_export]
macro_rules! property_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct $name($crate::stack::Properties);
        impl $crate::stack::Kind for $name {}
        impl $crate::stack::Denotes<$name> for $name {}
        impl $crate::stack::IntoValue<$name> for $name {
            fn into_node(self) -> $crate::template::Node {
                self.0.into_node()
            }
        }
        impl $crate::stack::IntoValue<$crate::stack::Json> for $name {
            fn into_node(self) -> $crate::template::Node {
                self.0.into_node()
            }
        }
    };
}

/// Declares a resource type, what its `Ref` denotes, and its attributes.
#[doc(hidden)]
#[macro_export]
macro_rules! resource_type {
    (
        $(#[$doc:meta])* $name:ident $type:literal Ref $reference:ty;
        $attributes:ident { $($(#[$attribute_doc:meta])* $method:ident $attribute:literal $kind:ty;)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct $name($crate::stack::Body);
        impl $crate::stack::Resource for $name {
            type Reference = $reference;
            type Attributes = $attributes;
            fn type_name(&self) -> &str {
                $type
            }
            fn body_mut(&mut self) -> &mut $crate::stack::Body {
                &mut self.0
            }
            fn into_body(self) -> $crate::stack::Body {
                self.0
            }
        }
        #[doc = concat!("The attributes of `", $type, "`, through its handle.")]
        #[derive(Clone, Copy, Debug)]
        pub struct $attributes($crate::stack::Element);
        impl ::core::convert::From<$crate::stack::Element> for $attributes {
            fn from(element: $crate::stack::Element) -> Self {
                $attributes(element)
            }
        }
        impl $attributes {
            $(
                $(#[$attribute_doc])*
                pub fn $method(&self) -> $crate::stack::Value<$kind> {
                    self.0.attribute($attribute)
                }
            )*
        }
    };
}
