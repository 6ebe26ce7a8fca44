//! What a stack refactor does: resources get other logical ids, or go to other stacks, and stay what they are.
//!
//! The deployed templates and the moves that the app says in, the templates that CloudFormation is to have out. `diff` compares with
//! these, and `refactor` writes them, so both know the same of a move.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-refactoring.html>

mod apply;
mod limits;
mod places;
mod request;
mod rewrite;
#[cfg(test)]
mod tests;

pub use apply::{Refactored, apply};
pub use request::{Definition, Request, request};

use crate::stack::Move;

/// How far a move has come where the stacks are deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The resource is in its old place, and can be moved.
    Pending,
    /// It is in its new place.
    Done,
    /// It is in neither place.
    Absent,
    /// It cannot be moved, for these reasons.
    Blocked(Vec<String>),
}

/// A move, and how far it has come.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Moved {
    /// As the app says it.
    pub said: Move,
    /// The type of the resource; empty where it is in neither place.
    pub resource_type: String,
    /// How far it has come.
    pub state: State,
    /// The logical ids of the stack that it is said to come from, where it is in neither place.
    pub others: Vec<String>,
}
