//! What a rule sees of one property value.

use std::borrow::Cow;
use std::cell::Cell;

use crate::language::Scope;
use crate::schema::accepted::Accepted;
use crate::schema::{self, SchemaNode, generate};
use crate::template::{Map, Node, SourceLocation};

/// What the rules link to that validate values by their schemas; each finding links to the page of its own property.
pub(crate) const TYPES_PAGE: &str =
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html";

/// One value and the schema that it is to meet.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    /// The template around it, and what is known of its values.
    pub scope: &'a Scope<'a>,
    /// The type of the resource.
    pub resource_type: &'a str,
    /// The value, as it will be: no intrinsic function.
    pub node: &'a Node,
    /// The schema of its property.
    pub schema: SchemaNode<'a>,
    /// The property's name; that of the list for an item of one.
    pub name: &'a str,
    /// The work that is still done for the template.
    pub effort: &'a Effort,
    /// How far the value is opened to tell which alternative it is. Deeper, one value of a large schema would be looked at many times.
    pub depth: usize,
    /// What the property takes, where more is known of it than its schema says.
    pub accepted: Option<&'static Accepted>,
    /// Whether the value is there whatever conditions decide.
    pub is_sure: bool,
}

impl<'a> Subject<'a> {
    /// What the properties in it belong to, in words: the resource type, or a nested property of it.
    pub(crate) fn owner(&self) -> String {
        match self.name {
            "Properties" => self.resource_type.to_owned(),
            name => format!("`{name}` of {}", self.resource_type),
        }
    }

    /// The value as text where it is a scalar: CloudFormation takes `"80"` for 80 and `"true"` for true, and the other way round.
    pub(crate) fn scalar(&self) -> Option<Cow<'a, str>> {
        self.node.as_str().map(Cow::Borrowed).or_else(|| self.node.scalar().map(Cow::Owned))
    }

    /// The same value beside another schema.
    pub(crate) fn with(&self, schema: SchemaNode<'a>) -> Self {
        Subject { schema, ..*self }
    }

    /// How the properties that a finding asks for are set, where the template is written in Rust.
    pub(crate) fn setters(&self, names: &[&str]) -> Option<String> {
        let SourceLocation::Rust(_) = self.node.location else { return None };
        let owner = self.own_schema();
        let setters: Vec<String> = names.iter().map(|name| generate::setter(owner, name)).collect();
        Some(format!("in Rust: {}", setters.join(", ")))
    }

    /// The schema that the Rust of the properties is made of: a rule's own schema requires more than `new` takes.
    fn own_schema(&self) -> SchemaNode<'a> {
        let of_type = || schema::find(self.resource_type).map(|schema| schema.root());
        if self.name == "Properties" { of_type().unwrap_or(self.schema) } else { self.schema }
    }

    /// The map, where it is one.
    pub(crate) fn map(&self) -> Option<&'a Map> {
        self.node.as_map()
    }

    /// Where an entry of the map was written.
    pub(crate) fn location_of(&self, key: &str) -> SourceLocation {
        let entry = self.map().and_then(|map| map.get_key_value(key));
        entry.map(|(key, value)| key.location_with(value)).unwrap_or_default()
    }
}

/// How much work is still done for one template: what is bounded for one value may be many times too much for a hostile file.
#[derive(Debug)]
pub(crate) struct Effort(Cell<usize>);

impl Effort {
    /// What may be done for one template.
    pub(crate) fn new() -> Self {
        Effort(Cell::new(Effort::MOST))
    }

    /// The steps for one template: about a second of an optimized program.
    const MOST: usize = 100_000_000;

    /// The steps that stand for one value checked by one more schema.
    pub(super) const JUDGEMENT: usize = 200;

    /// The steps that stand for one value looked at for an alternative.
    pub(super) const KEYWORDS: usize = 50;

    /// Takes some steps from what is left; whether there were enough.
    pub(crate) fn spend(&self, steps: usize) -> bool {
        let left = self.0.get().checked_sub(steps);
        self.0.set(left.unwrap_or(self.0.get()));
        left.is_some()
    }
}
