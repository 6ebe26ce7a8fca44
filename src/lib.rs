//! Formwork: typed stack definitions in Rust, compiled into CloudFormation templates.

pub mod diagnostic;
pub mod schema;
pub mod stack;
pub mod template;
