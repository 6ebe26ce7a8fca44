//! `new environment`: settings and snapshots made from those of another environment.

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;

use super::draft::{Draft, make, snapshot, writing};
use super::name::{ask, check_name};
use crate::cli::environments::{self, EnvironmentFile};
use crate::cli::outcome::{EXIT_CODES, Outcome};
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::{synthesis, templates};
use crate::deploy;
use crate::diagnostic::nearest;
use crate::scaffold::settings::{self, Derivation, Derived, Table};
use crate::stack::Assembly;
use crate::template::Format;

/// What a settings file is made from.
const TEMPLATE: &str = "environment.toml.tera";

const ABOUT: &str = "\
Make `stacks/environments/NAME.toml` and the snapshots of a new environment from those of another.

What belongs to the source does not reach the new environment: numbers are copied; a text or a flag is copied where a third environment has \
the same, and gets the new name where it has the source's name in it; everything else is asked for, or has to be given with `--set`. \
The account, ARNs, `production` and `packs` are never copied. With `--set environment.production=true` it gets the pack `security`.";

const EXAMPLES: &str = "\
Examples:
  cargo run -- new environment staging --from prod
  cargo run -- new environment staging --from dev --set environment.account=210987654321 --set domain=staging.example.com
  cargo run -- new environment staging --from prod --drop settings.names --dry-run";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let name =
        Arg::new("name").value_name("NAME").required(true).help("The new environment: lower-case letters, digits, hyphens");
    let from = Arg::new("from")
        .long("from")
        .value_name("ENVIRONMENT")
        .help("The environment to make it from [default: the only one, or the production one]");
    let set = Arg::new("set")
        .long("set")
        .value_name("KEY=VALUE")
        .action(ArgAction::Append)
        .help("A value; KEY is `domain`, `backend.image` or in full `settings.backend.image`, which the source may lack");
    let drop = Arg::new("drop").long("drop").value_name("KEY").action(ArgAction::Append).help("Leave a key or a table out");
    Command::new("environment")
        .about("Make an environment like another one")
        .long_about(ABOUT)
        .args([name, from, set, drop])
        .args(writing())
        .after_help(format!("{EXAMPLES}\n\n{}", EXIT_CODES))
}

#[derive(Serialize)]
struct Values<'a> {
    name: &'a str,
    from: &'a str,
    tables: &'a [Table],
}

/// Makes the environment.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let name = arguments.get_one::<String>("name").map(String::as_str).unwrap_or_default();
    check_name(name, "an environment")?;
    let files = environments::all_in(&session.project.environments(), session)?;
    let source = source(arguments, &files, session)?;
    if source.name == name {
        return Err(Finding::error(format!("`{name}` cannot be made from itself")).into());
    }
    let read = |file: &EnvironmentFile| -> Result<Vec<Table>, Stop> {
        let shown = session.paths.shown(&file.path);
        settings::tables(&file.read(session)?).map_err(|problem| Finding::error(format!("`{shown}`: {problem}")).into())
    };
    let tables = read(source)?;
    let others =
        files.iter().filter(|file| file.name != source.name && file.name != name).map(&read).collect::<Result<Vec<_>, _>>()?;
    let keys = keys(&tables);
    let elsewhere: Vec<String> = others.iter().flat_map(|tables| self::keys(tables)).filter(|key| !keys.contains(key)).collect();
    let dropped = dropped(arguments, &keys)?;
    let mut given = given(arguments, &tables, &keys, &elsewhere)?;
    let mut derived = settings::derive(name, &source.name, &tables, &others, &given, &dropped);
    if !derived.missing.is_empty() {
        for (key, value) in &derived.missing {
            let Some(answer) = ask(&format!("{key} (in {}: {value})", source.name))? else { continue };
            given.insert(key.clone(), as_toml(&answer, value));
        }
        derived = settings::derive(name, &source.name, &tables, &others, &given, &dropped);
    }
    refuse_missing(&derived, name, &source.name)?;
    let templates = templates::load(&[TEMPLATE], session)?;
    let values = Values { name, from: &source.name, tables: &derived.tables };
    let text = templates.render(TEMPLATE, &values).map_err(templates::wrong)?;
    let path = session.project.environments().join(format!("{name}.toml"));
    let mut drafts = vec![Draft::new(path.clone(), text.clone())];
    let draft = EnvironmentFile { name: name.to_owned(), path, draft: Some(text) };
    let assembly = assembly(draft, session)?;
    let left = checklist(name, &derived, &assembly);
    drafts.extend(snapshots(name, assembly, session));
    make(&session.project.root, drafts, arguments, session, &left)
}

