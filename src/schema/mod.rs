//! The official resource schemas: embedded, compressed, looked up by type name.
//!
//! [`find`] gives the [`ResourceSchema`] of a type, whose [`SchemaNode`]s answer what a property may be. A look-up inflates
//! only the chunk of the archive that holds the type, and each type is read once in a process.
//!
//! The archive is built by `formwork schema import` from the packages that [`source`] names: [`import`] strips the schemas
//! to their facts, [`fixes`] repairs known faults, [`relations`] adds which property takes the value of which other.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

pub mod actions;
pub mod archive;
mod attributes;
mod dialect;
pub mod fargate;
pub mod fixes;
pub mod generate;
pub mod import;
mod nearest;
mod node;
mod page;
pub mod path;
pub mod pattern;
mod readable;
pub mod relations;
mod resource;
mod serverless;
mod strip;

pub use archive::Archive;
pub use archive::service;
pub use attributes::Attribute;
pub use nearest::nearest;
pub use node::{AdditionalProperties, JsonType, SchemaNode};
pub use page::{page, property_page};
pub use pattern::Pattern;
pub use relations::Relation;
pub use resource::{Lifecycle, ReplacementStrategy, ResourceSchema};

static BYTES: &[u8] = include_bytes!("data/schemas.bin");

/// Where the schemas come from: packages, versions, licences, date.
#[must_use]
pub fn source() -> &'static str {
    archive().map_or("", |archive| archive.source())
}

/// The names of all types, sorted.
pub fn types() -> impl Iterator<Item = &'static str> {
    let archive = archive();
    let count = archive.map_or(0, Archive::len);
    (0..count).filter_map(move |index| archive?.name(index)).filter(|name| *name != archive::GLOBALS)
}

/// The names of all services, sorted: `AWS::ECS`.
pub fn services() -> impl Iterator<Item = &'static str> {
    let mut last = "";
    types().map(service).filter(move |service| std::mem::replace(&mut last, service) != *service)
}

/// The schema of a type.
#[must_use]
pub fn find(type_name: &str) -> Option<&'static ResourceSchema> {
    (type_name != archive::GLOBALS).then(|| entry(type_name)).flatten()
}

/// The schema of the section `Globals`, which the transform `AWS::Serverless-2016-10-31` reads.
#[must_use]
pub fn globals() -> Option<&'static ResourceSchema> {
    entry(archive::GLOBALS)
}

/// Whether a type is one that the transform `AWS::Serverless-2016-10-31` replaces: its schema says what may be written, and nothing
/// about the resources that are made of it, such as their attributes and what replaces them.
#[must_use]
pub fn is_serverless(type_name: &str) -> bool {
    type_name.starts_with("AWS::Serverless::")
}

fn entry(type_name: &str) -> Option<&'static ResourceSchema> {
    static READ: Cache<&'static str, ResourceSchema> = Cache::new();
    let name = archive()?.spelling(type_name)?;
    READ.get_or_make(name, || {
        let location = archive()?.locate(name)?;
        let json = chunk(location.chunk)?.get(location.offset..)?.get(..location.length)?;
        std::str::from_utf8(json).ok()?.parse().ok().map(ResourceSchema::new)
    })
}

fn archive() -> Option<&'static Archive<'static>> {
    static ARCHIVE: OnceLock<Option<Archive<'static>>> = OnceLock::new();
    ARCHIVE.get_or_init(|| Archive::new(BYTES)).as_ref()
}

fn chunk(number: usize) -> Option<&'static Vec<u8>> {
    static INFLATED: Cache<usize, Vec<u8>> = Cache::new();
    INFLATED.get_or_make(number, || archive()?.inflate(number))
}

/// Values that are made once and kept for the life of the process. There are at most as many as there are types.
struct Cache<K, V: 'static>(Mutex<BTreeMap<K, &'static V>>);

impl<K: Copy + Ord, V> Cache<K, V> {
    const fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    /// The lock is held while a value is made: a second thread in need of it would only make it again.
    fn get_or_make(&self, key: K, make: impl FnOnce() -> Option<V>) -> Option<&'static V> {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = made.get(&key) {
            return Some(value);
        }
        let value: &'static V = Box::leak(Box::new(make()?));
        made.insert(key, value);
        Some(value)
    }
}

#[cfg(test)]
mod tests;
