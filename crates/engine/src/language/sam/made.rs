//! Resources as the transform writes them.

use super::build;
use super::resource::{LONGEST_ID, SamResource};
use crate::template::{Content, Key, Map, Node, SourceLocation};

/// Attributes of a resource that go to the resource that stands for it.
const KEPT: [&str; 6] = ["Condition", "DeletionPolicy", "DependsOn", "Metadata", "UpdatePolicy", "UpdateReplacePolicy"];
/// Attributes of a resource that go to every resource that is made of it.
const PASSED: [&str; 3] = ["Condition", "DeletionPolicy", "UpdateReplacePolicy"];

/// A resource that the transform makes.
pub(super) struct MadeResource {
    /// Its logical id.
    pub(super) id: String,
    /// Its type; nothing for what is not modelled.
    pub(super) resource_type: &'static str,
    attributes: Map,
    properties: Map,
    /// What stands for the whole resource where it is not modelled.
    whole: Option<Node>,
    /// Where the part of the source was written that it is made of; nothing for the source as a whole.
    location: Option<SourceLocation>,
}

impl MadeResource {
    /// The resource that stands for a source, under its id.
    pub(super) fn main(source: &SamResource<'_>, resource_type: &'static str) -> Self {
        let mut made = MadeResource::plain(source.id, resource_type);
        for name in KEPT {
            made.attributes.extend(source.entry(name).map(|node| (name.into(), node.clone())));
        }
        made
    }

    /// A resource beside the one that stands for a source.
    pub(super) fn beside(source: &SamResource<'_>, id: impl Into<String>, resource_type: &'static str) -> Self {
        let mut made = MadeResource::plain(id, resource_type);
        // Everything that is made has them, so they are no longer than they can be.
        let is_short = |node: &Node| node.as_str().is_some_and(|text| text.len() <= LONGEST_ID);
        for name in PASSED {
            made.attributes.extend(source.entry(name).filter(|node| is_short(node)).map(|node| (name.into(), node.clone())));
        }
        made
    }

    /// A resource that stands for several sources.
    pub(super) fn plain(id: impl Into<String>, resource_type: &'static str) -> Self {
        MadeResource {
            id: id.into(),
            resource_type,
            attributes: Map::default(),
            properties: Map::default(),
            whole: None,
            location: None,
        }
    }

    /// What is not modelled: only its source is known.
    pub(super) fn opaque(id: impl Into<String>, whole: Node) -> Self {
        MadeResource { whole: Some(whole), ..MadeResource::plain(id, "") }
    }

    /// The same resource, made of what was written at this place.
    pub(super) fn at(self, location: SourceLocation) -> Self {
        MadeResource { location: location.is_known().then_some(location), ..self }
    }

    /// Sets a property where there is a value.
    pub(super) fn set(mut self, name: &'static str, value: impl Into<Option<Node>>) -> Self {
        self.properties.extend(value.into().map(|node| (name.into(), node)));
        self
    }

    /// Copies the properties of these names.
    pub(super) fn copy(self, from: &Node, names: &[&'static str]) -> Self {
        names.iter().fold(self, |made, name| made.set(name, build::present(from, name).cloned()))
    }

    /// Sets an attribute, for example `DeletionPolicy`, unless the author did.
    pub(super) fn or_attribute(mut self, name: &'static str, value: Node) -> Self {
        self.attributes.get_or_insert_with(name.into(), || value);
        self
    }

    /// Sets an attribute.
    pub(super) fn attribute(mut self, name: &'static str, value: impl Into<Option<Node>>) -> Self {
        self.attributes.extend(value.into().map(|node| (name.into(), node)));
        self
    }

    /// Waits for another resource.
    pub(super) fn after(self, id: &str) -> Self {
        self.attribute("DependsOn", build::list([build::text(id)]))
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
    pub(super) fn into_entry(self, source: SourceLocation) -> (Key, Node) {
        let location = self.location.unwrap_or(source);
        let mut node = self.whole.unwrap_or_else(|| {
            let mut entry = Map::from_iter([("Type".into(), build::text(self.resource_type))]);
            entry.extend(self.attributes);
            entry.insert("Properties".into(), Node::new(Content::Map(self.properties)));
            Node::new(Content::Map(entry))
        });
        node.location = location;
        node.relocate(location);
        (Key::new(self.id, location), node)
    }
}
