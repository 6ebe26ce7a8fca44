//! Text that must not be empty.

use std::fmt;
use std::ops::Deref;

use serde::Deserialize;

use super::kind::{Json, TextKind};
use super::value::IntoValue;
use crate::template::Node;

/// Text of settings that is refused when it is empty or blank: an empty URL in a container's environment deploys, and then fails
/// where nobody looks for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct NonEmpty(String);

impl TryFrom<String> for NonEmpty {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.trim().is_empty() { Err("the value is empty, but required") } else { Ok(NonEmpty(text)) }
    }
}

impl Deref for NonEmpty {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for NonEmpty {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NonEmpty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<K: TextKind> IntoValue<K> for NonEmpty {
    fn into_node(self) -> Node {
        Node::text(self.0)
    }
}

impl<K: TextKind> IntoValue<K> for &NonEmpty {
    fn into_node(self) -> Node {
        Node::text(self.0.clone())
    }
}

impl IntoValue<Json> for &NonEmpty {
    fn into_node(self) -> Node {
        Node::text(self.0.clone())
    }
}
