//! `explain`: a rule, a resource of the app, a construct, a resource type, or the message or events of a failed deployment.

mod constructs;
mod headlines;
mod input;
mod message;
mod named;
mod resource;
mod types;

use std::fmt::Write as _;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::outcome::{EXIT_CODES, Outcome, print};
use super::report::Finding;
use super::session::Session;
use super::stop::Stop;
use super::way_out::sentence;
use super::{environments, synthesis};
use crate::check::{self, Rule};
use crate::diagnostic::nearest;
use crate::schema;
use crate::stack::Assembly;

const EXAMPLES: &str = "\
Examples:
  formwork explain E3012                          one rule
  formwork explain --all                          every rule, a line each
  formwork explain --all --markdown               the reference page
  formwork explain DBInstance                     a type: its name in Rust, and its properties
  formwork explain StaticSite                     a construct: what it makes, and its setters
  formwork explain AWS::ECS::Service.LaunchType   a property: its setter, values, and changes
  cargo run -- explain BackendTargetGroup         a resource: its line, and what refers to it
  cargo run -- explain \"CannotPullContainerError: …\"  a failed deployment: causes, ways out
  cargo run -- explain events.json                the first cause among events
  aws cloudformation describe-stack-events --stack-name NAME | cargo run -- explain -";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let topic = Arg::new("topic")
        .value_name("TOPIC")
        .num_args(1..)
        .required_unless_present("all")
        .help("A code, a logical id (STACK/ID, ID.PROPERTY), a construct, a type, TYPE.PROPERTY, the message of a failure, or files with events of one (`-` for standard input)");
    let all = Arg::new("all").long("all").action(ArgAction::SetTrue).conflicts_with("topic").help("Every rule");
    let markdown = Arg::new("markdown").long("markdown").action(ArgAction::SetTrue).help("Print Markdown");
    Command::new("explain")
        .about("Explain a rule, a resource, a construct, a type, or a failed deployment")
        .args([topic, all, markdown])
        .after_help(format!("{EXAMPLES}\n\n{}", EXIT_CODES))
}

/// Prints what is asked for.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let markdown = arguments.get_flag("markdown");
    if arguments.get_flag("all") {
        return print(&if markdown { page(session) } else { list(session) });
    }
    let words: Vec<&str> = arguments.get_many::<String>("topic").into_iter().flatten().map(String::as_str).collect();
    if let Some(text) = input::read(&words, session)? {
        return print(&message::text(&text, &assemblies(session)?)?);
    }
    let topic = words.join(" ");
    if let Some(rule) = session.known_rules().find(|rule| rule.code.eq_ignore_ascii_case(&topic)) {
        return print(&if markdown { section(rule) } else { plain(rule) });
    }
    if let Some(headline) = headlines::find(&topic) {
        return print(&headlines::text(&headline));
    }
    if topic.contains("::") && !topic.contains(' ') {
        return print(&types::text(&topic)?);
    }
    let assemblies = assemblies(session)?;
    if let Some(text) = resource::text(&topic, &assemblies)? {
        return print(&text);
    }
    // A construct and a type may be called the same: `Bucket`.
    let named = [constructs::text(&topic), types::called(&topic)?];
    if named.iter().any(Option::is_some) {
        return print(&named.into_iter().flatten().collect::<Vec<_>>().join("\n"));
    }
    if topic.contains(char::is_whitespace) || message::is_known(&topic)? {
        return print(&message::text(&topic, &assemblies)?);
    }
    Err(unknown(&topic, &assemblies, session))
}

/// The app in each environment; nothing where there is none.
fn assemblies(session: &Session) -> Result<Vec<Assembly>, Stop> {
    if session.make_app.is_none() {
        return Ok(Vec::new());
    }
    // Whether the templates are sound does not matter here.
    let files = environments::all_in(&session.project.environments(), session)?;
    Ok(synthesis::each(&files, session, None, |synthesis| synthesis.assembly).into_iter().flatten().collect())
}

fn unknown(topic: &str, assemblies: &[Assembly], session: &Session) -> Stop {
    let stacks = || assemblies.iter().flat_map(|assembly| &assembly.stacks);
    let ids = stacks().flat_map(|stack| stack.template.resources().map(|entry| entry.id.as_str()));
    let asked = topic.rsplit('/').next().unwrap_or(topic).split('.').next().unwrap_or(topic);
    let types = schema::types().filter_map(|name| name.rsplit("::").next());
    let help =
        match nearest(asked, session.known_rules().map(|rule| rule.code).chain(ids).chain(constructs::names()).chain(types)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`explain --all` lists the rules; a type is written `AWS::ECS::Service`, a message in quotes".to_owned(),
        };
    Finding::error(format!("there is no rule, resource or failure `{topic}`")).help(help).into()
}

/// How bad a finding is, and of which pack the rule is, if it is of one.
fn severity(rule: &Rule) -> String {
    match check::pack_of(rule.code) {
        Some(pack) => format!("{}, pack {}", rule.severity, pack.name()),
        None => rule.severity.to_string(),
    }
}

fn list(session: &Session) -> String {
    let line = |rule: &Rule| format!("{:<6} {:<8} {}\n", rule.code, rule.severity.to_string(), rule.what);
    session.known_rules().map(line).collect()
}

fn plain(rule: &Rule) -> String {
    let Rule { code, what, why, example, fix, link, .. } = rule;
    let elsewhere = check::elsewhere(code).map(|names| format!("Elsewhere: {names}\n")).unwrap_or_default();
    format!(
        "{code} ({})\n\n{what}\n\nWhy: {why}\n\nExample: {example}\n\nFix: {}\n\nSee: {link}\n{elsewhere}",
        severity(rule),
        sentence(fix)
    )
}

/// The reference page of the documentation.
fn page(session: &Session) -> String {
    let mut text = String::from(
        "# Rules\n\n<!-- Made by `cargo run -p formwork-cli -- explain --all --markdown`; a test keeps it up to date. -->\n\n\
         A rule that cfn-lint also has keeps its code. The others begin with `FW`, those of the pack `security` with `FWS`: they are applied where they\n\
         are asked for, see [security.md](security.md).\n\n| Code | Severity | What it does |\n| --- | --- | --- |\n",
    );
    for rule in session.known_rules() {
        let anchor = rule.code.to_lowercase();
        let _ = writeln!(text, "| [{}](#{anchor}) | {} | {} |", rule.code, severity(rule), rule.what.replace('|', "\\|"));
    }
    for rule in session.known_rules() {
        let _ = write!(text, "\n{}", section(rule));
    }
    text
}

fn section(rule: &Rule) -> String {
    let Rule { code, what, why, example, fix, link, .. } = rule;
    let elsewhere = check::elsewhere(code).map(|names| format!("; elsewhere: {names}")).unwrap_or_default();
    format!(
        "## {code}\n\n**What it does.** {what} ({})\n\n**Why it matters.** {why}\n\n**Example.**\n\n```\n{example}\n```\n\n**How to fix.** {}\n\n\
         [More on it]({link}){elsewhere}\n",
        severity(rule),
        sentence(fix)
    )
}
