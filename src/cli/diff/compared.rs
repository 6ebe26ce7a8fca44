//! A comparison, and what was compared.

use crate::diff::{Comparison, Kind};

/// The exit code of a plain change.
const CHANGE: u8 = 10;
/// The exit code of a replacement without a headline.
const REPLACEMENT: u8 = 11;
/// The exit code of environments that differ.
const DRIFT: u8 = 12;

/// A comparison, and what was compared.
pub(super) struct Compared {
    /// The environment; empty for two files.
    pub environment: String,
    /// What it is compared with, in words.
    pub base: String,
    /// What came out.
    pub comparison: Comparison,
    /// The other environment, where two are compared, so that a difference is a drift and not a change.
    pub drift_from: Option<String>,
}

/// The exit code that a comparison ends with: the gravest that applies.
pub(super) fn exit_code(compared: &Compared) -> u8 {
    let comparison = &compared.comparison;
    if compared.drift_from.is_some() {
        return if comparison.is_same() { 0 } else { DRIFT };
    }
    let headline = comparison.headlines.iter().map(|headline| headline.kind).max();
    match headline {
        Some(Kind::Secrets) => 13,
        Some(Kind::Downtime) => 14,
        Some(Kind::IamWidened) => 15,
        Some(Kind::WorldOpen) => 16,
        Some(Kind::DataLoss) => 17,
        Some(Kind::WillFail) => 18,
        None | Some(Kind::Moved) if comparison.replaces() => REPLACEMENT,
        None | Some(Kind::Moved) if !comparison.is_same() => CHANGE,
        None | Some(Kind::Moved) => 0,
    }
}
