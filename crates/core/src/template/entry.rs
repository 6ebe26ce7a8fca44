//! Where an entry of a map stands.

use super::function;
use super::node::{Content, Key, Node};
use super::source_location::SourceLocation;

impl Key {
    /// The place that stands for an entry: that of its value, but of its key where a file has a map or list under it. Such a value
    /// begins at its own first entry, which says nothing about the whole.
    pub fn location_with(&self, value: &Node) -> SourceLocation {
        let is_block =
            matches!(value.content, Content::Map(_) | Content::List(_)) && matches!(self.location(), SourceLocation::File { .. });
        if is_block && function::call(value).is_none() { self.location() } else { value.location.or(self.location()) }
    }
}
