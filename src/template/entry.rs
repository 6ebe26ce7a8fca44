//! Where an entry of a map stands.

use super::function;
use super::node::{Content, Key, Node};
use super::place::Place;

impl Key {
    /// The place that stands for an entry: that of its value, but of its key where a file has a map or list under it. Such a value
    /// begins at its own first entry, which says nothing about the whole.
    pub fn place_with(&self, value: &Node) -> Place {
        let is_block = matches!(value.content, Content::Map(_) | Content::List(_)) && matches!(self.place(), Place::File { .. });
        if is_block && function::call(value).is_none() { self.place() } else { value.place.or(self.place()) }
    }
}
