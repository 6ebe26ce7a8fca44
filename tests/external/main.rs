//! What needs the Python packages of `requirements.txt`: the validators of templates, and the emulator with the AWS CLI.

#![allow(unreachable_pub, reason = "a program's modules may say `pub`")]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a test starts programs, reads what they write, and says what it measured"
)]

#[path = "../support/mod.rs"]
mod support;

mod adopt;
mod artifacts;
mod artifacts_pushed;
mod change_sets;
mod comparison;
mod deploy;
mod deploy_role;
mod deployment;
mod diff_deployed;
mod emulator;
mod import_deployed;
mod many;
mod migration;
mod refactor;
mod sarif;
mod schema_archive;
mod scripts;
mod secrets;
mod validators;
mod workflow;
mod yaml;
