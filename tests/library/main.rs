//! The library, called as an author of stacks calls it: documents, constructs, rules and comparisons, in this process.

#![allow(unreachable_pub, reason = "a program's modules may say `pub`")]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a test starts programs, reads what they write, says what it measured, and shows all of what it expects"
)]

#[path = "../support/mod.rs"]
mod support;

mod constructs;
mod deploy_role;
mod diff;
mod fuzz;
mod mistakes;
mod patterns;
mod readme;
mod rules;
mod security;
mod stack_sets;
mod template;
mod waves;
