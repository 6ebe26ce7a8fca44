//! The schema of one resource type.

use serde_json::Value;

use super::node::SchemaNode;
use super::path;
use super::relations::REFERENCE_KEYWORD;

/// What AWS publishes about one resource type: its properties, and what may be read, changed and tagged.
///
/// Paths are written as `LoadBalancers/*/TargetGroupArn`; see the
/// [AWS page on schemas](https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html) for
/// the meaning of each list.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceSchema {
    json: Value,
}

/// What CloudFormation does first when a change replaces a resource of this type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplacementStrategy {
    /// It creates the new resource, then deletes the old one.
    CreateThenDelete,
    /// It deletes the old resource, then creates the new one.
    DeleteThenCreate,
}

/// The announced end of a resource type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifecycle<'a> {
    /// What happens: `sunset`, `shutdown` …
    pub status: &'a str,
    /// When: `2026-09-30`.
    pub date: &'a str,
}

impl ResourceSchema {
    /// A schema from its JSON, in the form of the CloudFormation registry.
    #[must_use]
    pub fn new(json: Value) -> Self {
        Self { json }
    }

    /// The type's name: `AWS::ECS::Service`.
    #[must_use]
    pub fn type_name(&self) -> &str {
        self.json["typeName"].as_str().unwrap_or_default()
    }

    /// The schema's JSON.
    #[must_use]
    pub fn raw(&self) -> &Value {
        &self.json
    }

    /// The node of the resource's properties.
    #[must_use]
    pub fn root(&self) -> SchemaNode<'_> {
        SchemaNode::new(&self.json, &self.json)
    }

    /// The node of a definition, as [`SchemaNode::definition_name`] names it.
    #[must_use]
    pub fn definition(&self, name: &str) -> Option<SchemaNode<'_>> {
        Some(SchemaNode::new(self.json.get("definitions")?.get(name)?, &self.json))
    }

    /// The definitions, by name.
    pub fn definitions(&self) -> impl Iterator<Item = (&str, SchemaNode<'_>)> {
        let definitions = self.json.get("definitions").and_then(Value::as_object);
        definitions.into_iter().flatten().map(|(name, value)| (name.as_str(), SchemaNode::new(value, &self.json)))
    }

    /// Whether only AWS sets the property.
    #[must_use]
    pub fn is_read_only(&self, path: &str) -> bool {
        self.lists("readOnlyProperties", path)
    }

    /// Whether a change of the property replaces the resource.
    #[must_use]
    pub fn is_create_only(&self, path: &str) -> bool {
        self.lists("createOnlyProperties", path)
    }

    /// Whether a change of the property replaces the resource under conditions that the AWS documentation tells.
    #[must_use]
    pub fn is_conditionally_create_only(&self, path: &str) -> bool {
        self.lists("conditionalCreateOnlyProperties", path)
    }

    /// Whether AWS never shows the property again: a password.
    #[must_use]
    pub fn is_write_only(&self, path: &str) -> bool {
        self.lists("writeOnlyProperties", path)
    }

    /// Whether the property is out of use.
    #[must_use]
    pub fn is_deprecated(&self, path: &str) -> bool {
        self.lists("deprecatedProperties", path)
    }

    /// The paths of the read-only properties, in the schema's order.
    pub fn read_only(&self) -> impl Iterator<Item = &str> {
        self.paths("readOnlyProperties")
    }

    /// The paths of the create-only properties, in the schema's order.
    pub fn create_only(&self) -> impl Iterator<Item = &str> {
        self.paths("createOnlyProperties")
    }

    /// The paths of the properties that together identify a resource.
    pub fn primary_identifier(&self) -> impl Iterator<Item = &str> {
        self.paths("primaryIdentifier")
    }

    /// The path of the property that `Ref` denotes; `None` when it denotes several joined ones, or what is unknown.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        if let Some(joined) = self.json.get(REFERENCE_KEYWORD) {
            return sole(joined.as_array()?.iter().filter_map(Value::as_str));
        }
        sole(self.primary_identifier())
    }

    /// The schema of the property that `Ref` denotes.
    #[must_use]
    pub fn reference_schema(&self) -> Option<SchemaNode<'_>> {
        self.root().at(self.reference()?)
    }

    /// Whether resources of this type carry tags.
    #[must_use]
    pub fn taggable(&self) -> bool {
        match self.tagging("taggable").and_then(Value::as_bool) {
            Some(taggable) => taggable,
            // Schemas older than the keyword carry tags in the property that the keyword has as default.
            None => self.root().property("Tags").is_some(),
        }
    }

    /// The path of the property that holds the tags.
    #[must_use]
    pub fn tag_property(&self) -> Option<&str> {
        let named = self.tagging("tagProperty").and_then(Value::as_str);
        let path = path::without_head(named.unwrap_or("Tags"));
        (self.taggable() && self.root().at(path).is_some()).then_some(path)
    }

    /// What CloudFormation does first when it replaces a resource, where the schema says so.
    #[must_use]
    pub fn replacement_strategy(&self) -> Option<ReplacementStrategy> {
        match self.json.get("replacementStrategy")?.as_str()? {
            "create_then_delete" => Some(ReplacementStrategy::CreateThenDelete),
            "delete_then_create" => Some(ReplacementStrategy::DeleteThenCreate),
            _ => None,
        }
    }

    /// The announced end of the type.
    #[must_use]
    pub fn lifecycle(&self) -> Option<Lifecycle<'_>> {
        let lifecycle = self.json.get("lifecycle")?;
        Some(Lifecycle { status: lifecycle.get("status")?.as_str()?, date: lifecycle.get("date")?.as_str()? })
    }

    fn tagging(&self, fact: &str) -> Option<&Value> {
        self.json.get("tagging")?.get(fact)
    }

    fn paths(&self, keyword: &str) -> impl Iterator<Item = &str> + use<'_> {
        let paths = self.json.get(keyword).and_then(Value::as_array);
        paths.into_iter().flatten().filter_map(Value::as_str).map(path::without_head)
    }

    fn lists(&self, keyword: &str, path: &str) -> bool {
        self.paths(keyword).any(|listed| path::lies_in(path, listed))
    }
}

fn sole<'a>(mut items: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}
