//! `moved`: a resource that had another logical id before, or was in another stack.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, nearest};
use crate::template::{LogicalId, SourceLocation, Template};

/// A resource that is deployed under another logical id, or in another stack, than the code has it.
///
/// It stands in no template: `diff` reads it, and `refactor` writes what moves the resource in AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Move {
    /// The short name of the stack that had it.
    pub from_stack: String,
    /// The logical id that it had.
    pub from: LogicalId,
    /// The short name of the stack that has it now.
    pub to_stack: &'static str,
    /// The logical id that it has now.
    pub to: LogicalId,
    /// Where it was said.
    pub location: SourceLocation,
}

/// A stack, and what its code says of moves.
pub(super) struct Moves<'a> {
    pub(super) stack: &'static str,
    pub(super) template: &'a Template,
    pub(super) moves: &'a [Move],
}

/// The moves that cannot have been: `FW011`.
pub(super) fn problems(stacks: &[Moves<'_>]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<(&str, LogicalId), SourceLocation> = BTreeMap::new();
    let mut found = Vec::new();
    for each in stacks.iter().flat_map(|stack| stack.moves) {
        let first = seen.get(&(each.from_stack.as_str(), each.from)).copied();
        let problem = match first {
            Some(first) => {
                let message = format!("`{}` of the stack `{}` is moved twice", each.from, each.from_stack);
                Some(
                    Diagnostic::error("FW011", message)
                        .related(first, "first here")
                        .help("a resource has one new place: keep one of the lines"),
                )
            }
            None => problem(each, stacks),
        };
        seen.entry((&each.from_stack, each.from)).or_insert(each.location);
        found.extend(problem.map(|problem| problem.at(each.location).path([each.to_stack, "Resources", each.to.as_str()])));
    }
    found
}

fn problem(each: &Move, stacks: &[Moves<'_>]) -> Option<Diagnostic> {
    let stack = |name: &str| stacks.iter().find(|known| known.stack == name);
    let Some(source) = stack(&each.from_stack) else {
        let message = format!("`{}` is moved from the stack `{}`, which the app does not have", each.from, each.from_stack);
        let near = nearest(&each.from_stack, stacks.iter().map(|stack| stack.stack));
        let help = near.map_or_else(
            || "declare the stack until the resource is moved everywhere, or remove the line if it is".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Some(Diagnostic::error("FW011", message).help(help));
    };
    let target = stack(each.to_stack)?;
    // A transform may make resources that are not written.
    if target.template.resource(each.to.as_str()).is_none() && target.template.transforms().is_empty() {
        let message = format!("`{}` is moved to `{}`, which the stack `{}` does not have", each.from, each.to, each.to_stack);
        let near = nearest(each.to.as_str(), target.template.resources().map(|entry| entry.id.as_str()));
        let help = near.map_or_else(
            || "add the resource under its new id, or remove the line".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Some(Diagnostic::error("FW011", message).help(help));
    }
    let still = source.template.resource(each.from.as_str())?;
    let message = format!("`{}` is moved, and the stack `{}` still has it", each.from, each.from_stack);
    Some(
        Diagnostic::error("FW011", message)
            .related(still.id.location_with(still.node), "here")
            .help("remove the `moved` line; a new resource needs another id until every environment has moved the old one"),
    )
}
