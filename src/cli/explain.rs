//! `explain`: what a rule is about, or the reference page of all rules.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::report::Finding;
use super::stop::Stop;
use super::{Outcome, Session, print};
use crate::check::{RULES, Rule};
use crate::diagnostic::{Severity, nearest};

const EXAMPLES: &str = "\
Examples:
  formwork explain E3012                one rule
  formwork explain --all                every rule, a line each
  formwork explain --all --markdown     the reference page";

/// The command's arguments and help.
pub fn command() -> Command {
    let code =
        Arg::new("code").value_name("CODE").required_unless_present("all").help("The code of a finding, for example E3012");
    let all = Arg::new("all").long("all").action(ArgAction::SetTrue).conflicts_with("code").help("Every rule");
    let markdown = Arg::new("markdown").long("markdown").action(ArgAction::SetTrue).help("Print Markdown");
    Command::new("explain")
        .about("Explains a rule: what it finds, why that matters, how to fix it")
        .args([code, all, markdown])
        .after_help(format!("{EXAMPLES}\n\n{}", super::EXIT_CODES))
}

/// Prints what is asked for.
pub fn run(arguments: &ArgMatches, _session: &Session) -> Outcome {
    let markdown = arguments.get_flag("markdown");
    if arguments.get_flag("all") {
        return print(&if markdown { page() } else { list() });
    }
    let given = arguments.get_one::<String>("code").map(String::as_str).unwrap_or_default();
    let rule = find(given)?;
    print(&if markdown { section(rule) } else { plain(rule) })
}

fn find(given: &str) -> Result<&'static Rule, Stop> {
    let codes = || RULES.iter().map(|rule| rule.code);
    let found = RULES.iter().find(|rule| rule.code.eq_ignore_ascii_case(given));
    found.copied().ok_or_else(|| {
        let help = match nearest(given, codes()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`explain --all` lists them".to_owned(),
        };
        Finding::error(format!("there is no rule `{given}`")).help(help).into()
    })
}

fn severity(rule: &Rule) -> &'static str {
    match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn list() -> String {
    let line = |rule: &&Rule| format!("{:<6} {:<8} {}\n", rule.code, severity(rule), rule.what);
    RULES.iter().map(line).collect()
}

fn plain(rule: &Rule) -> String {
    let Rule { code, what, why, example, fix, link, .. } = rule;
    format!("{code} ({})\n\n{what}\n\nWhy: {why}\n\nExample: {example}\n\nFix: {fix}\n\nSee: {link}\n", severity(rule))
}

/// The reference page of the documentation.
fn page() -> String {
    let mut text = String::from(
        "# Rules\n\n<!-- Made by `cargo run --bin formwork -- explain --all --markdown`; a test keeps it up to date. -->\n\n\
         A rule that cfn-lint also has keeps its code. The others begin with `FW`.\n\n| Code | Severity | What it does |\n| --- | --- | --- |\n",
    );
    for rule in RULES {
        let anchor = rule.code.to_lowercase();
        let _ = writeln!(text, "| [{}](#{anchor}) | {} | {} |", rule.code, severity(rule), rule.what.replace('|', "\\|"));
    }
    for rule in RULES {
        let _ = write!(text, "\n{}", section(rule));
    }
    text
}

fn section(rule: &Rule) -> String {
    let Rule { code, what, why, example, fix, link, .. } = rule;
    format!(
        "## {code}\n\n**What it does.** {what} ({})\n\n**Why it matters.** {why}\n\n**Example.**\n\n```\n{example}\n```\n\n**How to fix.** {fix}\n\n\
         [More on it]({link})\n",
        severity(rule)
    )
}
