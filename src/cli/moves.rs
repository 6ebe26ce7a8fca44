//! What the app says of moves, beside what is deployed.

use super::report::Finding;
use crate::diagnostic::{Diagnostic, nearest};
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

/// The lines whose resource is in neither place in any environment that was looked at, though the old stack is there: `FW012`.
pub(super) fn lost(environments: &[(&str, &[Moved])]) -> Vec<Finding> {
    let all = || environments.iter().flat_map(|(_, moves)| moves.iter());
    let is_lost = |moved: &&Moved| {
        let mut same = all().filter(|other| other.said == moved.said);
        !moved.others.is_empty() && same.all(|other| other.state == MoveState::Absent)
    };
    let mut found: Vec<Finding> = Vec::new();
    for moved in all().filter(is_lost) {
        let said = &moved.said;
        let message =
            format!("the stack `{}` has no resource `{}`: nothing is moved to `{}`", said.from_stack, said.from, said.to);
        let near = nearest(said.from.as_str(), moved.others.iter().map(String::as_str));
        let help = near.map_or_else(|| "remove the `moved` line".to_owned(), |near| format!("did you mean `{near}`?"));
        let place = [said.to_stack, "Resources", said.to.as_str()];
        let finding = Diagnostic::warning("FW012", message).at(said.location).path(place).help(help);
        if !found.contains(&finding.clone().into()) {
            found.push(finding.into());
        }
    }
    found
}

fn finding(moved: &Moved) -> Finding {
    let said = &moved.said;
    let message =
        format!("`{}` is deployed as `{}` of the stack `{}`: nothing is left to move", said.from, said.to, said.to_stack);
    let help = "remove the `moved` line once every environment has it so";
    Diagnostic::warning("FW012", message).at(said.location).path([said.to_stack, "Resources", said.to.as_str()]).help(help).into()
}
