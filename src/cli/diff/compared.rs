//! A comparison, and what was compared.

use super::cost::Cost;
use crate::diff::{Comparison, Headline, StackDrift};

/// A comparison, and what was compared.
pub(super) struct Compared {
    /// The environment; empty for two files.
    pub environment: String,
    /// What it is compared with, in words.
    pub base: String,
    /// What came out, without the headlines that are expected.
    pub comparison: Comparison,
    /// The headlines that the authors expect, each with the reason.
    pub expected: Vec<(Headline, &'static str)>,
    /// How what runs differs from what was deployed, where that is asked for.
    pub live: Vec<StackDrift>,
    /// What is paid by the month for the change, where that can be told.
    pub cost: Option<Cost>,
    /// The other environment, where two are compared, so that a difference is a drift and not a change.
    pub drift_from: Option<String>,
    /// The file that comes after, where two files are compared.
    pub file: Option<String>,
}

impl Compared {
    /// Two sides of which nothing else is known.
    pub(super) fn of(environment: &str, base: String, comparison: Comparison) -> Self {
        Compared {
            environment: environment.to_owned(),
            base,
            comparison,
            expected: Vec::new(),
            live: Vec::new(),
            cost: None,
            drift_from: None,
            file: None,
        }
    }

    /// What a person calls it: the environment, or the one stack.
    pub(super) fn name(&self) -> &str {
        match (self.environment.as_str(), self.comparison.stacks.as_slice()) {
            // Nested stacks come behind those that hold them.
            ("", [stack, rest @ ..]) if rest.iter().all(|other| other.parent.is_some()) => &stack.name,
            ("", _) => "templates",
            (name, _) => name,
        }
    }
}
