//! Where a piece of a template was written: in Rust source, or in a template file.

use std::fmt;
use std::panic::Location;

/// The source position of a node. Positions never reach the written template.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceLocation {
    /// Made by the engine itself, with no author to point at.
    #[default]
    Unknown,
    /// The Rust expression that wrote it.
    Rust(&'static Location<'static>),
    /// Line and column (both from 1) of the template file that was read.
    File {
        /// Line, from 1.
        line: u32,
        /// Column, from 1, in characters.
        column: u32,
    },
}

impl SourceLocation {
    /// The place of the caller, through every `#[track_caller]` function between.
    #[track_caller]
    pub fn caller() -> Self {
        SourceLocation::Rust(Location::caller())
    }

    /// Whether an author can be pointed to.
    pub fn is_known(self) -> bool {
        self != SourceLocation::Unknown
    }

    /// This place, or `other` where this one is unknown.
    pub fn or(self, other: SourceLocation) -> SourceLocation {
        if self.is_known() { self } else { other }
    }

    /// Whether the place lies inside this library rather than in an author's code.
    ///
    /// Constructs call setters themselves, so what they write carries the library's own positions. The compiler gives every
    /// file of one crate the same path prefix, which this file's own path reveals.
    pub fn is_inside_engine(self) -> bool {
        let SourceLocation::Rust(location) = self else {
            return false;
        };
        let own = file!();
        let root = own.strip_suffix("template/source_location.rs").unwrap_or(own);
        location.file().starts_with(root)
    }
}

impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SourceLocation::Unknown => f.write_str("unknown location"),
            SourceLocation::Rust(at) => write!(f, "{}:{}:{}", at.file(), at.line(), at.column()),
            SourceLocation::File { line, column } => write!(f, "{line}:{column}"),
        }
    }
}
