//! The typed resources that the library has: their properties, nested types and value sets.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::kind::Kind;
use crate::schema::generate::{self, Catalog, ClosedSet, Nested, Property, Resource};

/// Looks up typed resources, each read once.
pub(super) struct Types {
    catalog: Catalog,
    /// The types that the project has generated modules of.
    generated: BTreeSet<String>,
    known: BTreeMap<String, Option<Rc<Typed>>>,
}

/// A typed resource.
pub(super) struct Typed {
    /// The module of its service, for example `ecs`.
    pub(super) service: String,
    resource: Resource,
}

/// A struct with setters: a resource or a nested type.
pub(super) struct TypeProperties<'a> {
    /// Its path, for example `ecs::service::LoadBalancer`.
    pub(super) path: String,
    pub(super) properties: &'a [Property],
}

impl Types {
    /// What is built in, and these types of the project.
    pub(super) fn new(generated: &BTreeSet<String>) -> Self {
        Types { catalog: Catalog::embedded(), generated: generated.clone(), known: BTreeMap::new() }
    }

    /// The typed resource of a type that is built in, or generated.
    pub(super) fn get(&mut self, type_name: &str) -> Option<Rc<Typed>> {
        if let Some(known) = self.known.get(type_name) {
            return known.clone();
        }
        let is_typed = generate::is_built_in(type_name) || self.generated.contains(type_name);
        let resource = if is_typed { generate::resource(&self.catalog, type_name) } else { None };
        let service = generate::module_name(generate::service_of(type_name));
        let typed = resource.map(|resource| Rc::new(Typed { service, resource }));
        self.known.insert(type_name.to_owned(), typed.clone());
        typed
    }
}

impl Typed {
    /// The resource itself.
    pub(super) fn type_properties(&self) -> TypeProperties<'_> {
        TypeProperties { path: self.path(), properties: &self.resource.properties }
    }

    /// The path of the resource, for example `ecs::Service`.
    pub(super) fn path(&self) -> String {
        format!("{}::{}", self.service, self.resource.name)
    }

    /// A nested type.
    pub(super) fn nested(&self, name: &str) -> Option<TypeProperties<'_>> {
        let nested: &Nested = self.resource.nested.iter().find(|nested| nested.name == name)?;
        let path = format!("{}::{}::{name}", self.service, self.resource.module);
        Some(TypeProperties { path, properties: &nested.properties })
    }

    /// The path of the constant for a value of a set, for example `ecs::service::LaunchType::FARGATE`.
    pub(super) fn constant(&self, set: &str, value: &str, is_number: bool) -> Option<(String, String)> {
        let found: &ClosedSet = self.resource.sets.iter().find(|known| known.name == set && known.number == is_number)?;
        let (constant, _) = found.constants().into_iter().find(|(_, known)| *known == value)?;
        let path = format!("{}::{}::{set}", self.service, self.resource.module);
        Some((format!("{path}::{constant}"), path))
    }

    /// What `Ref` denotes.
    pub(super) fn reference(&self) -> Kind {
        self.kind(&self.resource.reference)
    }

    /// The method of an attribute, and what it denotes.
    pub(super) fn attribute(&self, name: &str) -> Option<(String, Kind)> {
        let attribute = self.resource.attributes.iter().find(|attribute| attribute.name == name)?;
        Some((attribute.method.clone(), self.kind(&attribute.kind)))
    }

    /// What the generator's text of a kind means here.
    pub(super) fn kind(&self, text: &str) -> Kind {
        let nested = |name: &str| self.resource.nested.iter().any(|nested| nested.name == name);
        Kind::parse(text, &self.resource.type_name, &self.resource.module, &nested)
    }
}
