//! Where a piece of a template was written: in Rust source, or in a template file.

use std::cell::Cell;
use std::fmt;
use std::panic::Location;

thread_local! {
    /// The call for which the code that runs just now works: see [`SourceLocation::during`].
    static AUTHOR: Cell<Option<SourceLocation>> = const { Cell::new(None) };
}

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
    /// The location of the caller, through every `#[track_caller]` function between; in the inside of a construct, the author's call
    /// that adds the construct.
    #[track_caller]
    pub fn caller() -> Self {
        AUTHOR.get().unwrap_or(SourceLocation::Rust(Location::caller()))
    }

    /// Runs code on behalf of the author whose call is here: whatever it writes or reports is located at that call, in whichever
    /// crate or function the code stands.
    pub fn during<T>(self, work: impl FnOnce() -> T) -> T {
        /// Restores the outer call, also when `work` panics.
        struct Outer(Option<SourceLocation>);
        impl Drop for Outer {
            fn drop(&mut self) {
                AUTHOR.set(self.0);
            }
        }
        let _outer = Outer(AUTHOR.replace(Some(self)));
        work()
    }

    /// Whether the code that runs now works for an author's call.
    pub(crate) fn is_on_behalf() -> bool {
        AUTHOR.get().is_some()
    }

    /// Whether an author can be pointed to.
    pub fn is_known(self) -> bool {
        self != SourceLocation::Unknown
    }

    /// This place, or `other` where this one is unknown.
    pub fn or(self, other: SourceLocation) -> SourceLocation {
        if self.is_known() { self } else { other }
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
