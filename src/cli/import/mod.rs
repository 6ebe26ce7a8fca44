//! `import`: what exists becomes stacks of the app, and the proof that these write the same.

mod allowed;
mod deployed;
mod edits;
mod generated;
mod proof;
mod settings;
mod source;
mod stacks;

use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};

use super::check;
use super::environments;
use super::new::built;
use super::new::draft::writing;
use super::outcome::{EXIT_CODES, Outcome, print_document};
use super::parameters;
use super::report::Finding;
use super::session::Session;
use super::stop::Stop;
use crate::import;
use crate::template::read;
use source::ImportedTemplate;

const ABOUT: &str = "\
Write the stacks of templates that exist, JSON or YAML, as Rust: a module for each beside the app's others, wired into the app.

Then it proves them: the app is compiled and synthesized, and each stack's template must be the same tree as the file, in every \
environment; only the order of keys may differ. The functions stay in the form in which they stand, and the comments of YAML stay \
at their place. Where anything differs, or does not compile, nothing is left behind.

What one of several templates exports and another imports becomes a link between their stacks, where the name is known.

Typed modules of services that are not built in are generated with it, below `stacks/aws`, with the types that are needed.

Nothing is refused. What the typed resources do not take is written as it stands: `raw(…)` for a value, `Untyped` for a resource, \
`override_template` for what has no method. Mistakes that the checks find are allowed with the reason `as imported`.";

const EXAMPLES: &str = "\
Examples:
  cargo run -- import network.yaml                     stacks/…/network.rs, and the proof
  cargo run -- import network.yaml service.yaml        several; a directory: all templates in it
  cargo run -- import template.yaml --into network     under another name
  cargo run -- import network.yaml --named CrdNet      the stack keeps its name in AWS
  cargo run -- import network.yaml -e prod -p p.json   in one environment, with its values
  cargo run -- import network.yaml --fold              loops where few values differ
  cargo run -- import network.yaml --style constructs  constructs that make exactly these
  cargo run -- import network.yaml --check             only the proof
  cargo run -- import deployed CrdNet -e prod          a stack that runs, with its values
  cargo run -- import taskdef task.json                a task definition, as the AWS CLI takes it
  cargo run -- import policy policy.json               prints an IAM policy document as statements";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let file = Arg::new("file")
        .value_name("TEMPLATE")
        .required(true)
        .num_args(1..)
        .value_hint(ValueHint::AnyPath)
        .help("The templates: files, directories, patterns (`*`, `?`, `**`)");
    let parameters = parameters::argument(
        "Values of the template's parameters, in any form that the AWS command line takes: they become settings",
    );
    Command::new("import")
        .about("Make stacks of templates that exist, and prove that they write the same")
        .long_about(ABOUT)
        .args_conflicts_with_subcommands(true)
        .subcommand_negates_reqs(true)
        .disable_help_subcommand(true)
        .arg(file)
        .args(naming())
        .arg(parameters)
        .args(writing())
        .subcommands([deployed(), task_definition(), policy()])
        .after_help(format!("{EXAMPLES}\n\n{EXIT_CODES}"))
}

/// What every import of stacks takes.
fn naming() -> [Arg; 8] {
    let into = Arg::new("into").long("into").value_name("STACK").action(ArgAction::Append).help(
        "The stack's short name: lower-case letters, digits, hyphens; of several stacks, one for each [default: the file's name]",
    );
    let named = Arg::new("named").long("named").value_name("NAME").action(ArgAction::Append).help(
        "The stack's name in AWS, where it is deployed already; of several stacks, one for each [default: APP-ENVIRONMENT-STACK]",
    );
    let check = Arg::new("check")
        .long("check")
        .action(ArgAction::SetTrue)
        .conflicts_with("no-build")
        .help("Prove it, and leave nothing behind");
    let [environment, directory] = environments::arguments();
    let environment =
        environment.help("Only in this environment; several: repeat it, or separate names with commas [default: in all]");
    let fold = Arg::new("fold")
        .long("fold")
        .action(ArgAction::SetTrue)
        .help("Make a loop of three resources or more that differ in few values only");
    let style = Arg::new("style")
        .long("style")
        .value_name("STYLE")
        .value_parser(["typed", "constructs"])
        .default_value("typed")
        .help("Typed resources, or constructs for those that a construct makes exactly so");
    [into, named, environment, directory, fold, style, check, built::flag()]
}

fn deployed() -> Command {
    let name = Arg::new("name").value_name("NAME").required(true).num_args(1..).help("The names of the stacks in AWS");
    Command::new("deployed")
        .about("Make stacks of those that run: their templates and values, through the AWS CLI")
        .arg(name)
        .args(naming())
        .args(writing())
        .after_help(EXIT_CODES)
}

fn task_definition() -> Command {
    Command::new("taskdef")
        .about("Make a stack of a task definition, as `aws ecs register-task-definition` takes it")
        .arg(Arg::new("file").value_name("FILE").required(true).value_hint(ValueHint::FilePath).help("Its JSON"))
        .args(naming())
        .args(writing())
        .after_help(EXIT_CODES)
}

fn policy() -> Command {
    Command::new("policy")
        .about("Print an IAM policy document as Rust")
        .arg(Arg::new("file").value_name("FILE").required(true).value_hint(ValueHint::FilePath).help("Its JSON"))
        .after_help(EXIT_CODES)
}

/// Imports what is asked for.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    match arguments.subcommand() {
        Some(("deployed", arguments)) => stacks::make(deployed::sources(arguments, session)?, arguments, session),
        Some(("taskdef", arguments)) => stacks::make(vec![of_task_definition(arguments, session)?], arguments, session),
        Some(("policy", arguments)) => print_policy(arguments, session),
        _ => stacks::make(source::all(arguments, session)?, arguments, session),
    }
}

fn of_task_definition(arguments: &ArgMatches, session: &Session) -> Result<ImportedTemplate, Stop> {
    let (document, name) = document(arguments, session)?;
    let Some(task) = import::task_definition(&document) else {
        let help = "expected what `aws ecs register-task-definition --cli-input-json` takes: `family`, `containerDefinitions`";
        return Err(Finding::error(format!("`{name}` is not a task definition")).help(help).into());
    };
    let unknown = task.unknown.iter().map(|key| format!("left out: `{key}`, which `AWS::ECS::TaskDefinition` does not have"));
    Ok(ImportedTemplate { notes: unknown.collect(), ..ImportedTemplate::new(task.template, &name) })
}

fn print_policy(arguments: &ArgMatches, session: &Session) -> Outcome {
    let (document, name) = document(arguments, session)?;
    if document.get("Statement").is_none() {
        let help = "expected a document with `Version` and `Statement`";
        return Err(Finding::error(format!("`{name}` is not a policy document")).help(help).into());
    }
    print_document(&import::policy(&document, &format!("The policy of `{}`.", source::file_name(&name))))
}

/// The document of the one file that is asked for, with the file's name.
fn document(arguments: &ArgMatches, session: &Session) -> Result<(crate::template::Node, String), Stop> {
    let file = arguments.get_one::<String>("file").map(String::as_str).unwrap_or_default();
    let check::files::InputFile { name, bytes, .. } = check::files::read(Path::new(file), session)?;
    let document = read::document(&bytes).map_err(|errors| source::unreadable(errors, &name))?;
    Ok((document.root, name))
}
