//! An event of a stack or service: what happened, and why.

use super::fields::fails;
use crate::language::NESTED;

/// Something that happened, and why, as far as it is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// When, in milliseconds; of those without a date, since midnight.
    pub time: Option<i64>,
    /// When, as it was written.
    pub shown_time: String,
    /// The stack, by its id or name.
    pub stack: String,
    /// The logical id.
    pub id: String,
    /// The physical id.
    pub physical: String,
    /// The type of the resource.
    pub resource_type: String,
    /// The status.
    pub status: String,
    /// The reason.
    pub message: String,
}

impl Event {
    /// The stack's name.
    pub fn stack_name(&self) -> &str {
        match self.stack.strip_prefix("arn:") {
            Some(arn) => arn.split('/').nth(1).unwrap_or(&self.stack),
            None => &self.stack,
        }
    }

    /// What it says, with the type of what it is about, which tells the service that says it.
    pub fn said(&self) -> String {
        if self.resource_type.is_empty() { self.message.clone() } else { format!("{} ({})", self.message, self.resource_type) }
    }

    /// Whether it has no stack to be named with, or is about that.
    pub fn is_named_like_its_stack(&self) -> bool {
        self.stack.is_empty() || self.stack_name() == self.id
    }

    /// Whether it says that something failed.
    pub(super) fn is_failure(&self) -> bool {
        fails(&self.status) || self.status.is_empty() || self.message.starts_with("drift ")
    }

    /// Whether it is about a whole stack.
    pub(super) fn is_of_stack(&self) -> bool {
        let is_itself =
            !self.id.is_empty() && (self.id == self.stack_name() || !self.stack.is_empty() && self.physical == self.stack);
        // Tools do not say which stack a line is of, and only stacks have such a status.
        let is_rolled_back = self.stack.is_empty() && self.status.contains("ROLLBACK_");
        is_rolled_back || is_itself && (self.resource_type.is_empty() || self.resource_type == NESTED)
    }
}
