//! `synth`: writes the templates of every environment, and says what changed and how to deploy it.

mod budget;
mod deploy;
mod rendered;
mod summary;

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, builder::PossibleValuesParser, value_parser};

use super::messages::{self, MessageFormat};
use super::outcome::{EXIT_CODES, Outcome, print, print_json};
use super::report::{Finding, Reporter};
use super::session::Session;
use super::stop::Stop;
use super::{environments, files, packs, synthesis, templates, watch};
use crate::check;
use crate::deploy::SCRIPT_TEMPLATES;
use crate::stack::Assembly;
use crate::template::Format;
use crate::template::path::Step;
use rendered::{Form, Rendered};

const ABOUT: &str = "\
Write the template of every stack in every environment, and print what changed and the commands that deploy it.

Nothing is written while any environment has a mistake, and a file whose content stays the same is not touched. It needs no \
credentials and no network.";

const EXAMPLES: &str = "\
Examples:
  cargo run -- synth                                everything
  cargo run -- synth --environment prod             one environment
  cargo run -- synth backend -e dev -e prod         one stack of two environments
  cargo run -- synth --format yaml --output build   YAML, into build/
  cargo run -- synth --git-sync -o deployments      with the files of Git sync, to commit
  cargo run -- synth --quiet                        only warnings and mistakes
  cargo run -- synth --watch                        at every save

What it writes, below the output directory:
  ENVIRONMENT/STACK.template.json    the template (or .yaml)
  ENVIRONMENT/STACK.parameters.json  the parameters' values, for `aws cloudformation deploy`
  ENVIRONMENT/STACK.instances.json   of a stack set: the template of its stacks, to read
  ENVIRONMENT/STACK.deployment.yaml  with --git-sync: the template's path, parameters and tags
  ENVIRONMENT/deploy.sh              deploys the environment, with the AWS CLI (--help says how)
  ENVIRONMENT/teardown.sh            deletes it";

/// What `--pack` adds.
const PACKS: &str = "Check with a pack of rules in every environment, beside those that its settings name (`packs`)";

/// `--format` and `--output`: how the files are written, and where.
pub(super) fn layout_arguments() -> [Arg; 2] {
    let format = Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .value_parser(PossibleValuesParser::new(["json", "yaml"]))
        .default_value("json")
        .help("The format of the templates");
    let output = Arg::new("output")
        .long("output")
        .short('o')
        .value_name("DIR")
        .value_hint(ValueHint::DirPath)
        .value_parser(value_parser!(PathBuf))
        .help("Where to write [default: out, in the project]");
    [format, output]
}

/// The format and the output directory that a command line asks for.
pub(super) fn layout(arguments: &ArgMatches, session: &Session) -> (Format, PathBuf) {
    let format = match arguments.get_one::<String>("format").map(String::as_str) {
        Some("yaml") => Format::Yaml,
        _ => Format::Json,
    };
    (format, output(arguments, session))
}

/// The output directory that a command line asks for.
pub(super) fn output(arguments: &ArgMatches, session: &Session) -> PathBuf {
    let output = arguments.get_one::<PathBuf>("output");
    output.map_or_else(|| session.project.output(), |path| session.paths.absolute(path))
}

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let quiet = Arg::new("quiet").long("quiet").short('q').action(ArgAction::SetTrue).help("Print only warnings and errors");
    let git_sync = Arg::new("git-sync").long("git-sync").action(ArgAction::SetTrue).help(
        "Also write the stack deployment files that CloudFormation's Git sync reads; from then on they are kept up to date",
    );
    // How `--watch` finds out which templates there are now.
    let list = Arg::new("list-templates").long("list-templates").action(ArgAction::SetTrue).hide(true);
    let message_format = messages::argument("message-format")
        .help("How findings are printed; `json` prints cargo's messages, for editors; all but `human` go to standard output");
    Command::new("synth")
        .about("Write the templates, and print what changed and the commands that deploy them")
        .long_about(ABOUT)
        .arg(Arg::new("stack").value_name("STACK").num_args(0..).help("Only these stacks [default: all]"))
        .args(environments::arguments())
        .args(layout_arguments())
        .args([
            git_sync,
            quiet,
            list,
            packs::argument(PACKS),
            message_format,
            messages::deny_warnings(),
            watch::flag("message-format"),
        ])
        .after_help(format!("{EXAMPLES}\n\n{}", EXIT_CODES))
}

/// Synthesizes. What an editor reads is in one form whatever hinders the command.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    if arguments.get_flag("watch") {
        return watch(arguments, session);
    }
    match (once(arguments, session), MessageFormat::of(arguments, "message-format")) {
        (Err(Stop::Failed(finding)), MessageFormat::Json) => {
            print_json(&messages::cargo::text(&[*finding], session)).map(|_| ExitCode::FAILURE)
        }
        (outcome, _) => outcome,
    }
}

/// Synthesizes at every save, each time by the program that the author's crate then is.
fn watch(arguments: &ArgMatches, session: &Session) -> Outcome {
    let (_, output) = layout(arguments, session);
    let environments = environments::directory(arguments, session);
    let mut own: Vec<OsString> = std::env::args_os().skip(1).filter(|argument| argument != "--watch").collect();
    // After the name of the command: what follows `--` are stacks.
    own.insert(1.min(own.len()), "--list-templates".into());
    watch::stacks(&own, &environments, &output, session)
}

