//! A finding as the command line has it: what a rule found, a mistake in a settings file, or something that cannot be done.

use std::borrow::Cow;

use super::way_out::{Language, fitting};
use crate::diagnostic::{Diagnostic, Severity};
use crate::redact::Redactor;
use crate::template::SourceLocation;
use crate::template::path::Path;

/// A place in a file of the project.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Position {
    /// The file, as it is shown; relative to the current directory or to the sources' root.
    pub file: String,
    /// Line and column, from 1.
    pub at: Option<(usize, usize)>,
}

/// Whatever is reported: a [`Diagnostic`], a mistake in a settings file, or something that cannot be done.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Finding {
    /// How bad it is: an error stops the command.
    pub severity: Severity,
    pub(super) code: Option<&'static str>,
    pub(super) message: String,
    pub(super) position: Option<Position>,
    pub(super) path: Path<'static>,
    pub(super) related: Vec<(Position, String)>,
    pub(super) help: Option<String>,
    pub(super) link: Option<Cow<'static, str>>,
    pub(super) environment: Option<String>,
}

impl Finding {
    /// An error.
    pub(super) fn error(message: impl Into<String>) -> Self {
        Finding {
            severity: Severity::Error,
            code: None,
            message: message.into(),
            position: None,
            path: Path::default(),
            related: Vec::new(),
            help: None,
            link: None,
            environment: None,
        }
    }

    /// A warning.
    pub(super) fn warning(message: impl Into<String>) -> Self {
        Finding { severity: Severity::Warning, ..Finding::error(message) }
    }

    /// Whether it stops the command.
    pub(super) fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Where it is.
    pub(super) fn at(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }

    /// The way out.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What is shown of it: without secrets, and nothing endless.
    pub(super) fn shown(&self, redactor: &Redactor) -> Finding {
        let text = |text: &String| shortened(&redactor.text(text));
        Finding {
            message: text(&self.message),
            path: redactor.path(&self.path).iter().map(|step| step.clone().map_name(shortened)).collect(),
            related: self.related.iter().map(|(position, what)| (position.clone(), text(what))).collect(),
            help: self.help.as_ref().map(text),
            ..self.clone()
        }
    }

    /// The environment in which it was found.
    pub(super) fn in_environment(mut self, name: &str) -> Self {
        self.environment = Some(name.to_owned());
        self
    }
}

impl Finding {
    /// What was found in a template file; in the stacks of an app, whose places are in Rust, where no file is named.
    pub(super) fn in_file(diagnostic: Diagnostic, file: &str) -> Self {
        let related = diagnostic.related.into_iter();
        let language = if file.is_empty() { Language::Rust } else { Language::Yaml };
        Finding {
            severity: diagnostic.severity,
            code: Some(diagnostic.code),
            message: diagnostic.message,
            position: position(diagnostic.location, file).or_else(|| whole(file)),
            path: diagnostic.path,
            related: related.filter_map(|(location, what)| Some((position(location, file)?, what))).collect(),
            help: diagnostic.help.map(|help| fitting(&help, language)),
            link: diagnostic.link,
            environment: None,
        }
    }
}

/// What was found in the stacks of an app, whose places are in Rust.
impl From<Diagnostic> for Finding {
    fn from(diagnostic: Diagnostic) -> Self {
        Finding::in_file(diagnostic, "")
    }
}

/// Characters of a line that are shown: what is longer is a value that someone pasted, not a sentence.
const LONGEST: usize = 1500;

/// A text whose lines are without their middle, where they are so long that nobody reads them. A list of many lines stays whole: each is
/// something to do.
fn shortened(text: &str) -> String {
    text.split('\n').map(shortened_line).collect::<Vec<_>>().join("\n")
}

fn shortened_line(text: &str) -> String {
    let count = text.chars().count();
    let Some(left_out) = count.checked_sub(LONGEST).filter(|count| *count > 0) else { return text.to_owned() };
    let (head, tail): (String, String) =
        (text.chars().take(LONGEST / 2).collect(), text.chars().skip(count - LONGEST / 2).collect());
    format!("{head}… {left_out} characters …{tail}")
}

/// A file without a line.
fn whole(file: &str) -> Option<Position> {
    (!file.is_empty()).then(|| Position { file: file.to_owned(), at: None })
}

/// A place in a file, or in the file that it names itself.
pub(super) fn position(location: SourceLocation, file: &str) -> Option<Position> {
    let (file, line, column) = match location {
        SourceLocation::Unknown => return None,
        SourceLocation::Rust(at) => (at.file(), at.line(), at.column()),
        SourceLocation::File { line, column } => (file, line, column),
    };
    Some(Position { file: file.to_owned(), at: Some((line as usize, column as usize)) })
}
