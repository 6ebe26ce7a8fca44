//! The generator: from the schemas of a service to its typed module.

use std::collections::BTreeSet;

mod catalog;
mod emit;
mod kinds;
mod model;
mod names;
mod pointer;
mod spelling;

pub use catalog::{Catalog, DEFAULT_SERVICES, Home, module_name, service_of};
pub use spelling::{is_built_in, rust_type, setter, types_called};

pub(crate) use emit::MOST_POSITIONAL;
pub(crate) use model::{ClosedSet, Nested, Property, Resource};
pub(crate) use names::snake;

/// What the generator writes for one resource type, as an author's crate names it.
pub(crate) fn resource(catalog: &Catalog, type_name: &str) -> Option<Resource> {
    model::resource(catalog, type_name, Home::Author)
}

/// Whether an identifier of a service stands for another kind of it: a name where a name or ARN is taken.
pub(crate) fn stands_for(service: &str, given: &str, wanted: &str) -> bool {
    kinds::stand_ins(service).any(|(one, other)| one == given && other == wanted)
}

/// The template parameter type of a kind, by its service and name.
pub(crate) fn parameter_kind(parameter_type: &str) -> Option<(&'static str, &'static str)> {
    kinds::PARAMETER_TYPES.iter().find(|(_, _, name)| *name == parameter_type).map(|(service, kind, _)| (*service, *kind))
}

/// The typed module of a service, as Rust source.
///
/// # Errors
/// No resource type is of this service.
pub fn service_module(catalog: &Catalog, service: &str, home: Home) -> Result<String, String> {
    if catalog.service(service).is_empty() {
        return Err(format!("there is no service `{service}`"));
    }
    let model = model::service(catalog, service, &|_| true, home);
    Ok(emit::service(&model, home))
}

/// The typed module of some resource types of a service, for an author's own crate: a whole service may be long.
pub fn partial_module(catalog: &Catalog, service: &str, wanted: &BTreeSet<String>) -> String {
    let model = model::service(catalog, service, &|type_name| wanted.contains(type_name), Home::Author);
    emit::service(&model, Home::Author)
}

/// Whether the source of a typed module has a resource type.
pub fn has_type(module: &str, type_name: &str) -> bool {
    module.contains(&format!(" \"{type_name}\" Ref "))
}

/// Every file of the library's typed modules: its name in `crates/aws/src/aws`, and its source.
///
/// # Errors
/// A default service is not among the schemas.
pub fn library(catalog: &Catalog) -> Result<Vec<(String, String)>, String> {
    let mut files = vec![("mod.rs".to_owned(), module_list())];
    for service in DEFAULT_SERVICES {
        files.push((format!("{}.rs", module_name(service)), service_module(catalog, service, Home::Library)?));
    }
    Ok(files)
}

/// The list of the library's typed modules, as the source of `crates/aws/src/aws/mod.rs`.
pub fn module_list() -> String {
    let mut text = String::from(emit::MARK);
    text.push_str("//! The typed resources, one module per service.\n//!\n");
    text.push_str(
        "//! Every type, setter and constant here follows the official resource schemas; see `crates/engine/src/schema/data/SOURCE.md`.\n\
         //! `formwork generate Athena` writes the module of another service into a project; `stack::Untyped` takes a resource of any type.\n\n",
    );
    for service in DEFAULT_SERVICES {
        text.push_str(&format!("pub mod {};\n", module_name(service)));
    }
    text
}