/// Synthesizes, then writes, then prints: what is printed is true by then.
fn once(arguments: &ArgMatches, session: &Session) -> Outcome {
    let files = environments::asked_for(arguments, session)?;
    let (format, output) = layout(arguments, session);
    check_output(&output, session)?;
    let templates = templates::load(&SCRIPT_TEMPLATES, session)?;
    let form = Form { format, output: &output, git_sync: arguments.get_flag("git-sync") };
    let (rendered, mut findings) =
        synthesize(&files, arguments, &|assembly| rendered::render(assembly, form, &templates, session), session);
    messages::deny(&mut findings, arguments);
    let fails = findings.iter().any(|finding| finding.is_error());
    if !fails {
        write(&rendered, &output, session)?;
    }
    let code = if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    let text = match MessageFormat::of(arguments, "message-format") {
        MessageFormat::Json => Some(messages::cargo::text(&findings, session)),
        format => format.text(&findings, session),
    };
    if let Some(text) = text {
        return print_json(&text).map(|_| code);
    }
    let mut reporter = Reporter::new(session);
    reporter.print(findings.clone());
    if fails {
        reporter.conclude(&findings, "nothing was written");
        return Ok(code);
    }
    let text = match (arguments.get_flag("list-templates"), arguments.get_flag("quiet")) {
        (true, _) => {
            rendered.iter().flat_map(Rendered::selected).map(|stack| format!("{}\n", stack.template.path.display())).collect()
        }
        (false, true) => String::new(),
        (false, false) => summary::text(&rendered, &output, session),
    };
    print(&text)
}

/// What came of one environment, and what it takes up in its account.
type Synthesized = (Option<Rendered>, Option<check::NamesInUse>);

/// Every environment that could be rendered, and all findings.
fn synthesize(
    files: &[environments::EnvironmentFile],
    arguments: &ArgMatches,
    render: &(dyn Fn(Assembly) -> Result<Rendered, Stop> + Sync),
    session: &Session,
) -> (Vec<Rendered>, Vec<Finding>) {
    let wanted: Vec<&String> = arguments.get_many("stack").into_iter().flatten().collect();
    let rules = packs::rules(arguments, session);
    let results = synthesis::each(files, session, Some(&rules), |synthesis| {
        let mut findings = synthesis.findings;
        let taken = synthesis.assembly.as_ref().map(check::NamesInUse::of);
        // The template trees go no further than this thread: their texts are all that is needed of them.
        let rendered = synthesis.assembly.map(render);
        match rendered {
            Some(Ok(rendered)) => ((Some(rendered), taken), findings),
            Some(Err(stop)) => {
                findings.push(stop.into_finding());
                ((None, taken), findings)
            }
            None => ((None, taken), findings),
        }
    });
    let (made, findings): (Vec<Synthesized>, Vec<Vec<Finding>>) = results.into_iter().unzip();
    let (rendered, taken): (Vec<Option<Rendered>>, Vec<Option<check::NamesInUse>>) = made.into_iter().unzip();
    let mut rendered: Vec<Rendered> = rendered.into_iter().flatten().collect();
    let mut findings: Vec<Finding> = findings.into_iter().flatten().collect();
    let taken: Vec<check::NamesInUse> = taken.into_iter().flatten().collect();
    let between = check::environments(&taken).into_iter();
    findings.extend(between.map(|(index, finding)| Finding::from(finding).in_environment(&taken[index].environment)));
    if rendered.len() == files.len() {
        // Only now is it known which stacks there are.
        findings.extend(select(&mut rendered, &wanted).err().map(Stop::into_finding));
        findings.retain(|finding| finding.is_error() || !is_of_another(finding, &rendered));
    }
    let several = files.len() > 1;
    for each in &rendered {
        let notes = budget::notes(each).chain(deploy::notes(each, session));
        findings.extend(notes.map(|note| if several { note.in_environment(&each.environment) } else { note }));
    }
    (rendered, findings)
}

/// Whether a finding is about a stack that was not asked for. Its mistakes are told all the same: they hinder the writing.
fn is_of_another(finding: &Finding, rendered: &[Rendered]) -> bool {
    let Some(name) = finding.path.first().and_then(Step::name) else { return false };
    let named = || rendered.iter().flat_map(|each| &each.stacks).filter(|stack| stack.name == name);
    named().next().is_some() && named().all(|stack| !stack.selected)
}

/// A file where the directory should be is one mistake, not one for each file below it.
fn check_output(output: &Path, session: &Session) -> Result<(), Stop> {
    let error = match fs::metadata(output) {
        Ok(found) if !found.is_dir() => io::Error::from(io::ErrorKind::NotADirectory),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => error,
        _ => return Ok(()),
    };
    Err(Stop::cannot("write into", output, &session.paths, &error, "choose another directory with `--output`"))
}

/// Marks the stacks that are asked for.
fn select(rendered: &mut [Rendered], wanted: &[&String]) -> Result<(), Stop> {
    let mut known: Vec<&str> = Vec::new();
    for name in rendered.iter().flat_map(|each| each.stacks.iter().map(|stack| stack.name)) {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    synthesis::check_stack_names(wanted, &known)?;
    if !wanted.is_empty() {
        for stack in rendered.iter_mut().flat_map(|each| &mut each.stacks) {
            stack.selected = wanted.iter().any(|name| *name == stack.name);
        }
    }
    Ok(())
}

fn write(rendered: &[Rendered], output: &Path, session: &Session) -> Result<(), Stop> {
    let batches: Vec<files::Batch> = rendered.iter().map(Rendered::batch).collect();
    files::write(output, &batches, &session.paths)
}
