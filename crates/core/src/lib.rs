//! The base of Formwork: the document, findings as data, and authoring.
//!
//! Authors see it through the crate `formwork`. It is a crate of its own so that the typed resources and the engine, which both
//! stand on it, are compiled beside each other.

pub mod diagnostic;
pub mod stack;
pub mod template;
