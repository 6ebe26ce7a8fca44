//! The command line, run as a user runs it: what each command prints and writes, and how it ends.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a test starts programs, reads what they write, and says what it measured"
)]

#[path = "../support/mod.rs"]
mod support;

mod browser;
mod check;
mod cli;
mod determinism;
mod diff_command;
mod diff_drift;
mod disk;
mod editor;
mod explain;
mod graph;
mod new;
mod packs;
mod properties;
mod watch;
