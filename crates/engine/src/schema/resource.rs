//! The schema of one resource type.

use super::keyword::Keyword;
use super::literal::{Literal, Literals};
use super::node::SchemaNode;
use super::path;
use super::relations::REFERENCE_KEYWORD;
use super::table::{Table, Word};
use crate::template::path::Path;

/// What AWS publishes about one resource type: its properties, and what may be read, changed and tagged.
///
/// Paths are written as `LoadBalancers/*/TargetGroupArn`; see the
/// [AWS page on schemas](https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html) for
/// the meaning of each list. It is a pointer and a number: copy it.
#[derive(Clone, Copy, Debug)]
pub struct ResourceSchema {
    root: SchemaNode<'static>,
}

/// What CloudFormation does first when a change replaces a resource of this type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReplacementStrategy {
    /// It creates the new resource, then deletes the old one.
    CreateThenDelete,
    /// It deletes the old resource, then creates the new one.
    DeleteThenCreate,
}

/// The announced end of a resource type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lifecycle {
    /// What happens: `sunset`, `shutdown` …
    pub status: &'static str,
    /// When: `2026-09-30`.
    pub date: &'static str,
}

impl ResourceSchema {
    pub(super) fn new(table: &'static Table<'static>, root: Word) -> Self {
        Self { root: SchemaNode::new(table, root) }
    }

