//! The command line: the only part of Formwork that reads files, writes them, prints and exits.
//!
//! There is one file per command. An app's own binary calls [`main`]; the binary `formwork` calls [`tool_main`] and has the
//! commands that need no stacks.

#![allow(clippy::disallowed_methods, reason = "all input and output is here")]

mod adopt;
mod aws;
mod cargo;
mod check;
mod completions;
mod deploy_plan;
mod deploy_role;
mod diff;
mod disk;
mod environments;
mod explain;
mod files;
mod finding;
mod generate;
mod graph;
mod habits;
mod import;
mod list;
mod markdown;
mod messages;
mod moves;
mod new;
mod outcome;
mod packs;
mod parallel;
mod parameters;
mod paths;
mod process;
mod project;
mod refactor;
mod report;
pub mod schema;
mod secrets;
mod session;
mod sources;
mod stop;
mod synth;
mod synthesis;
mod table;
mod templates;
mod terminal;
mod watch;

use std::process::ExitCode;
use std::sync::Mutex;

use clap::{ArgMatches, Command};
use serde::de::DeserializeOwned;

use crate::check::Rule;
use crate::stack::{App, Environment};
use outcome::{EXIT_CODES, Outcome};
use paths::Paths;
pub use project::Project;
use report::Reporter;
use session::Session;
use stop::Stop;

/// Runs the command line of an app: `fn main() -> ExitCode { formwork::cli::main(formwork::project!(), my_app) }`.
///
/// `app` makes the stacks of one environment from its settings `S`; it is called once for each environment, in parallel.
pub fn main<S: DeserializeOwned>(project: Project, app: fn(&Environment<S>) -> App) -> ExitCode {
    main_with_rules(project, app, &[])
}

/// As [`main`], with rules of the author's own: every template is checked with them, and `explain` knows them.
pub fn main_with_rules<S: DeserializeOwned>(
    project: Project,
    app: fn(&Environment<S>) -> App,
    rules: &[&'static Rule],
) -> ExitCode {
    // Everything below this line is compiled once, whatever the settings.
    let make_app = move |name: &str, text: &str| Environment::<S>::parse(name, text).map(|environment| app(&environment));
    let session = Session { paths: Paths::new(), project, make_app: Some(&make_app), rules, secrets: Mutex::default() };
    run(app_command(), &session)
}

/// Runs the command line of the binary `formwork`.
pub fn tool_main() -> ExitCode {
    let paths = Paths::new();
    let project = Project::at(paths.current().to_owned());
    let session = Session { project, paths, make_app: None, rules: &[], secrets: Mutex::default() };
    run(tool_command(), &session)
}

fn app_command() -> Command {
    base_command("stacks").about("Synthesizes the stacks of this project into CloudFormation templates").subcommands([
        synth::command(),
        list::command(),
        deploy_plan::command(),
        deploy_role::command(),
        secrets::command(),
        check::command(),
        diff::command(),
        graph::app_command(),
        explain::command(),
        generate::command(),
        new::command(),
        import::command(),
        refactor::command(),
        adopt::command(),
        completions::command(),
    ])
}

fn tool_command() -> Command {
    base_command("formwork")
        .about("Infrastructure in Rust, synthesized into CloudFormation templates: the commands that need no stacks")
        .subcommands([
            check::command(),
            diff::tool_command(),
            explain::command(),
            generate::command(),
            graph::tool_command(),
            new::tool_command(),
            schema::command(),
            completions::command(),
        ])
}

fn base_command(name: &'static str) -> Command {
    Command::new(name)
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .after_help(EXIT_CODES)
}

fn run(command: Command, session: &Session) -> ExitCode {
    if let Some(problem) = packs::wrong_code(session.rules) {
        return finish(Err(problem.into()), session);
    }
    match command.clone().try_get_matches() {
        Ok(matches) => finish(dispatch(command, &matches, session), session),
        Err(error) => {
            // What is wrong repeats what was given, which may be any text; help is our own.
            if error.use_stderr() {
                terminal::print_error(&error.render().to_string());
            } else {
                // Nothing is left to do when the terminal is gone as well.
                let _ = error.print();
            }
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
    }
}

fn dispatch(command: Command, matches: &ArgMatches, session: &Session) -> Outcome {
    match matches.subcommand() {
        Some(("synth", arguments)) => synth::run(arguments, session),
        Some(("list", arguments)) => list::run(arguments, session),
        Some(("deploy-plan", arguments)) => deploy_plan::run(arguments, session),
        Some(("deploy-role", arguments)) => deploy_role::run(arguments, session),
        Some(("secrets", arguments)) => secrets::run(arguments, session),
        Some(("check", arguments)) => check::run(arguments, session),
        Some(("new", arguments)) => new::run(arguments, session),
        Some(("import", arguments)) => import::run(arguments, session),
        Some(("adopt", arguments)) => adopt::run(arguments, session),
        Some(("refactor", arguments)) => refactor::run(arguments, session),
        Some(("diff", arguments)) => diff::run(arguments, session),
        Some(("graph", arguments)) => graph::run(arguments, session),
        Some(("explain", arguments)) => explain::run(arguments, session),
        Some(("generate", arguments)) => generate::run(arguments, session),
        Some(("schema", arguments)) => schema::run_command(arguments),
        Some(("completions", arguments)) => completions::run(command, arguments),
        _ => Ok(ExitCode::from(2)),
    }
}

fn finish(outcome: Outcome, session: &Session) -> ExitCode {
    match outcome {
        Ok(code) => code,
        // `… | head -1` has all it wants; everything but the printing was done before.
        Err(Stop::Printing(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Stop::Mistakes(findings, hindered)) => {
            let mut reporter = Reporter::new(session);
            reporter.print(findings.clone());
            reporter.conclude(&findings, hindered);
            ExitCode::FAILURE
        }
        Err(stop) => {
            Reporter::new(session).print(vec![stop.into_finding()]);
            ExitCode::FAILURE
        }
    }
}
