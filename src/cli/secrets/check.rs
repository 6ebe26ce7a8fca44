//! `secrets --check`: which secrets are there, and whether they are encrypted.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;

use serde_json::json;

use super::user::full_name;
use crate::cli::aws::{Aws, Refusal};
use crate::cli::list::heading;
use crate::cli::outcome::{Outcome, print};
use crate::cli::report::{Finding, Reporter};
use crate::cli::stop::Stop;
use crate::cli::terminal::{Palette, Style};
use crate::deploy::{SecretReference, Secrets, Store};
use crate::template::counted;

/// How many names one question takes.
///
/// <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html>
const NAMES_IN_A_QUESTION: usize = 50;

/// How a secret was found.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    Encrypted,
    /// A parameter of another type, which is stored in the clear.
    OfType(String),
    Missing,
    /// Only the deployment knows its name.
    Unknown,
}

/// Asks AWS about the secrets of every environment.
pub(super) fn run(found: &[Secrets], reporter: &mut Reporter) -> Outcome {
    let palette = Palette::stdout();
    let mut text = String::new();
    let mut errors = Vec::new();
    for secrets in found {
        let states = states(secrets)?;
        let _ =
            writeln!(text, "{}", heading(&secrets.environment, &secrets.account, &secrets.region, secrets.production, palette));
        for (name, state) in &states {
            let (words, style) = match state {
                State::Encrypted => ("there".to_owned(), Style::New),
                State::OfType(kind) => (format!("{kind}, not a SecureString"), Style::Error),
                State::Missing => ("missing".to_owned(), Style::Error),
                State::Unknown => ("known to the deployment only".to_owned(), Style::Faint),
            };
            let _ = writeln!(text, "  {name}: {}", palette.paint(style, words));
        }
        text.push('\n');
        errors.extend(complaints(&secrets.environment, &states));
    }
    print(&text)?;
    if errors.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    reporter.print(errors);
    Ok(ExitCode::FAILURE)
}

fn complaints(environment: &str, states: &BTreeMap<String, State>) -> Vec<Finding> {
    let names = |is_it: &dyn Fn(&State) -> bool| {
        let names = states.iter().filter(|(_, state)| is_it(state)).map(|(name, _)| name.as_str());
        names.collect::<Vec<_>>()
    };
    let missing = names(&|state| *state == State::Missing);
    let clear = names(&|state| matches!(state, State::OfType(_)));
    let missing = (!missing.is_empty()).then(|| {
        let message = format!("{} of `{environment}` missing: {}", counted(missing.len(), "secret"), missing.join(", "));
        Finding::error(message).help(format!(
            "`secrets --environment {environment} --script` prints a script that asks for the values; no task starts without them"
        ))
    });
    let clear = (!clear.is_empty()).then(|| {
        let message = format!("{} of `{environment}` not encrypted: {}", counted(clear.len(), "secret"), clear.join(", "));
        Finding::error(message)
            .help("delete the parameter and store it anew as a SecureString; take its value as known, and change it")
    });
    missing.into_iter().chain(clear).collect()
}

/// The state of every secret, by its name.
fn states(secrets: &Secrets) -> Result<BTreeMap<String, State>, Stop> {
    let mut states = BTreeMap::new();
    if secrets.references.is_empty() {
        return Ok(states);
    }
    let aws = Aws::of(secrets)?;
    for secret in secrets.references.iter().filter(|secret| secret.name.is_none()) {
        states.insert(full_name(secret), State::Unknown);
    }
    states.extend(parameters(&aws, &in_store(secrets, Store::ParameterStore))?);
    for secret in in_store(secrets, Store::SecretsManager) {
        if let Some(name) = &secret.name {
            states.insert(name.clone(), managed(&aws, secret.arn.as_ref().unwrap_or(name))?);
        }
    }
    Ok(states)
}

fn in_store(secrets: &Secrets, store: Store) -> Vec<&SecretReference> {
    secrets.references.iter().filter(|secret| secret.store == store && secret.name.is_some()).collect()
}

/// Asks for the descriptions of parameters, which have no values.
fn parameters(aws: &Aws, references: &[&SecretReference]) -> Result<BTreeMap<String, State>, Stop> {
    let names = references.iter().filter_map(|secret| secret.name.clone());
    let mut states: BTreeMap<String, State> = names.map(|name| (name, State::Missing)).collect();
    let names: Vec<String> = states.keys().cloned().collect();
    for names in names.chunks(NAMES_IN_A_QUESTION) {
        let filters = json!([{ "Key": "Name", "Option": "Equals", "Values": names }]).to_string();
        let answer = aws.ask(&["ssm", "describe-parameters", "--parameter-filters", &filters])?.map_err(cannot_look_up)?;
        for found in answer["Parameters"].as_array().into_iter().flatten() {
            let state = match found["Type"].as_str() {
                Some("SecureString") => State::Encrypted,
                kind => State::OfType(kind.unwrap_or("no type").to_owned()),
            };
            if let Some(known) = found["Name"].as_str().and_then(|name| states.get_mut(name)) {
                *known = state;
            }
        }
    }
    Ok(states)
}

/// A secret of Secrets Manager is always encrypted; one that is to be deleted cannot be read any more.
fn managed(aws: &Aws, id: &str) -> Result<State, Stop> {
    match aws.ask(&["secretsmanager", "describe-secret", "--secret-id", id])? {
        Ok(answer) if answer["DeletedDate"].is_null() => Ok(State::Encrypted),
        Ok(_) => Ok(State::Missing),
        Err(Refusal(words)) if words.contains("ResourceNotFoundException") => Ok(State::Missing),
        Err(refusal) => Err(cannot_look_up(refusal)),
    }
}

fn cannot_look_up(Refusal(words): Refusal) -> Stop {
    let help = "it takes ssm:DescribeParameters, and secretsmanager:DescribeSecret for secrets of Secrets Manager";
    Finding::error(format!("the secrets cannot be looked up: {words}")).help(help).into()
}
