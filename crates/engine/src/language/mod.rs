//! What CloudFormation makes of a template: its loops unrolled, its functions resolved, its references found.
//!
//! A template becomes a `Program`: the template after its transforms, with what is *opaque* because only the deployment
//! makes it. A `Scope` then tells what a node of it can be. Every command reads templates through this layer, so that all see
//! the same. It does no I/O, and its work is bounded: what costs too much is unknown, with that as the reason.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>

// Some readings are those of a command that may be left out.
#![cfg_attr(not(all(feature = "graph", feature = "scripts")), allow(dead_code, unused_imports))]

mod case;
mod conditions;
pub(crate) mod constraints;
mod expand;
mod functions;
mod lookups;
mod nesting;
pub(crate) mod opaque;
mod possible;
pub(crate) mod program;
pub(crate) mod pseudo;
pub(crate) mod questions;
pub(crate) mod read;
mod read_back;
mod reduce;
pub mod reference;
pub(crate) mod resolve;
pub(crate) mod sam;
pub(crate) mod scenario;
mod scope;
pub mod stacks;
#[cfg(test)]
mod tests;
pub(crate) mod yields;

pub(crate) use case::{Case, Fact, Reason, Value, excludes, in_words};
pub use conditions::{partition, url_suffix};
pub(crate) use lookups::Lookup;
pub(crate) use nesting::{NESTED, PROVISIONED, local_files};
pub use nesting::{NESTING, is_local_path};
pub(crate) use program::Program;
pub use program::far_exceeded;
pub(crate) use reduce::Piece;
pub(crate) use scope::{Given, Made, Scope};