/// Every key, in full.
fn keys(tables: &[Table]) -> Vec<String> {
    let of = |table: &Table| table.entries.iter().map(|entry| format!("{}.{}", table.name, entry.key)).collect::<Vec<_>>();
    tables.iter().flat_map(of).collect()
}

/// The environment that it is made from.
fn source<'a>(arguments: &ArgMatches, files: &'a [EnvironmentFile], session: &Session) -> Result<&'a EnvironmentFile, Stop> {
    if let Some(from) = arguments.get_one::<String>("from") {
        environments::check_names(&[from], files, session)?;
        return files.iter().find(|file| file.name == *from).ok_or_else(|| Finding::error("it was removed meanwhile").into());
    }
    if let [only] = files {
        return Ok(only);
    }
    let is_production = |file: &&EnvironmentFile| {
        file.read(session).is_ok_and(|text| text.lines().any(|line| line.trim() == "production = true"))
    };
    let mut production = files.iter().filter(is_production);
    match (production.next(), production.next()) {
        (Some(one), None) => Ok(one),
        _ => {
            let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
            Err(Finding::error("it is not clear which environment to make it from")
                .help(format!("--from NAME: {}", names.join(", ")))
                .into())
        }
    }
}

/// The key in full that a user means: the end of one, if only one ends so.
fn full<'a>(asked: &str, keys: &'a [String]) -> Result<&'a str, Stop> {
    let ends = |key: &&String| **key == asked || key.strip_suffix(asked).is_some_and(|head| head.ends_with('.'));
    let found: Vec<&String> = keys.iter().filter(ends).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            let short = keys.iter().map(|key| key.strip_prefix("settings.").unwrap_or(key));
            let help = match nearest(asked, short) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys: {}", keys.join(", ")),
            };
            Err(Finding::error(format!("the source has no key `{asked}`")).help(help).into())
        }
        several => {
            let names: Vec<&str> = several.iter().map(|key| key.as_str()).collect();
            Err(Finding::error(format!("`{asked}` may be {}", names.join(" or "))).help("write the key in full").into())
        }
    }
}

/// The values of `--set`. A key that the source lacks may be one of another environment, or be written in full.
fn given(
    arguments: &ArgMatches,
    tables: &[Table],
    keys: &[String],
    elsewhere: &[String],
) -> Result<BTreeMap<String, String>, Stop> {
    let mut given = BTreeMap::new();
    for set in arguments.get_many::<String>("set").into_iter().flatten() {
        let Some((key, value)) = set.split_once('=') else {
            return Err(Finding::error(format!("`{set}` is not of the form KEY=VALUE")).into());
        };
        let key = match full(key.trim(), keys) {
            Ok(key) => key,
            Err(_) if is_full(key.trim()) => key.trim(),
            Err(unknown) => full(key.trim(), elsewhere).map_err(|_| unknown)?,
        };
        let before = tables.iter().find_map(|table| {
            let name = key.strip_prefix(table.name.as_str())?.strip_prefix('.')?;
            table.entries.iter().find(|entry| entry.key == name)
        });
        given.insert(key.to_owned(), as_toml(value.trim(), before.map_or("", |entry| entry.value.as_str())));
    }
    Ok(given)
}

