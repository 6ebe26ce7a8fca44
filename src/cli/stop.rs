//! Why a command ends early.

use std::io;
use std::path::Path;

use super::paths::Paths;
use super::report::Finding;

/// Why a command ends early.
pub(super) enum Stop {
    /// It cannot go on.
    Failed(Box<Finding>),
    /// The stacks have mistakes; the text says what those stand in the way of.
    Mistakes(Vec<Finding>, &'static str),
    /// Standard output does not take what is printed.
    Printing(io::Error),
}

impl Stop {
    /// A file or directory that cannot be used: `cannot create the directory `out`: …`.
    pub(super) fn cannot(verb: &str, path: &Path, paths: &Paths, error: &io::Error, help: &str) -> Self {
        let shown = paths.shown(path);
        Finding::error(format!("cannot {verb} `{shown}`: {error}")).help(help).into()
    }

    /// What is reported.
    pub(super) fn into_finding(self) -> Finding {
        match self {
            Stop::Failed(finding) => *finding,
            Stop::Mistakes(findings, hindered) => findings.into_iter().next().unwrap_or_else(|| Finding::error(hindered)),
            Stop::Printing(error) => Finding::error(format!("cannot print: {error}")),
        }
    }
}

impl From<Finding> for Stop {
    fn from(finding: Finding) -> Self {
        Stop::Failed(Box::new(finding))
    }
}

/// Only printing fails with a bare `io::Error`; whatever touches a file says which one.
impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Printing(error)
    }
}
