//! Formwork: typed stack definitions in Rust, compiled into CloudFormation templates.

pub mod cli;
pub mod schema;
pub mod template;
