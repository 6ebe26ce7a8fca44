//! `new`: environments, stacks, projects and workflows, made from templates.

pub(super) mod built;
pub(super) mod draft;
mod environment;
pub(super) mod name;
mod project;
mod service;
pub(super) mod stack;
mod workflow;

use std::process::ExitCode;

use clap::{ArgMatches, Command};

use super::outcome::Outcome;
use super::session::Session;

const ABOUT: &str = "\
Makes an environment, a stack, a project or a workflow from templates. Nothing that exists is overwritten without `--force`, and either
all files are written or none. A template of your own in `stacks/templates`, under the name of a built-in one, takes its location.";

/// The command's arguments and help, for the stacks of a project.
pub(super) fn command() -> Command {
    base_command().subcommands([
        environment::command(),
        stack::command(),
        service::command(),
        workflow::command(),
        project::command(),
    ])
}

/// The command's arguments and help, without a project.
pub(super) fn tool_command() -> Command {
    base_command().subcommand(project::command())
}

fn base_command() -> Command {
    Command::new("new")
        .about("Makes an environment, a stack, a service, a project or a workflow from templates")
        .long_about(ABOUT)
        .subcommand_required(true)
        .arg_required_else_help(true)
}

/// Makes what is asked for.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    match arguments.subcommand() {
        Some(("environment", arguments)) => environment::run(arguments, session),
        Some(("stack", arguments)) => stack::run(arguments, session),
        Some(("service", arguments)) => service::run(arguments, session),
        Some(("workflow", arguments)) => workflow::run(arguments, session),
        Some(("project", arguments)) => project::run(arguments, session),
        _ => Ok(ExitCode::from(2)),
    }
}
