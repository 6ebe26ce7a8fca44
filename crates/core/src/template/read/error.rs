//! Why a file cannot be read.

use crate::template::SourceLocation;

/// One reason why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadError {
    /// What is wrong.
    pub message: String,
    /// Where it is.
    pub location: SourceLocation,
    /// Another place that matters, with what is there.
    pub related: Option<(SourceLocation, String)>,
    /// The way out.
    pub help: Option<String>,
}

impl ReadError {
    /// Something wrong at a place.
    pub(super) fn new(message: impl Into<String>, location: SourceLocation) -> Self {
        ReadError { message: message.into(), location, related: None, help: None }
    }

    /// The way out.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Another place that matters.
    pub(super) fn related(mut self, location: SourceLocation, what: impl Into<String>) -> Self {
        self.related = Some((location, what.into()));
        self
    }
}
