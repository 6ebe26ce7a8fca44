//! What the app says of moves, beside what is deployed.

use super::report::Finding;
use crate::diagnostic::Diagnostic;
use crate::diff::{MoveState, Moved};

/// The lines of moves that are done in every environment that was looked at: `FW012`.
pub(super) fn stale(environments: &[(&str, &[Moved])]) -> Vec<Finding> {
    let all = || environments.iter().flat_map(|(name, moves)| moves.iter().map(move |moved| (*name, moved)));
    let done = all().filter(|(_, moved)| moved.state == MoveState::Done);
    let is_stale = |moved: &Moved| {
        let mut same = all().filter(|(_, other)| other.said == moved.said);
        same.all(|(_, other)| matches!(other.state, MoveState::Done | MoveState::Absent))
    };
    done.filter(|(_, moved)| is_stale(moved)).map(|(environment, moved)| finding(moved).in_environment(environment)).collect()
}

fn finding(moved: &Moved) -> Finding {
    let said = &moved.said;
    let message =
        format!("`{}` is deployed as `{}` of the stack `{}`: nothing is left to move", said.from, said.to, said.to_stack);
    let help = "remove the `moved` line once every environment has it so";
    Diagnostic::warning("FW012", message).at(said.location).path([said.to_stack, "Resources", said.to.as_str()]).help(help).into()
}
