//! A resource of the transform as it is written.

use super::build;
use crate::schema;
use crate::template::{Node, ResourceEntry, SourceLocation};

/// The characters of a logical id.
pub(super) const LONGEST_ID: usize = 255;

/// A resource of a type of the transform, with the globals merged.
#[derive(Clone, Copy)]
pub(super) struct SamResource<'a> {
    /// Its logical id.
    pub(super) id: &'a str,
    /// The last part of its type: `Function`.
    pub(super) kind: &'a str,
    /// Where it was written.
    pub(super) location: SourceLocation,
    /// Its whole entry.
    pub(super) node: &'a Node,
    /// Its properties; an empty map where it has none.
    pub(super) properties: &'a Node,
}

impl<'a> SamResource<'a> {
    /// The source that a resource is, if it is of a type of the transform.
    pub(super) fn of(entry: &ResourceEntry<'a>, empty: &'a Node) -> Option<Self> {
        let kind = entry.resource_type.strip_prefix("AWS::Serverless::")?;
        let properties = build::present(entry.node, "Properties").unwrap_or(empty);
        let location = entry.id.location_with(entry.node);
        // Many ids are made of its own; a longer one is no id.
        let is_source = schema::is_serverless(entry.resource_type) && entry.id.as_str().len() <= LONGEST_ID;
        is_source.then_some(SamResource { id: entry.id.as_str(), kind, location, node: entry.node, properties })
    }

    /// An entry beside its properties, for example `Condition`.
    pub(super) fn entry(&self, name: &str) -> Option<&'a Node> {
        build::present(self.node, name)
    }

    /// A property that is not null.
    pub(super) fn property(&self, name: &str) -> Option<&'a Node> {
        build::present(self.properties, name)
    }

    /// A property that is a text.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.property(name)?.as_str()
    }

    /// The id of something that is made of it.
    pub(super) fn id_of(&self, role: &str) -> String {
        format!("{}{role}", self.id)
    }
}
