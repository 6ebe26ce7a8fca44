//! The official resource schemas: embedded, compiled, looked up by type name.
//!
//! [`find`] gives the [`ResourceSchema`] of a type, whose [`SchemaNode`]s answer what a property may be. Both point into a table
//! that is read where it lies in the executable: starting up costs nothing, and a look-up allocates nothing.
//!
//! The table is built by `formwork schema import` from the packages that [`source`] names: [`import`] strips the schemas
//! to their facts, [`fixes`] repairs known faults, [`relations`] adds which property takes the value of which other, and
//! `compile` writes the table that `table` describes.

use std::sync::OnceLock;

pub(crate) mod accepted;
pub mod actions;
mod attributes;
mod compile;
pub(crate) mod defaults;
mod dialect;
pub mod extensions;
pub mod fargate;
pub mod fixes;
mod free_identifiers;
pub mod generate;
pub mod handlers;
pub(crate) mod identifiers;
pub mod import;
mod keyword;
mod kinds;
mod literal;
mod nearest;
mod node;
mod page;
pub mod path;
pub mod pattern;
mod readable;
pub mod relations;
mod resource;
mod serverless;
mod stateful;
mod strip;
mod table;
mod unreadable;

pub use attributes::Attribute;
pub use compile::Compiled;
pub use keyword::Keywords;
pub use kinds::JsonType;
pub use literal::{Literal, Literals};
pub use nearest::nearest;
pub use node::{AdditionalProperties, SchemaNode};
pub use page::{page, property_page};
pub use pattern::Pattern;
pub use relations::Relation;
pub use resource::{Lifecycle, ReplacementStrategy, ResourceSchema};
pub use stateful::is_stateful;
use table::Table;
pub use unreadable::is_unreadable;

static BYTES: &[u8] = include_bytes!("data/schemas.bin");
static TEXTS: &str = include_str!("data/schemas.text");

/// The name of the one entry that is no type: the schema of the section `Globals`, which the serverless transform reads.
const GLOBALS: &str = "Globals";

/// Where the schemas come from: packages, versions, licences, date.
#[must_use]
pub fn source() -> &'static str {
    table().source()
}

/// The names of all types, sorted.
pub fn types() -> impl Iterator<Item = &'static str> {
    (0..table().len()).filter_map(|index| table().name(index)).filter(|name| *name != GLOBALS)
}

/// The names of all services, sorted: `AWS::ECS`.
pub fn services() -> impl Iterator<Item = &'static str> {
    let mut last = "";
    types().map(service).filter(move |service| std::mem::replace(&mut last, service) != *service)
}

/// The service of a type: `AWS::ECS` of `AWS::ECS::Service`.
#[must_use]
pub fn service(type_name: &str) -> &str {
    type_name.rsplit_once("::").map_or(type_name, |(service, _)| service)
}

/// The schema of a type.
#[must_use]
pub fn find(type_name: &str) -> Option<ResourceSchema> {
    (type_name != GLOBALS).then(|| entry(type_name)).flatten()
}

/// The schema of the section `Globals`, which the transform `AWS::Serverless-2016-10-31` reads.
#[must_use]
pub fn globals() -> Option<ResourceSchema> {
    entry(GLOBALS)
}

/// Whether a type is one that the transform `AWS::Serverless-2016-10-31` replaces: its schema says what may be written, and nothing
/// about the resources that are made of it, such as their attributes and what replaces them.
#[must_use]
pub fn is_serverless(type_name: &str) -> bool {
    type_name.starts_with("AWS::Serverless::")
}

/// Whether a type is a custom resource, which a function or topic of the account makes.
#[must_use]
pub fn is_custom(type_name: &str) -> bool {
    type_name.starts_with("Custom::") || type_name == "AWS::CloudFormation::CustomResource"
}

fn entry(type_name: &str) -> Option<ResourceSchema> {
    table().find(type_name).map(|root| ResourceSchema::new(table(), root))
}

fn table() -> &'static Table<'static> {
    static TABLE: OnceLock<Table<'static>> = OnceLock::new();
    TABLE.get_or_init(|| Table::new(BYTES, TEXTS).unwrap_or(Table::EMPTY))
}

/// A schema that a test writes.
#[cfg(test)]
pub(crate) fn of_json(schema: serde_json::Value) -> SchemaNode<'static> {
    let table = compile::table(&[("A", schema)]);
    SchemaNode::new(table, table.find("A").unwrap())
}

#[cfg(test)]
mod tests;
