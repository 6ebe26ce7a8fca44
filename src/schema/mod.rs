//! The official resource schemas: embedded, compressed, looked up by type name.

pub mod generate;
