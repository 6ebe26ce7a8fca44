//! Formwork: typed stack definitions in Rust, compiled into CloudFormation templates.
//!
//! An author writes stacks with [`prelude`], the typed resources of [`aws`] and the [`constructs`]; [`cli::main`] turns them into
//! templates. `ARCHITECTURE.md` has the map.
//!
//! Dependencies point one way: [`diagnostic`] and [`template`] know nothing of the rest, [`schema`] and [`stack`] build on them, [`aws`] is
//! generated for [`stack`], [`iam`] and [`constructs`] use it, [`check`] validates what came out, and [`cli`] alone reads and writes files.

// What is public is what an author needs; a binary's modules, such as the stacks, may say `pub` as they like.
#![warn(unreachable_pub)]

// The generated modules are reproducible byte for byte; formatting them would break that.
#[rustfmt::skip]
pub mod aws;
pub mod check;
pub mod cli;
pub mod constructs;
pub mod deploy;
pub mod diagnostic;
pub mod diff;
pub mod graph;
pub mod iam;
mod language;
pub mod prelude;
pub mod scaffold;
pub mod schema;
pub mod stack;
pub mod template;
