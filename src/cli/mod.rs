//! The commands: one per file, and the only place with I/O.

pub mod schema;
