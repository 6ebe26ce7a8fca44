//! Formwork: typed stack definitions in Rust, compiled into CloudFormation templates.

pub mod check;
pub mod constructs;
pub mod diagnostic;
#[rustfmt::skip]
pub mod aws;
pub mod iam;
pub mod prelude;
pub mod schema;
pub mod stack;
pub mod template;
