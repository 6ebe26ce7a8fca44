//! `diff`: what CloudFormation will do with a change.

mod alike;
mod apart;
pub(in crate::cli) mod base;
mod compared;
pub(super) mod cost;
mod cut;
pub(in crate::cli) mod gate;
pub(in crate::cli) mod git;
mod github;
mod items;
mod json;
pub(in crate::cli) mod known;
mod links;
mod live;
mod markdown;
mod nested;
mod outside;
mod overview;
mod script;
mod sentence;
pub(super) mod since;
mod standing;
mod text;
mod unsound;
mod value;
pub(in crate::cli) mod words;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command, value_parser};

use super::messages::MessageFormat;
use super::outcome::{Outcome, print, print_document, print_json};
use super::report::{Finding, Reporter};
use super::session::Session;
use super::stop::Stop;
use super::terminal::Palette;
use super::{environments, moves, parallel, synthesis};
use crate::diff::{self, Moved, Side};
use crate::stack::Assembly;
use base::{Base, sides};
use compared::Compared;
use cost::Cost;
use known::Known;

const ABOUT: &str = "\
Show what CloudFormation will do with a change, before anyone deploys: what is updated, interrupted, replaced or removed, how a \
replacement spreads, and what will fail.

It compares the stacks as they are written now with a base: the snapshots that are committed where this branch left the default \
branch (works offline), another revision, a directory, a file, or what is deployed.";

const EXAMPLES: &str = "\
Examples:
  cargo run -- diff                                     every stack, against the committed snapshots
  cargo run -- diff backend -e prod --against deployed  against what runs, through the AWS CLI
  cargo run -- diff --against deployed --drift          and what was changed past CloudFormation
  cargo run -- diff --against git:v1.2 --format markdown
  cargo run -- diff --between staging prod              how two environments differ
  formwork diff old.yaml new.yaml                       any two templates
  formwork diff out.old out                             two directories of them";

const EXIT_CODES: &str = "\
Exit codes (the gravest applies):
  0   no change          12  DRIFT                         15  IAM WIDENED
  1   it cannot be told  13  SECRETS                       16  WORLD OPEN
  2   a wrong command    14  DOWNTIME                      17  DATA LOSS
  10  a change           11  a replacement                 18  WILL FAIL";

/// The command's arguments and help, for the stacks of a project.
pub(super) fn command() -> Command {
    let stacks = Arg::new("stacks")
        .value_name("STACK")
        .num_args(0..)
        .help("Only these stacks, or two templates, or two directories of them [default: all]");
    let against = Arg::new("against").long("against").value_name("BASE").help(
        "What to compare with: git:REVISION, a directory, a template file, or `deployed` [default: git, where this branch left the default branch]",
    );
    let between = Arg::new("between")
        .long("between")
        .value_names(["FROM", "TO"])
        .num_args(2)
        .conflicts_with_all(["against", "environment"])
        .help("Compare two environments as they are written now");
    base_command().args([stacks, against, between, live::argument()]).args(environments::arguments())
}

/// The command's arguments and help, for any two templates.
pub(super) fn tool_command() -> Command {
    let files = Arg::new("stacks")
        .value_name("FILE")
        .num_args(2)
        .required(true)
        .help("Two templates, JSON or YAML, or two directories of them");
    base_command().arg(files).args(known::arguments()).arg(nested::argument())
}

fn base_command() -> Command {
    let format = Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .value_parser(["text", "markdown", "json", "github"])
        .default_value("text")
        .help("For people, for a comment on a pull request, for other tools, or as annotations of a pull request");
    let width = Arg::new("width")
        .long("width")
        .value_name("COLUMNS")
        .value_parser(value_parser!(usize))
        .help("How wide lines of text may be [default: COLUMNS, else the terminal's width, else 120]");
    Command::new("diff")
        .about("Show what CloudFormation will do with a change")
        .long_about(ABOUT)
        .args([format, width, gate::argument()])
        .after_help(format!("{EXAMPLES}\n\n{EXIT_CODES}"))
}