/// Whether a key is written in full: with its table, and in characters that TOML takes without quotes.
fn is_full(key: &str) -> bool {
    let is_bare = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    ["environment.", "settings."].iter().any(|table| key.starts_with(table)) && key.split('.').all(is_bare)
}

/// What a user typed as TOML: a text where the source has one.
fn as_toml(typed: &str, before: &str) -> String {
    let was_text = matches!(settings::parsed(before), Some(toml::Value::String(_)));
    match settings::parsed(typed) {
        Some(toml::Value::String(_)) => typed.to_owned(),
        Some(_) if !was_text => typed.to_owned(),
        _ => settings::quoted(typed),
    }
}

fn dropped(arguments: &ArgMatches, keys: &[String]) -> Result<Vec<String>, Stop> {
    let mut dropped = Vec::new();
    for asked in arguments.get_many::<String>("drop").into_iter().flatten() {
        let table = [asked.clone(), format!("settings.{asked}")]
            .into_iter()
            .find(|name| keys.iter().any(|key| key.starts_with(&format!("{name}."))));
        dropped.push(match table {
            Some(table) => table,
            None => full(asked, keys)?.to_owned(),
        });
    }
    Ok(dropped)
}

fn refuse_missing(derived: &Derived, name: &str, from: &str) -> Result<(), Stop> {
    if derived.missing.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> =
        derived.missing.iter().map(|(key, value)| format!("  --set {key}=…    (in {from}: {value})")).collect();
    let message = format!("{} of the values belong to `{from}`, and `{name}` needs its own", derived.missing.len());
    let help = format!("give each, or leave it out with `--drop KEY`:\n{}", lines.join("\n"));
    Err(Finding::error(message).help(help).into())
}

/// The stacks of the new environment, or what is wrong with them.
fn assembly(file: EnvironmentFile, session: &Session) -> Result<Assembly, Stop> {
    let mut assemblies =
        synthesis::sound(&[file], session, Some(&session.rule_set()), "nothing was written", |assembly| assembly)?;
    assemblies.pop().ok_or_else(|| Finding::error("the environment is not complete").into())
}

fn snapshots(name: &str, assembly: Assembly, session: &Session) -> Vec<Draft> {
    let stacks = assembly.stacks.into_iter();
    let root = &session.project.root;
    stacks.map(|stack| snapshot(root, name, stack.name, &stack.template.to_text(Format::Json))).collect()
}

/// What a person has to do, as far as this environment has such things.
fn checklist(name: &str, derived: &Derived, assembly: &Assembly) -> String {
    let renamed = derived.sources.iter().filter(|(_, source)| *source == Derivation::Renamed);
    let renamed: Vec<&str> = renamed.map(|(key, _)| key.as_str()).collect();
    let has = |words: &[&str]| derived.sources.iter().any(|(key, _)| words.iter().any(|word| key.contains(word)));
    let mut steps = vec![format!("Read stacks/environments/{name}.toml and its snapshots.")];
    if has(&["certificate", "zone", "domain"]) {
        steps.push("The certificate and the DNS zone that the settings name must exist in the account.".to_owned());
    }
    if !deploy::secrets(assembly).references.is_empty() {
        let script = "--script > put-secrets.sh && bash put-secrets.sh";
        steps.push(format!("The secrets: cargo run -- secrets --environment {name} {script}"));
    }
    if has(&["image"]) {
        steps.push("The images that the settings name must be in the registry.".to_owned());
    }
    steps.push("cargo test, then commit the settings and the snapshots.".to_owned());
    steps.push(format!("cargo run -- synth --environment {name} && bash out/{name}/deploy.sh"));
    let mut text = String::new();
    if !renamed.is_empty() {
        text.push_str(&format!("\nGot the new name in them: {}\n", renamed.join(", ")));
    }
    text.push_str("\nWhat is left to do:\n");
    for (index, step) in steps.iter().enumerate() {
        text.push_str(&format!("  {}. {step}\n", index + 1));
    }
    text
}
