//! `new`: environments, stacks, parts of applications, projects and workflows, made from templates.

mod api;
pub(super) mod built;
mod component;
mod compose;
mod connect;
mod database;
pub(super) mod draft;
mod environment;
mod image;
mod job;
pub(super) mod name;
mod pipeline;
mod project;
mod service;
mod site;
pub(super) mod stack;
mod wired;
mod worker;
mod workflow;

use std::fs::{File, TryLockError};
use std::path::Path;
use std::process::ExitCode;

use clap::{ArgMatches, Command};

use super::outcome::Outcome;
use super::session::Session;

const ABOUT: &str = "\
Make an environment, a stack, a part of an application, a project or a workflow from templates. Nothing that exists is overwritten without `--force`, and either \
all files are written or none. A template of your own in `stacks/templates`, under the name of a built-in one, takes its location.";

/// The command's arguments and help, for the stacks of a project.
pub(super) fn command() -> Command {
    base_command().subcommands([
        environment::command(),
        stack::command(),
        service::command(),
        worker::command(),
        job::command(),
        site::command(),
        database::command(),
        api::command(),
        workflow::command(),
        pipeline::command(),
        project::command(),
    ])
}

/// The command's arguments and help, without a project.
pub(super) fn tool_command() -> Command {
    base_command().subcommand(project::command())
}

fn base_command() -> Command {
    Command::new("new")
        .about("Make an environment, a stack, a part of an application, a project or a workflow from templates")
        .long_about(ABOUT)
        .subcommand_required(true)
        .arg_required_else_help(true)
}

/// Makes what is asked for.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let Some((kind, arguments)) = arguments.subcommand() else { return Ok(ExitCode::from(2)) };
    let make = match kind {
        "environment" => environment::run,
        "stack" => stack::run,
        "service" => service::run,
        "worker" => worker::run,
        "job" => job::run,
        "site" => site::run,
        "database" => database::run,
        "api" => api::run,
        "workflow" => workflow::run,
        "pipeline" => pipeline::run,
        _ => project::run,
    };
    if kind != "project" {
        session.project.is_where_it_runs()?;
    }
    // Not the directory itself that is written to: writing locks that one.
    let directory = session.paths.absolute(&project::directory(arguments));
    let beside = directory.ancestors().skip(1).find(|directory| directory.is_dir());
    let stacks = session.project.root.join("stacks");
    let _lock = alone(beside.filter(|_| kind == "project").unwrap_or(&stacks));
    make(arguments, session)
}

/// Lets one run of `new` at a time read, compare and write what is below a directory: two would each write what the other has not read.
/// The lock ends with the process, however that ends. A system without locks on directories has none.
fn alone(directory: &Path) -> Option<File> {
    let lock = File::open(directory).ok()?;
    if let Err(TryLockError::WouldBlock) = lock.try_lock() {
        // A build may be part of the other run.
        super::terminal::print_error("waiting for another run of `new`\n");
        lock.lock().ok()?;
    }
    Some(lock)
}
