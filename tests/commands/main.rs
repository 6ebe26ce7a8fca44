//! The command line, run as a user runs it: what each command prints and writes, and how it ends.

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

mod adopt;
mod browser;
mod canaries;
mod check;
mod checkout;
mod cli;
mod compose;
mod cost;
mod deploy_role;
mod determinism;
mod diff_command;
mod diff_drift;
mod diff_nested;
mod diff_refused;
mod diff_schema;
mod disk;
mod editor;
mod explain;
mod graph;
mod hostile;
mod import;
mod import_command;
mod import_public;
mod many;
mod moved;
mod new;
mod package;
mod packs;
mod parts;
mod properties;
mod watch;
