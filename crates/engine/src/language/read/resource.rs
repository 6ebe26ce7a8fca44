//! Looking up the resources of a template, for rules that look at several together.

use std::collections::{BTreeMap, BTreeSet};

use super::property::Property;
use crate::language::{Scope, reference};
use crate::template::{Content, Node, ResourceEntry, SourceLocation, Template};

/// What CloudFormation reads of a resource.
const ATTRIBUTES: [&str; 9] = [
    "Condition",
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "Metadata",
    "Properties",
    "Type",
    "UpdatePolicy",
    "UpdateReplacePolicy",
];
/// What a custom resource takes beside, what the serverless transform takes beside, and what old templates have as a comment.
const FURTHER: [&str; 4] = ["Connectors", "Description", "IgnoreGlobals", "Version"];

/// The attributes that a resource may have.
pub(crate) fn attributes() -> impl Iterator<Item = &'static str> {
    ATTRIBUTES.into_iter().chain(FURTHER)
}

/// A resource, with what rules ask for first.
#[derive(Clone)]
#[non_exhaustive]
pub struct Resource<'a> {
    /// Its logical id.
    pub id: &'a str,
    /// Its type.
    pub kind: &'a str,
    /// Its whole entry.
    pub node: &'a Node,
    /// Where it was written.
    pub location: SourceLocation,
    /// Its properties.
    pub properties: Property<'a>,
}

/// The resources, in order.
pub(crate) fn all<'a>(scope: &'a Scope<'a>) -> impl Iterator<Item = Resource<'a>> {
    scope.resources().filter_map(|entry| Resource::of(scope, entry))
}

/// The resources of a type, in order.
pub(crate) fn of_type<'a>(scope: &'a Scope<'a>, kind: &str) -> Vec<Resource<'a>> {
    scope.resources_of(kind).filter_map(|entry| Resource::of(scope, entry)).collect()
}

/// The resource with a logical id.
pub(crate) fn find<'a>(scope: &'a Scope<'a>, id: &str) -> Option<Resource<'a>> {
    Resource::of(scope, scope.resource(id)?)
}

impl<'a> Resource<'a> {
    /// Nothing where the type is missing.
    fn of(scope: &'a Scope<'a>, entry: ResourceEntry<'a>) -> Option<Self> {
        let ResourceEntry { id, resource_type: kind, node, .. } = entry;
        let (id, location) = (id.as_str(), id.location_with(node));
        (!kind.is_empty()).then(|| Resource { id, kind, node, location, properties: Property::root(scope, id, location, node) })
    }
}

/// Whether two resources exist together, as far as their own conditions say: not where each has another one.
pub(crate) fn coexist(one: &Resource<'_>, other: &Resource<'_>) -> bool {
    match (one.node.get("Condition"), other.node.get("Condition")) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// Whether an output tells others what names a resource, so that another stack may say more about it.
pub(crate) fn is_shared<'a>(scope: &'a Scope<'a>, id: &str) -> bool {
    let outputs = scope.section("Outputs").into_iter().flatten();
    let mut values = outputs.filter_map(|(key, output)| Some(Property::of(scope, output.get("Value")?, key.location())));
    values.any(|value| value.target().is_some_and(|found| found.id == id))
}

/// Puts resources into groups by what `key` says of each; those of which it says nothing are in none.
pub(crate) fn grouped<'a>(
    resources: impl IntoIterator<Item = Resource<'a>>,
    key: impl Fn(&Resource<'a>) -> Option<String>,
) -> BTreeMap<String, Vec<Resource<'a>>> {
    let mut groups: BTreeMap<String, Vec<Resource<'a>>> = BTreeMap::new();
    for resource in resources {
        if let Some(key) = key(&resource) {
            groups.entry(key).or_default().push(resource);
        }
    }
    groups
}

/// What each resource waits for: what it refers to, and its `DependsOn`.
pub(crate) struct Dependencies<'a>(BTreeMap<&'a str, Vec<&'a str>>);

impl<'a> Dependencies<'a> {
    /// Those of all resources of a template.
    pub(crate) fn of(template: &'a Template) -> Self {
        let Some(section) = template.section("Resources") else { return Dependencies(BTreeMap::new()) };
        let entries = template.resources().map(|resource| {
            let mut targets = reference::ids(resource.node);
            // A `DependsOn` of the resource itself is `E3005`.
            targets.extend(depends_on(resource.node).into_iter().filter(|target| *target != resource.id.as_str()));
            targets.retain(|target| section.contains_key(target));
            targets.sort_unstable();
            targets.dedup();
            (resource.id.as_str(), targets)
        });
        Dependencies(entries.collect())
    }

    /// The resources and what each waits for itself.
    pub(crate) fn direct(&self) -> &BTreeMap<&'a str, Vec<&'a str>> {
        &self.0
    }

    /// Everything that a resource waits for, itself and through others.
    pub(crate) fn all(&self, id: &str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut next: Vec<&'a str> = self.0.get(id).into_iter().flatten().copied().collect();
        while let Some(target) = next.pop() {
            if found.insert(target) {
                next.extend(self.0.get(target).into_iter().flatten());
            }
        }
        found
    }
}

fn depends_on(resource: &Node) -> Vec<&str> {
    match resource.get("DependsOn").map(|node| &node.content) {
        Some(Content::List(items)) => items.iter().filter_map(Node::as_str).collect(),
        Some(Content::Text(name)) => vec![name],
        _ => Vec::new(),
    }
}
