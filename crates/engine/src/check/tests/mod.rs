//! What all rules together say of a file.

mod ignore;
mod made;
mod parameters;
mod paths;
mod rewritten;
