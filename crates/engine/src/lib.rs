//! The engine of Formwork: the official schemas, what CloudFormation makes of a template, and the commands' work that is pure.
//!
//! Authors see it through the crate `formwork`. It is a crate of its own so that it is compiled beside the typed resources, which
//! it does not know.

pub(crate) use formwork_core::{diagnostic, stack, template};

pub mod adopt;
pub mod check;
pub mod cost;
#[cfg(feature = "scripts")]
pub mod deploy;
pub mod diff;
#[cfg(feature = "failures")]
pub mod failure;
#[cfg(feature = "graph")]
pub mod graph;
pub mod import;
pub mod language;
#[doc(hidden)]
pub mod redact;
pub mod refactor;
#[cfg(feature = "scripts")]
pub mod scaffold;
pub mod schema;
