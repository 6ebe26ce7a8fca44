//! The way to a node of a template, in steps. It is here, below the findings, because a finding has one.

use std::fmt;

/// A step down the tree.
#[derive(Clone, Copy)]
pub enum Step<'a> {
    /// The entry of a map.
    Key(&'a str),
    /// The item of a list, from 0.
    Index(usize),
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Key(key) => f.write_str(key),
            Step::Index(index) => index.fmt(f),
        }
    }
}
