//! Where resources are, and where they are to be.

use std::collections::BTreeMap;

use super::{Moved, State};
use crate::language::reference;
use crate::language::stacks::Stack;
use crate::stack::Move;
use crate::template::{Node, function};

/// A resource: its stack and its logical id.
pub(super) type ResourceLocation = (String, String);

/// A reference to a resource or an attribute of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pointer {
    pub(super) place: ResourceLocation,
    /// The attribute of `Fn::GetAtt`; nothing for a `Ref`.
    pub(super) attribute: Option<String>,
}

impl Pointer {
    /// What a node points to in its own stack.
    pub(super) fn of(node: &Node, stack: &str) -> Option<Pointer> {
        let (name, argument) = function::call(node)?;
        let (id, attribute) = match name {
            function::REF => (argument.as_str()?, None),
            function::GET_ATT => function::get_att_target(argument).map(|(id, attribute)| (id, Some(attribute.to_owned())))?,
            _ => return None,
        };
        Some(Pointer { place: (stack.to_owned(), id.to_owned()), attribute })
    }
}

/// The stacks before and after, and where the resources go.
pub(super) struct Places<'a, 'c> {
    before: &'a [Stack<'a>],
    after: &'c [Stack<'c>],
    moves: BTreeMap<ResourceLocation, ResourceLocation>,
}

impl<'a, 'c> Places<'a, 'c> {
    /// With the moves that are to be made.
    pub(super) fn new(before: &'a [Stack<'a>], after: &'c [Stack<'c>], moves: &[Moved]) -> Self {
        let pending = moves.iter().filter(|moved| moved.state == State::Pending);
        let moves = pending.map(|Moved { said, .. }| {
            let place = |stack: &str, id: &str| (stack.to_owned(), id.to_owned());
            (place(&said.from_stack, said.from.as_str()), place(said.to_stack, said.to.as_str()))
        });
        Places { before, after, moves: moves.collect() }
    }

    /// Where a resource is once the moves are made.
    pub(super) fn new_place(&self, place: &ResourceLocation) -> ResourceLocation {
        self.moves.get(place).unwrap_or(place).clone()
    }

    /// Whether a resource moves.
    pub(super) fn moves(&self, place: &ResourceLocation) -> bool {
        self.moves.contains_key(place)
    }

    /// A stack as it is deployed.
    pub(super) fn deployed(&self, name: &str) -> Option<&'a Stack<'a>> {
        find(self.before, name)
    }

    /// What an export that is deployed points to, where its value is one reference.
    pub(super) fn exported(&self, name: &str) -> Option<Pointer> {
        self.before.iter().find_map(|stack| {
            let exports = reference::exports(&stack.scope).into_iter();
            let mut exports = exports.filter(|export| export.name.scalar().as_deref() == Some(name));
            Pointer::of(exports.next()?.value?, stack.name)
        })
    }

    /// The output that exports what is pointed to, and its name, as the code has them.
    pub(super) fn export_of(&self, pointer: &Pointer) -> Option<(String, String)> {
        let stack = find(self.after, &pointer.place.0)?;
        let exports = reference::exports(&stack.scope).into_iter();
        let mut exports =
            exports.filter(|export| export.value.and_then(|value| Pointer::of(value, stack.name)).as_ref() == Some(pointer));
        let export = exports.next()?;
        Some((export.output.as_str().to_owned(), export.name.scalar()?))
    }
}

fn find<'a>(stacks: &'a [Stack<'a>], name: &str) -> Option<&'a Stack<'a>> {
    stacks.iter().find(|stack| stack.name == name)
}

/// How far each move has come, without a look at what may hinder it.
pub(super) fn states<'a>(before: &'a [Stack<'a>], moves: &[Move]) -> Vec<Moved> {
    let kind = |stack: &str, id: &str| {
        let written = find(before, stack)?.scope.template().resource(id)?;
        Some(written.resource_type.to_owned())
    };
    let mut taken: Vec<(&str, &str)> = Vec::new();
    let state = |said: &Move| {
        let old = kind(&said.from_stack, said.from.as_str());
        let new = kind(said.to_stack, said.to.as_str());
        let is_taken = taken.contains(&(said.to_stack, said.to.as_str()));
        taken.push((said.to_stack, said.to.as_str()));
        let (state, resource_type) = match (old, new) {
            (Some(_), Some(kind)) => {
                let why = format!("the stack `{}` has `{}` already, beside `{}`", said.to_stack, said.to, said.from);
                (State::Blocked(vec![why]), kind)
            }
            (Some(kind), None) if is_taken => (State::Blocked(vec![format!("another resource is moved to `{}`", said.to)]), kind),
            (Some(kind), None) => (State::Pending, kind),
            (None, Some(kind)) => (State::Done, kind),
            (None, None) => (State::Absent, String::new()),
        };
        let stack = find(before, &said.from_stack).filter(|_| state == State::Absent);
        let others = stack.into_iter().flat_map(|stack| stack.scope.template().resources());
        let others = others.map(|entry| entry.id.as_str().to_owned()).collect();
        Moved { said: said.clone(), resource_type, state, others }
    };
    moves.iter().map(state).collect()
}
