//! `secrets`: what the stacks refer to, and whether it is there.

mod check;
mod user;

use std::fmt::Write as _;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::list::heading;
use super::outcome::{EXIT_CODES, Outcome, print, print_json};
use super::report::{Finding, Reporter};
use super::session::Session;
use super::terminal::{Palette, Style};
use super::{environments, synthesis, templates};
use crate::deploy::{self, Reader, SecretReference, Secrets, Store};
use user::user;

const ABOUT: &str = "\
Show every secret that the stacks refer to, in containers and by dynamic references: what gets the value, the parameter's name \
and ARN, and the statement that lets it be read.

CloudFormation cannot create a SecureString, so the values are stored past it. `--script` prints a script that asks for them; the \
values are never arguments, never in a file and never printed. `--check` asks AWS, through the AWS CLI, which parameters are there. \
No value is ever read.";

const EXAMPLES: &str = "\
Examples:
  cargo run -- secrets --environment prod
  cargo run -- secrets --environment prod --script > put-secrets.sh && bash put-secrets.sh
  cargo run -- secrets --environment prod --check";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let flag = |name: &'static str, help: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    Command::new("secrets")
        .about("Show the secrets that the stacks refer to, and whether they are there")
        .long_about(ABOUT)
        .args(environments::arguments())
        .arg(flag("script", "Print a script that asks for the values and stores them").conflicts_with_all(["check", "json"]))
        .arg(flag("check", "Ask AWS which are there; exit code 1 if one is missing or is not encrypted").conflicts_with("json"))
        .arg(flag("json", "Print JSON, for other tools to read"))
        .after_help(format!("{EXAMPLES}\n\n{}", EXIT_CODES))
}

/// Shows, scripts or checks what is asked for.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let files = environments::asked_for(arguments, session)?;
    if arguments.get_flag("script") && files.len() > 1 {
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let help = format!("--environment NAME says which: {}", names.join(", "));
        return Err(Finding::error("a script stores the secrets of one environment").help(help).into());
    }
    // What a template holds beside its containers does not matter here.
    let found: Vec<Secrets> =
        synthesis::sound(&files, session, None, "the secrets are not known", |assembly| deploy::secrets(&assembly))?;
    let mut reporter = Reporter::new(session);
    if arguments.get_flag("check") {
        return check::run(&found, &mut reporter);
    }
    if let Some(secrets) = found.first().filter(|_| arguments.get_flag("script")) {
        let text =
            deploy::secrets_script(secrets, &templates::load(&[deploy::SECRETS_TEMPLATE], session)?).map_err(templates::wrong)?;
        return print(&text);
    }
    if arguments.get_flag("json") {
        // Texts, numbers and flags always have a JSON form.
        return print_json(&(serde_json::to_string_pretty(&found).unwrap_or_default() + "\n"));
    }
    let several = found.len() > 1;
    let notes = found.iter().flat_map(notes);
    reporter.print(notes.map(|(name, note)| if several { note.in_environment(name) } else { note }).collect());
    let palette = Palette::stdout();
    print(&found.iter().map(|secrets| text(secrets, palette)).collect::<String>())
}

fn text(secrets: &Secrets, palette: Palette) -> String {
    let mut text = heading(&secrets.environment, &secrets.account, &secrets.region, secrets.production, palette) + "\n";
    if secrets.references.is_empty() {
        text.push_str("  no stack refers to a secret\n");
    }
    let mut heading = None;
    for secret in &secrets.references {
        let this = Some(user(secret));
        if heading != this {
            let _ = writeln!(text, "  {}", user(secret));
            heading = this;
        }
        text.push_str(&lines(secret, palette));
    }
    text + "\n"
}

fn lines(secret: &SecretReference, palette: Palette) -> String {
    let mut text = format!("    {}\n", palette.paint(Style::Strong, &secret.used_as));
    let store = match secret.store {
        Store::ParameterStore => "SecureString of the Parameter Store",
        Store::SecretsManager => "Secrets Manager",
    };
    let unknown = "known to the deployment only";
    let _ = writeln!(text, "      name     {} ({store})", secret.name.as_deref().unwrap_or(unknown));
    let _ = writeln!(text, "      ARN      {}", secret.arn.as_deref().unwrap_or(unknown));
    let reader = match &secret.read_by {
        Some(Reader::ExecutionRole(by)) => {
            format!("{} / {}, statement {}: {}", by.role, by.policy, by.statement, by.actions.join(", "))
        }
        Some(Reader::Deployment) => "CloudFormation, with the credentials that deploy".to_owned(),
        None if secret.arn.is_none() => unknown.to_owned(),
        None => "no statement of this stack".to_owned(),
    };
    let _ = writeln!(text, "      read by  {reader}");
    text
}

/// Warnings about secrets that nothing lets be read, and about static AWS keys.
fn notes(secrets: &Secrets) -> Vec<(&str, Finding)> {
    let mut notes = Vec::new();
    for secret in secrets.references.iter().filter(|secret| secret.arn.is_some() && secret.read_by.is_none()) {
        let message = format!("no statement of the stack `{}` lets `{}` be read", secret.stack, secret.used_as);
        let help = "ECS reads it with the task's execution role: give that role a statement for the ARN";
        notes.push(Finding::warning(message).help(help));
    }
    let keys: Vec<&SecretReference> = secrets.references.iter().filter(|secret| secret.replaced_by.is_some()).collect();
    if let Some(first) = keys.first() {
        let names: Vec<&str> = keys.iter().map(|secret| secret.used_as.as_str()).collect();
        let role = first.replaced_by.as_ref().and_then(|by| by.role.as_deref());
        let role = role.map_or_else(|| "a task role".to_owned(), |id| format!("the task role `{id}`"));
        let container = first.container.as_deref().unwrap_or_default();
        let message = format!("`{}` in the container `{container}` are static AWS keys", names.join("`, `"));
        let help = format!(
            "drop them: the AWS SDKs get temporary credentials from {role}; give it the permissions that the keys have, take \
             the variables out of the container, then deactivate the keys and delete the parameters"
        );
        notes.push(Finding::warning(message).help(help));
    }
    notes.into_iter().map(|note| (secrets.environment.as_str(), note)).collect()
}
