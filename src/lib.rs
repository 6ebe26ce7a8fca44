//! Formwork: typed stack definitions in Rust, compiled into CloudFormation templates.

pub mod check;
pub mod cli;
pub mod diagnostic;
#[rustfmt::skip]
pub mod aws;
pub mod prelude;
pub mod schema;
pub mod stack;
pub mod template;
