//! Findings for other tools to read: JSON, SARIF, GitHub annotations.

pub(super) mod cargo;
mod github;
mod json;
mod sarif;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches};

use super::report::Finding;
use super::session::Session;
use crate::diagnostic::Severity;

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MessageFormat {
    /// For people, on standard error.
    Human,
    /// One JSON document.
    Json,
    /// SARIF 2.1.0, which code scanning reads.
    Sarif,
    /// The commands that annotate a pull request on GitHub.
    Github,
}

const NAMES: [(&str, MessageFormat); 4] = [
    ("human", MessageFormat::Human),
    ("json", MessageFormat::Json),
    ("sarif", MessageFormat::Sarif),
    ("github", MessageFormat::Github),
];

/// The option that chooses the format, under this name.
pub(super) fn argument(name: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("FORMAT")
        .value_parser(PossibleValuesParser::new(NAMES.map(|(name, _)| name)))
        .default_value("human")
        .help("How findings are printed; all but `human` go to standard output")
}

/// `--deny-warnings`
pub(super) fn deny_warnings() -> Arg {
    Arg::new("deny-warnings").long("deny-warnings").action(ArgAction::SetTrue).help("Treat warnings as errors")
}

/// Makes errors of warnings, where `--deny-warnings` asks for it.
pub(super) fn deny(findings: &mut [Finding], arguments: &ArgMatches) {
    if arguments.get_flag("deny-warnings") {
        let warnings = findings.iter_mut().filter(|finding| finding.severity == Severity::Warning);
        warnings.for_each(|finding| finding.severity = Severity::Error);
    }
}

impl MessageFormat {
    /// The format that was asked for.
    pub(super) fn of(arguments: &ArgMatches, name: &str) -> Self {
        let given = arguments.get_one::<String>(name).map(String::as_str);
        NAMES.iter().find(|(name, _)| Some(*name) == given).map_or(MessageFormat::Human, |(_, format)| *format)
    }

    /// The findings in this format; nothing in that for people, which the reporter writes.
    pub(super) fn text(self, findings: &[Finding], session: &Session) -> Option<String> {
        let shown = || {
            let redactor = session.redactor();
            findings.iter().map(|finding| finding.shown(&redactor)).collect::<Vec<Finding>>()
        };
        match self {
            MessageFormat::Human => None,
            MessageFormat::Json => Some(json::text(&shown())),
            MessageFormat::Sarif => Some(sarif::text(&shown(), session.known_rules())),
            MessageFormat::Github => Some(github::text(&shown())),
        }
    }
}

#[cfg(test)]
mod tests;
