//! What is wrong, where, and the way out: the data of every finding. How it reads is the command line's business.

use std::borrow::Cow;
use std::fmt;

use crate::template::SourceLocation;
use crate::template::path::Path;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is wrong: it says what was not looked at, and why.
    Info,
    /// The template is written all the same.
    Warning,
    /// Nothing is written.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The code of the rule, for example `FW101` or `E3047`.
    pub code: &'static str,
    /// Whether it stops the synthesis.
    pub severity: Severity,
    /// What is wrong, with the offending value.
    pub message: String,
    /// Where it was written.
    pub location: SourceLocation,
    /// Where it stands in the template, for example `backend / Service / Properties / Cluster`.
    pub path: Path<'static>,
    /// Other places that matter, each with what is there.
    pub related: Vec<(SourceLocation, String)>,
    /// The way out.
    pub help: Option<String>,
    /// The page that states the rule.
    pub link: Option<Cow<'static, str>>,
}

impl Diagnostic {
    /// An error of this rule.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.into(),
            location: SourceLocation::Unknown,
            path: Path::default(),
            related: Vec::new(),
            help: None,
            link: None,
        }
    }

    /// A warning of this rule.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, message) }
    }

    /// What a rule did not look at.
    pub fn info(code: &'static str, message: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Info, ..Diagnostic::error(code, message) }
    }

    /// Where it was written.
    pub fn at(mut self, location: SourceLocation) -> Self {
        self.location = location;
        self
    }

    /// Where it stands in the template.
    pub fn path<'p>(mut self, path: impl Into<Path<'p>>) -> Self {
        self.path = path.into().into_owned();
        self
    }

    /// Another place that matters.
    pub fn related(mut self, location: SourceLocation, what: impl Into<String>) -> Self {
        self.related.push((location, what.into()));
        self
    }

    /// The way out.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The way out, where there is one.
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// The page that states the rule.
    pub fn link(mut self, link: impl Into<Cow<'static, str>>) -> Self {
        self.link = Some(link.into());
        self
    }

    /// Whether it stops the synthesis.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Bytes of the longest name that has a nearest one.
const LONGEST_NAME: usize = 255;

/// The candidate that is most like a misspelt name, if any is near enough to be meant; among numbers, the nearest number.
///
/// ```
/// use formwork_core::diagnostic::nearest;
/// assert_eq!(nearest("backand", ["backend", "frontend"]), Some("backend"));
/// assert_eq!(nearest("zzz", ["backend", "frontend"]), None);
/// assert_eq!(nearest("15", ["7", "14", "30", "150"]), Some("14"));
/// ```
pub fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    match nearest_number(given, &candidates) {
        Some(number) => Some(number),
        None => nearest_name(given, candidates),
    }
}

/// The nearest of several numbers; of two that are equally near, the first.
fn nearest_number<'a>(given: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let wanted: i64 = given.parse().ok()?;
    let numbers: Option<Vec<i64>> = candidates.iter().map(|candidate| candidate.parse().ok()).collect();
    let numbered = numbers?.into_iter().zip(candidates);
    numbered.min_by_key(|(number, _)| number.abs_diff(wanted)).map(|(_, candidate)| *candidate)
}

fn nearest_name<'a>(given: &str, candidates: Vec<&'a str>) -> Option<&'a str> {
    let wanted = given.to_lowercase();
    // Names of very different lengths are not alike, and no name is longer than this; both keep hostile input cheap.
    let is_near = |candidate: &&str| candidate.len() <= 2 * given.len() && given.len() <= 2 * candidate.len();
    candidates
        .into_iter()
        .filter(|candidate| given.len() <= LONGEST_NAME && is_near(candidate))
        .map(|candidate| (strsim::normalized_damerau_levenshtein(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
