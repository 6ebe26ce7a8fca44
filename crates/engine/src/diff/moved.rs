//! What the code says is moved: compared with its old place, and told.

use std::borrow::Cow;

use super::change::{ResourceChange, Side, StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use crate::language::stacks::StackSource;
use crate::refactor::{self, Moved, Refactored, State};
use crate::stack::Move;

/// What a refactor makes of the base.
pub fn refactored(before: &[(String, Side)], after: &[(String, Side)]) -> Refactored {
    let moves: Vec<Move> = after.iter().flat_map(|(_, side)| side.moves.clone()).collect();
    if moves.is_empty() {
        return Refactored::default();
    }
    let name = |stack: &str| after.iter().find(|(name, _)| name == stack).and_then(|(_, side)| side.full_name.as_deref());
    let sources = |sides| sources(sides, &name);
    refactor::apply(&sources(before), &sources(after), &moves)
}

fn sources<'a>(sides: &'a [(String, Side)], full_name: &dyn Fn(&str) -> Option<&'a str>) -> Vec<StackSource<'a>> {
    let source = |(name, side): &'a (String, Side)| {
        let mut values = side.values.clone();
        values.extend(full_name(name).map(|full_name| ("AWS::StackName".to_owned(), full_name.to_owned())));
        StackSource { name, template: &side.template, values }
    };
    sides.iter().map(source).collect()
}

/// The base after the refactor.
pub(super) fn sides<'a>(before: &'a [(String, Side)], refactored: &Refactored) -> Cow<'a, [(String, Side)]> {
    if refactored.templates.is_empty() {
        return Cow::Borrowed(before);
    }
    let mut sides = before.to_vec();
    for (name, template) in &refactored.templates {
        match sides.iter_mut().find(|(known, _)| known == name) {
            Some((_, side)) => side.template = template.clone(),
            None => sides.push((name.clone(), Side::new(template.clone(), Default::default()))),
        }
    }
    Cow::Owned(sides)
}

/// Puts the moves into a comparison.
pub(super) fn note(stacks: &mut [StackChange], headlines: &mut Vec<Headline>, moves: &[Moved]) {
    for moved in moves {
        let Some(stack) = stacks.iter_mut().find(|stack| stack.name == moved.said.to_stack) else { continue };
        match &moved.state {
            State::Pending => place(stack, moved),
            State::Blocked(reasons) => headlines.push(blocked(moved, reasons)),
            State::Done | State::Absent => {}
        }
    }
    headlines.extend(pending(moves));
}

/// Says at the resource where it was.
fn place(stack: &mut StackChange, moved: &Moved) {
    let from = Some((moved.said.from_stack.clone(), moved.said.from.as_str().to_owned()));
    let id = moved.said.to.as_str();
    match stack.resources.iter_mut().find(|resource| resource.id == id) {
        Some(resource) => resource.moved_from = from,
        None => stack.resources.push(ResourceChange {
            moved_from: from,
            ..ResourceChange::new(id, &*moved.resource_type, Verdict::Moved, Vec::new(), moved.said.location)
        }),
    }
}

/// What must be run first, for each stack.
fn pending(moves: &[Moved]) -> Vec<Headline> {
    let mut found: Vec<Headline> = Vec::new();
    for moved in moves.iter().filter(|moved| moved.state == State::Pending) {
        let said = &moved.said;
        let from = if said.from_stack == said.to_stack { String::new() } else { format!(" of the stack {}", said.from_stack) };
        let message = format!("{} {}{from} is moved to {}, and stays what it is", moved.resource_type, said.from, said.to);
        let way_out =
            "Run the commands of `refactor` before the deployment: without them it removes the old one and makes a new one.";
        found.push(Headline::new(HeadlineKind::Moved, "DIFF701", said.to_stack, said.to.as_str(), message, way_out));
    }
    found
}

fn blocked(moved: &Moved, reasons: &[String]) -> Headline {
    let said = &moved.said;
    let message = format!("{} cannot be moved to {}: {}", said.from, said.to, reasons.join("; "));
    let way_out =
        "What is deployed is removed, and a new one is made. Remove the cause, or remove the `moved` line to accept that.";
    Headline::new(HeadlineKind::WillFail, "DIFF702", said.to_stack, said.to.as_str(), message, way_out)
}
