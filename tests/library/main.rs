//! The library, called as an author of stacks calls it: documents, constructs, rules and comparisons, in this process.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a test starts programs, reads what they write, and says what it measured"
)]

#[path = "../support/mod.rs"]
mod support;

mod constructs;
mod diff;
mod fuzz;
mod mistakes;
mod patterns;
mod readme;
mod rules;
mod rules_across;
mod schema_rules;
mod security;
mod template;
