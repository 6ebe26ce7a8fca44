//! What is told of a stack as far as a plan follows it.

use std::collections::BTreeSet;

use crate::diff::change::StackChange;
use crate::diff::headline::Headline;

/// What happens.
pub(super) struct Told {
    pub(super) change: StackChange,
    pub(super) headlines: Vec<Headline>,
    /// What is left open.
    pub(super) left_out: BTreeSet<String>,
    /// How many outcomes were compared.
    pub(super) outcomes: usize,
}
