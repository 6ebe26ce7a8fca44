//! `check`: checks template files, whoever wrote them.

pub(super) mod files;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command, ValueHint};

use super::messages::{self, MessageFormat};
use super::outcome::{EXIT_CODES, Outcome, print, print_json};
use super::packs;
use super::parallel;
use super::parameters;
use super::report::{Finding, Reporter, count};
use super::session::Session;
use super::stop::Stop;
use super::watch;
use crate::check::{self, Selection};
use crate::template::counted;
use files::InputFile;

const ABOUT: &str = "\
Check CloudFormation templates in JSON or YAML: their form, every property by its official schema, references, limits.

A directory is searched for templates: *.template, *.json, *.yaml, *.yml with resources in them. What cfn-lint ignores by a \
template's `Metadata` is ignored here as well.";

/// What `--pack` adds.
const PACKS: &str = "Check with a pack of rules as well; several: repeat it, or separate names with commas";

const EXAMPLES: &str = "\
Examples:
  formwork check template.yaml                   one file
  formwork check stacks/ 'more/**/*.json'        a directory, and a pattern
  formwork check - < template.yaml               standard input
  formwork check -p prod.json template.yaml      with the values of its parameters
  formwork check --pack security template.yaml   with the rules of security: docs/security.md
  formwork check --watch template.yaml           again at every save, with what the save changed
  formwork check --format sarif . > out.sarif    for code scanning";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let file = Arg::new("file")
        .value_name("FILE")
        .required(true)
        .num_args(1..)
        .value_hint(ValueHint::AnyPath)
        .help("Files, directories, patterns (`*`, `?`, `**`), or `-` for standard input");
    let parameters = parameters::argument("Values of the template's parameters, in any form that the AWS command line takes");
    Command::new("check")
        .about("Check template files")
        .long_about(ABOUT)
        .args([file, parameters, packs::argument(PACKS)])
        .args([messages::argument("format"), messages::deny_warnings(), watch::flag("format")])
        .after_help(format!("{EXAMPLES}\n\n{}", EXIT_CODES))
}

/// Checks every file and prints what was found.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let asked: Vec<&String> = arguments.get_many("file").into_iter().flatten().collect();
    if arguments.get_flag("watch") {
        let parameters = arguments.get_one::<PathBuf>("parameters").map(PathBuf::as_path);
        return watch::templates(&asked, parameters, || once(&asked, arguments, session).map(|(sources, _)| sources), session);
    }
    once(&asked, arguments, session).map(|(_, code)| code)
}

/// What was read, and how the command ends.
fn once(asked: &[&String], arguments: &ArgMatches, session: &Session) -> Result<(Vec<InputFile>, ExitCode), Stop> {
    let sources = files::find(asked, session)?;
    let parameters = arguments.get_one::<PathBuf>("parameters").map(|path| files::read(path, session)).transpose()?;
    let rules = packs::rules(arguments, session);
    let checked = parallel::map(&sources, |source| validate(source, parameters.as_ref(), &rules, session));
    let mut checked: Vec<Checked> = checked.into_iter().flatten().collect();
    if checked.is_empty() {
        let names: Vec<&str> = asked.iter().map(|name| name.as_str()).collect();
        return Err(Finding::error(format!("no template in {}", names.join(", "))).into());
    }
    checked.iter_mut().for_each(|each| messages::deny(&mut each.findings, arguments));
    report(&checked, MessageFormat::of(arguments, "format"), session)?;
    let fails = checked.iter().flat_map(|each| &each.findings).any(|finding| finding.is_error());
    let templates: BTreeSet<String> = checked.iter().map(|each| each.source.name.clone()).collect();
    let templates = sources.into_iter().filter(|source| templates.contains(&source.name)).collect();
    Ok((templates, if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS }))
}

/// One template and what was found in it.
struct Checked<'a> {
    source: &'a InputFile,
    /// Those in the parameters file point into it.
    parameters: Option<&'a InputFile>,
    findings: Vec<Finding>,
    is_cut: bool,
}

fn validate<'a>(
    source: &'a InputFile,
    parameters: Option<&'a InputFile>,
    rules: &Selection,
    session: &Session,
) -> Option<Checked<'a>> {
    if !source.is_named && !check::may_be_template(&source.bytes) {
        return None;
    }
    let checked = rules.file(&source.bytes);
    if !source.is_named && !checked.is_template() {
        return None;
    }
    let given = parameters.map(|source| check::given_parameters(&source.bytes)).unwrap_or_default();
    match &checked.template {
        Some(template) => session.learn_template(template, given),
        None => session.learn(|secrets| secrets.learn_text(&String::from_utf8_lossy(&source.bytes))),
    }
    let mut findings: Vec<Finding> =
        checked.findings.into_iter().map(|finding| Finding::in_file(finding, &source.name)).collect();
    if let Some(template) = &checked.template {
        let found = check::nested(template, &|path| files::beside(source, path, session));
        findings.extend(found.into_iter().map(|finding| Finding::in_file(finding, &source.name)));
    }
    if let (Some(parameters), Some(template)) = (parameters, &checked.template) {
        let found = check::parameters(template, &parameters.bytes);
        findings.extend(found.into_iter().map(|finding| Finding::in_file(finding, &parameters.name)));
    }
    Some(Checked { source, parameters, findings, is_cut: checked.is_cut })
}

fn report(checked: &[Checked<'_>], format: MessageFormat, session: &Session) -> Outcome {
    let findings: Vec<Finding> = checked.iter().flat_map(|each| each.findings.iter().cloned()).collect();
    if let Some(text) = format.text(&findings, session) {
        return print_json(&text);
    }
    let templates = counted(checked.len(), "template");
    if findings.is_empty() {
        return print(&format!("{templates} checked: no errors\n"));
    }
    let mut reporter = Reporter::new(session);
    for each in checked.iter().filter(|each| !each.findings.is_empty()) {
        for source in std::iter::once(each.source).chain(each.parameters) {
            reporter.source(&source.name, &String::from_utf8_lossy(&source.bytes));
        }
    }
    let rest = if checked.iter().any(|each| each.is_cut) { "; the rest is left out" } else { "" };
    let (errors, warnings) = count(&findings);
    let notes = findings.len() - errors - warnings;
    let counts = [(errors, "error"), (warnings, "warning"), (notes, "note")];
    let counts: Vec<String> = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| counted(*count, what)).collect();
    reporter.print_in_order(&findings, &format!("{} in {templates}{rest}", counts.join(" and ")));
    Ok(ExitCode::SUCCESS)
}
