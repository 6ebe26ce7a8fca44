//! The typed resources of Formwork. Authors see them as `formwork::aws`.
//!
//! A crate of their own, so that they are compiled beside the engine, and not again when anything else is edited.

// The names that the generated modules begin with `crate::`, as if they were part of the base.
pub(crate) use formwork_core::{closed_set, property_type, resource_type, setters, stack, text_kinds};

// The generated modules are reproducible byte for byte; formatting them would break that.
#[rustfmt::skip]
pub mod aws;
