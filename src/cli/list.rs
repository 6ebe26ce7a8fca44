//! `list`: the environments and their stacks, in deployment order.

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;

use super::outcome::{EXIT_CODES, Outcome, print, print_json};
use super::session::Session;
use super::table::{self, Cell};
use super::terminal::{Palette, Style};
use super::{environments, synthesis};
use crate::stack::Assembly;

const EXAMPLES: &str = "\
Examples:
  cargo run -- list
  cargo run -- list --environment prod
  cargo run -- list --json | jq -r '.[].stacks[].stackName'";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    Command::new("list")
        .about("List the environments and their stacks, in deployment order")
        .args(environments::arguments())
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print JSON, for other tools to read"))
        .after_help(format!("{EXAMPLES}\n\n{}", EXIT_CODES))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    environment: String,
    account: String,
    region: String,
    production: bool,
    stacks: Vec<ListedStack>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListedStack {
    name: &'static str,
    stack_name: String,
    resources: usize,
    depends_on: Vec<&'static str>,
    capabilities: Vec<&'static str>,
}

/// Lists what is asked for.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let files = environments::asked_for(arguments, session)?;
    // What a template holds does not matter to a list, only which stacks there are.
    let found = synthesis::sound(&files, session, None, "there is no order to list", listed)?;
    let palette = Palette::stdout();
    if arguments.get_flag("json") {
        return print_json(&json(&found));
    }
    print(&found.iter().map(|each| text(each, palette)).collect::<String>())
}

fn listed(assembly: Assembly) -> Listed {
    let stacks = assembly.stacks.into_iter().map(|stack| ListedStack {
        name: stack.name,
        resources: stack.template.count("Resources"),
        stack_name: stack.full_name,
        depends_on: stack.depends_on,
        capabilities: stack.capabilities,
    });
    Listed {
        environment: assembly.environment,
        account: assembly.target.account,
        region: assembly.target.region,
        production: assembly.target.production,
        stacks: stacks.collect(),
    }
}

fn json(found: &[Listed]) -> String {
    // Texts, numbers and flags always have a JSON form.
    serde_json::to_string_pretty(found).unwrap_or_default() + "\n"
}

fn text(each: &Listed, palette: Palette) -> String {
    let rows = each.stacks.iter().map(|stack| {
        [
            Cell::text(stack.name),
            Cell::text(&stack.stack_name),
            Cell::number(stack.resources),
            Cell::text(stack.depends_on.join(", ")),
        ]
    });
    let heading = heading(&each.environment, &each.account, &each.region, each.production, palette);
    let table = table::render(["STACK", "NAME IN AWS", "RESOURCES", "AFTER"], rows.collect(), palette);
    format!("{heading}\n{table}\n")
}

/// `prod · 931637612335 · us-east-1 · production`
pub(super) fn heading(environment: &str, account: &str, region: &str, production: bool, palette: Palette) -> String {
    let production = if production { " · production" } else { "" };
    format!("{} · {account} · {region}{production}", palette.paint(Style::Strong, environment))
}