/// Compares what is asked for.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let names: Vec<&String> = arguments.get_many("stacks").into_iter().flatten().collect();
    let compared = match names.as_slice() {
        [one, other] if is_at(one, session, Path::is_dir) && is_at(other, session, Path::is_dir) => {
            directories(one, other, &Known::of(arguments, session)?, session)?
        }
        [one, other]
            if session.make_app.is_none() || is_at(one, session, Path::is_file) && is_at(other, session, Path::is_file) =>
        {
            vec![files(one, other, &Known::of(arguments, session)?, session)?]
        }
        _ if session.make_app.is_none() => {
            return Err(Finding::error("two template files, or two directories of them, are compared").into());
        }
        names => apps(names, arguments, session)?,
    };
    let format = arguments.get_one::<String>("format").map(String::as_str);
    match format {
        Some("json") => print_json(&json::text(&compared)),
        Some("markdown") => print_document(&markdown::text(&compared, links::Links::of(session).as_ref())),
        Some("github") => print_document(&MessageFormat::Github.text(&github::findings(&compared), session).unwrap_or_default()),
        _ => print(&text::text(&compared, Palette::stdout(), text::width(arguments.get_one("width").copied()))),
    }?;
    Ok(ExitCode::from(gate::exit_code(&compared, arguments)))
}

fn is_at(name: &str, session: &Session, is_it: impl Fn(&Path) -> bool) -> bool {
    is_it(&session.paths.absolute(Path::new(name)))
}

fn files(one: &str, other: &str, known: &Known, session: &Session) -> Result<Compared, Stop> {
    let side = |name: &str, nested: &Option<PathBuf>| {
        let mut side = base::file(&session.paths.absolute(Path::new(name)), session)?;
        nested.iter().for_each(|directory| base::attach_urls(&mut side, directory, session));
        Ok::<Side, Stop>(known.put_into(side))
    };
    let name = Path::new(other).file_name().map_or_else(|| other.to_owned(), |name| name.to_string_lossy().into_owned());
    let (old, new) = parallel::both(|| side(one, &known.nested[0]), || side(other, &known.nested[1]));
    let (before, after) = (vec![(name.clone(), old?)], vec![(name, new?)]);
    known.check(before.iter().chain(&after), session)?;
    let comparison = unsound::compare(&before, &after);
    let cost = Cost::of([&before, &after], &comparison);
    Ok(Compared { cost, file: Some(other.to_owned()), ..Compared::of("", known.shown(one), comparison) })
}

fn directories(one: &str, other: &str, known: &Known, session: &Session) -> Result<Vec<Compared>, Stop> {
    let [before, after] = [one, other].map(|name| session.paths.absolute(Path::new(name)));
    let (mut before, mut after) = (base::tree(&before, session)?, base::tree(&after, session)?);
    for (tree, directory) in [&mut before, &mut after].into_iter().zip(&known.nested) {
        let Some(directory) = directory else { continue };
        tree.values_mut().flatten().for_each(|(_, side)| base::attach_urls(side, directory, session));
    }
    known.check(before.values().chain(after.values()).flatten(), session)?;
    let environments: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    if environments.is_empty() {
        let help = "a template's name ends in .template.json, .template.yaml, .json, .yaml, .yml or .snap";
        return Err(Finding::error(format!("neither `{one}` nor `{other}` holds a template")).help(help).into());
    }
    let compared = environments.into_iter().map(|environment| {
        let [before, after] = [&before, &after].map(|tree| tree.get(environment).cloned().unwrap_or_default());
        let put =
            |sides: Vec<(String, Side)>| sides.into_iter().map(|(name, side)| (name, known.put_into(side))).collect::<Vec<_>>();
        let (before, after) = (put(before), put(after));
        let comparison = unsound::compare(&before, &after);
        let cost = Cost::of([&before, &after], &comparison);
        Compared { cost, ..Compared::of(environment, known.shown(one), comparison) }
    });
    Ok(compared.collect())
}

