//! The moves of one environment.

use crate::diff::MoveState;
use crate::refactor::Refactored;
use crate::stack::Assembly;

/// The moves of one environment.
pub(super) struct RefactoredApp {
    pub(super) assembly: Assembly,
    pub(super) refactored: Refactored,
    /// The short names of the stacks that are deployed.
    pub(super) deployed: Vec<String>,
}

impl RefactoredApp {
    /// Whether something is to be moved.
    pub(super) fn is_pending(&self) -> bool {
        self.refactored.moves.iter().any(|moved| moved.state == MoveState::Pending)
    }
}
