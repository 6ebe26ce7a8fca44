//! Formwork: typed stack definitions in Rust, compiled into CloudFormation templates.
//!
//! An author writes stacks with [`prelude`], the typed resources of [`aws`] and the [`constructs`]; [`cli::main`] turns them into
//! templates. `ARCHITECTURE.md` has the map.
//!
//! Dependencies point one way: [`diagnostic`] and [`template`] know nothing of the rest, [`schema`] and [`stack`] build on them, [`aws`] is
//! generated for [`stack`], [`iam`] and [`constructs`] use it, [`check`] validates what came out, and [`cli`] alone reads and writes files.

#[cfg(feature = "cli")]
pub mod cli;
pub mod constructs;
pub mod iam;
pub mod prelude;

#[doc(inline)]
pub use formwork_aws::aws;
#[doc(inline)]
pub use formwork_core::{diagnostic, object, stack, template};
// The macros that generated modules call, and the generator writes.
#[doc(hidden)]
pub use formwork_core::{closed_set, property_type, resource_type, setters, text_kinds};
#[cfg(feature = "graph")]
#[doc(inline)]
pub use formwork_engine::graph;
#[cfg(feature = "cli")]
use formwork_engine::language;
#[doc(inline)]
pub use formwork_engine::{check, diff, import, schema};
#[cfg(feature = "scripts")]
#[doc(inline)]
pub use formwork_engine::{deploy, scaffold};