/// The stacks of each environment with their base.
fn apps(names: &[&String], arguments: &ArgMatches, session: &Session) -> Result<Vec<Compared>, Stop> {
    let drifts = live::Asked::of(arguments)?;
    let between: Vec<&String> = arguments.get_many("between").into_iter().flatten().collect();
    let mut files = environments::asked_for(arguments, session)?;
    if !between.is_empty() {
        environments::check_names(&between, &files, session)?;
        files.retain(|file| between.contains(&&file.name));
    }
    // Whether the templates are sound is what `synth` says; a diff of broken ones is still of use.
    let hindered = "there is nothing to compare";
    let against = arguments.get_one::<String>("against").map(String::as_str);
    // Git takes about as long to start as the stacks do.
    let (base, assemblies) = parallel::both(
        || between.is_empty().then(|| Base::of(against, session)),
        || synthesis::sound(&files, session, None, hindered, |assembly| assembly),
    );
    let assemblies = assemblies?;
    let known: Vec<&str> = assemblies.iter().flat_map(|assembly| assembly.stacks.iter().map(|stack| stack.name)).collect();
    let is_asked = |name: &str| names.is_empty() || names.iter().any(|asked| *asked == name);
    let Some(base) = base.transpose()? else {
        synthesis::check_stack_names(names, &known)?;
        return Ok(drift(between[0], between[1], &assemblies, is_asked).into_iter().collect());
    };
    let compared = parallel::map(&assemblies, |assembly| {
        let [before, after] = base.sides(assembly, session)?;
        let all: Vec<&str> = known.iter().copied().chain(before.iter().map(|(name, _)| name.as_str())).collect();
        synthesis::check_stack_names(names, &all)?;
        let live = match &drifts {
            Some(asked) => asked.drifts(assembly, [&before, &after], is_asked)?,
            None => Vec::new(),
        };
        let mut comparison = diff::compare(&before, &after);
        // Links reach across stacks, so all are compared, and those that are asked for are shown.
        comparison.stacks.retain(|stack| is_asked(&stack.name));
        comparison.headlines.retain(|headline| is_asked(&headline.stack));
        let cost = Cost::of([&before, &after], &comparison);
        let expected = gate::expected(&mut comparison, assembly);
        Ok(Compared { expected, live, cost, ..Compared::of(&assembly.environment, base.shown(), comparison) })
    });
    let compared = compared.into_iter().collect::<Result<Vec<Compared>, Stop>>()?;
    // An expectation may be one of an environment that is not compared.
    if environments::are_all(&files, arguments, session)? {
        Reporter::new(session).print(gate::stale(&compared, &assemblies, is_asked));
    }
    let environments: Vec<(&str, &[Moved])> =
        compared.iter().map(|each| (each.environment.as_str(), each.comparison.moves.as_slice())).collect();
    Reporter::new(session).print(moves::lost(&environments));
    if base.is_deployed() {
        Reporter::new(session).print(moves::stale(&environments));
    }
    Ok(compared)
}

fn drift(from: &str, to: &str, assemblies: &[Assembly], is_asked: impl Fn(&str) -> bool) -> Option<Compared> {
    let of = |name: &str| assemblies.iter().find(|assembly| assembly.environment == name);
    let (one, other) = (of(from)?, of(to)?);
    let mut comparison = diff::drift(&sides(one), &sides(other), [&own_names(one), &own_names(other)]);
    comparison.stacks.retain(|stack| is_asked(&stack.name));
    let base = format!("the environment {from}; their names, accounts and regions count as equal");
    Some(Compared { drift_from: Some(from.to_owned()), ..Compared::of(to, base, comparison) })
}

/// What an environment has for itself, and what is said instead of it.
fn own_names(assembly: &Assembly) -> Vec<(String, String)> {
    let said = |own: &str, what: &str| (own.to_owned(), format!("({what})"));
    let target = &assembly.target;
    vec![said(&assembly.environment, "environment"), said(&target.account, "account"), said(&target.region, "region")]
}
