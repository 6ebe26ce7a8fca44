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
mod cost;
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
mod template_files;
mod templates;
mod terminal;
mod watch;
mod way_out;

use std::process::ExitCode;
use std::sync::Mutex;

use clap::error::{ContextKind, ContextValue};
use clap::{ArgMatches, Command};
use serde::de::DeserializeOwned;

use crate::check::Rule;
use crate::stack::{App, Environment};
use outcome::{EXIT_CODES, Outcome};
use paths::Paths;
pub use project::Project;
use report::{Finding, Reporter};
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
    let command = base_command("stacks").about("Synthesize the stacks of this project into CloudFormation templates");
    command.subcommands([
        synth::command(),
        list::command(),
        deploy_plan::command(),
        deploy_role::command(),
        secrets::command(),
        check::command(),
        diff::command(),
        graph::app_command(),
        cost::app_command(),
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
            cost::tool_command(),
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
        // The longest lines of examples.
        .max_term_width(120)
        .after_help(EXIT_CODES)
}

fn run(command: Command, session: &Session) -> ExitCode {
    if let Some(problem) = packs::wrong_code(session.rules) {
        return finish(Err(problem.into()), session);
    }
    match command.clone().try_get_matches() {
        Ok(matches) => finish(dispatch(command, &matches, session), session),
        Err(error) => {
            match session.make_app.is_none().then(|| needs_a_project(&error)).flatten() {
                Some(finding) => Reporter::new(session).print(vec![finding]),
                // What is wrong repeats what was given, which may be any text; help is our own.
                None if error.use_stderr() => terminal::print_error(&error.render().to_string()),
                // Nothing is left to do when the terminal is gone as well.
                None => drop(error.print()),
            }
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
    }
}

/// What to run for a command that `formwork` has not, and the program of a project has.
fn needs_a_project(error: &clap::Error) -> Option<Finding> {
    let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    let app = app_command();
    let words = match app.find_subcommand(name) {
        Some(_) => name.clone(),
        None => format!("{} {name}", app.get_subcommands().find(|command| command.find_subcommand(name).is_some())?.get_name()),
    };
    let help = format!("run `cargo run -- {words}` in a project; `formwork new project NAME` makes one");
    Some(Finding::error(format!("`{words}` works on the stacks of a project")).help(help))
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
        Some(("cost", arguments)) => cost::run(arguments, session),
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

#[cfg(test)]
mod tests {
    use clap::Command;

    /// What is wrong with the texts of a command and those below it.
    fn odd(command: &Command, found: &mut Vec<String>) {
        let mut look = |whose: &str, text: String, is_imperative: bool| {
            let word = text.split(' ').next().unwrap_or_default();
            let begins_well = text.starts_with(|first: char| first.is_uppercase() || first == '`');
            let commands = !is_imperative || !word.ends_with('s') || word.ends_with("ss");
            if !begins_well || !commands || text.ends_with('.') {
                found.push(format!("{whose}: {text}"));
            }
        };
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        look(command.get_name(), about, true);
        for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            look(&format!("{} {}", command.get_name(), argument.get_id()), help, false);
        }
        found.extend(cut_line(command).map(|line| format!("{}: the source ends a line: {line}", command.get_name())));
        command.get_subcommands().for_each(|inner| odd(inner, found));
    }

    /// A line that ends within a paragraph of a description. Paragraphs wrap where the terminal ends, and not where the source does.
    fn cut_line(command: &Command) -> Option<String> {
        let about = command.get_long_about()?.to_string();
        let mut pairs = about.lines().zip(about.lines().skip(1));
        let (line, _) = pairs.find(|(line, next)| !line.is_empty() && !next.is_empty() && !next.starts_with(' '))?;
        Some(line.to_owned())
    }

    /// As clap's own `Print help`: a command, with a capital letter and without a full stop.
    #[test]
    fn the_help_is_of_one_style() {
        let mut found = Vec::new();
        super::app_command().get_subcommands().for_each(|command| odd(command, &mut found));
        super::tool_command().get_subcommands().for_each(|command| odd(command, &mut found));
        assert_eq!(found, Vec::<String>::new());
    }
}