    /// The type's name: `AWS::ECS::Service`.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.find(const { Keyword::of("typeName") }).and_then(Literal::as_str).unwrap_or_default()
    }

    /// The whole schema as it is written, references unresolved.
    #[must_use]
    pub fn raw(&self) -> Literal<'static> {
        self.root.raw()
    }

    /// The node of the resource's properties.
    #[must_use]
    pub fn root(&self) -> SchemaNode<'static> {
        self.root
    }

    /// The node of a definition, as [`SchemaNode::definition_name`] names it.
    #[must_use]
    pub fn definition(&self, name: &str) -> Option<SchemaNode<'static>> {
        self.root.definition(name)
    }

    /// The definitions, by name.
    pub fn definitions(&self) -> impl Iterator<Item = (&'static str, SchemaNode<'static>)> + use<> {
        self.root.definitions()
    }

    /// Whether only AWS sets the property.
    #[must_use]
    pub fn is_read_only(&self, path: &Path<'_>) -> bool {
        self.lists(const { Keyword::of("readOnlyProperties") }, path)
    }

    /// Whether a change of the property replaces the resource.
    #[must_use]
    pub fn is_create_only(&self, path: &Path<'_>) -> bool {
        self.lists(const { Keyword::of("createOnlyProperties") }, path)
    }

    /// Whether a change of the property replaces the resource under conditions that the AWS documentation tells.
    #[must_use]
    pub fn is_conditionally_create_only(&self, path: &Path<'_>) -> bool {
        self.lists(const { Keyword::of("conditionalCreateOnlyProperties") }, path)
    }

    /// Whether AWS never shows the property again: a password.
    #[must_use]
    pub fn is_write_only(&self, path: &Path<'_>) -> bool {
        self.lists(const { Keyword::of("writeOnlyProperties") }, path)
    }

    /// The paths of the properties that AWS never shows again, in the schema's order.
    pub fn write_only(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.paths(const { Keyword::of("writeOnlyProperties") })
    }

    /// Whether the property is out of use.
    #[must_use]
    pub fn is_deprecated(&self, path: &Path<'_>) -> bool {
        self.lists(const { Keyword::of("deprecatedProperties") }, path)
    }

    /// The paths of the read-only properties, in the schema's order.
    pub fn read_only(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.paths(const { Keyword::of("readOnlyProperties") })
    }

    /// The paths of the create-only properties, in the schema's order.
    pub fn create_only(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.paths(const { Keyword::of("createOnlyProperties") })
    }

    /// The paths of the properties whose change replaces the resource under conditions that the AWS documentation tells.
    pub fn conditionally_create_only(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.paths(const { Keyword::of("conditionalCreateOnlyProperties") })
    }

    /// The paths of the properties that together identify a resource.
    pub fn primary_identifier(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.paths(const { Keyword::of("primaryIdentifier") })
    }

    /// The sets of properties that identify a resource each, where its author gives all of them; none where AWS makes one, or it lies in
    /// another.
    pub(crate) fn own_identifiers(&self) -> impl Iterator<Item = Vec<&'static str>> {
        let additional = self.find(const { Keyword::of("additionalIdentifiers") }).map(Literal::items).into_iter().flatten();
        let additional = additional.map(|names| names.items().texts().map(path::without_head).collect());
        let additional = additional.filter(|names: &Vec<&str>| self.are_given(names) && self.tell_apart(names));
        let primary = Some(self.primary_identifier().collect::<Vec<&str>>()).filter(|names| self.are_given(names));
        primary.into_iter().chain(additional)
    }

    fn are_given(&self, names: &[&'static str]) -> bool {
        let is_own = |name: &&str| !name.contains('/') && !self.is_read_only(&Path::of([*name]));
        !names.is_empty() && names.iter().all(is_own)
    }

    /// Whether one of the names is the resource's: what names only another one, as the domain of a field, has many of them.
    fn tell_apart(&self, names: &[&str]) -> bool {
        let own = self.type_name().rsplit("::").next().unwrap_or_default();
        names.iter().any(|name| name.ends_with("Name") || name.contains(own))
    }

    /// The path of the property that `Ref` denotes; `None` when it denotes several joined ones, or what is unknown.
    #[must_use]
    pub fn reference(&self) -> Option<&'static str> {
        if let Some(joined) = self.find(const { Keyword::of(REFERENCE_KEYWORD) }) {
            return sole(joined.items().texts());
        }
        sole(self.primary_identifier())
    }

    /// The schema of the property that `Ref` denotes.
    #[must_use]
    pub fn reference_schema(&self) -> Option<SchemaNode<'static>> {
        self.root().at(self.reference()?)
    }

    /// Whether resources of this type carry tags.
    #[must_use]
    pub fn taggable(&self) -> bool {
        match self.tagging("taggable").and_then(Literal::as_bool) {
            Some(taggable) => taggable,
            // Schemas older than the keyword carry tags in the property that the keyword has as default.
            None => self.root().property("Tags").is_some(),
        }
    }

    /// The path of the property that holds the tags.
    #[must_use]
    pub fn tag_property(&self) -> Option<&'static str> {
        let named = self.tagging("tagProperty").and_then(Literal::as_str);
        let path = path::without_head(named.unwrap_or("Tags"));
        (self.taggable() && self.root().at(path).is_some()).then_some(path)
    }

    /// What CloudFormation does first when it replaces a resource, where the schema says so.
    #[must_use]
    pub fn replacement_strategy(&self) -> Option<ReplacementStrategy> {
        match self.find(const { Keyword::of("replacementStrategy") })?.as_str()? {
            "create_then_delete" => Some(ReplacementStrategy::CreateThenDelete),
            "delete_then_create" => Some(ReplacementStrategy::DeleteThenCreate),
            _ => None,
        }
    }

    /// The announced end of the type.
    #[must_use]
    pub fn lifecycle(&self) -> Option<Lifecycle> {
        let lifecycle = self.find(const { Keyword::of("lifecycle") })?;
        Some(Lifecycle { status: lifecycle.get("status")?.as_str()?, date: lifecycle.get("date")?.as_str()? })
    }

    fn tagging(&self, fact: &str) -> Option<Literal<'static>> {
        self.find(const { Keyword::of("tagging") })?.get(fact)
    }

    fn paths(&self, keyword: Keyword) -> impl Iterator<Item = &'static str> + use<> {
        let paths = self.find(keyword).map(Literal::items).into_iter().flat_map(Literals::texts);
        paths.map(path::without_head)
    }

    fn lists(&self, keyword: Keyword, path: &Path<'_>) -> bool {
        self.paths(keyword).any(|listed| path::lies_in(path, listed))
    }

    fn find(&self, keyword: Keyword) -> Option<Literal<'static>> {
        self.root.find(keyword)
    }
}

fn sole<'a>(mut items: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}
