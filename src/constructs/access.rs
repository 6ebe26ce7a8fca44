//! Access: what a role needs in order to use a table, a bucket, a queue, a topic or a secret.

use crate::iam::{Actions, Condition, OneOrMany, Principal, Statement};

/// What somebody may do with one resource: exact actions on exact ARNs.
///
/// It is made by what it is about (`orders.grant_read()`), and given to a role by [`Role::access`](super::Role::access). Access is part of
/// the role's own policy, so that no task starts before it may do what it is meant to.
#[derive(Clone, Debug)]
#[must_use = "give it to a role: `Role::for_tasks().access(…)`"]
pub struct Access {
    pub(super) statements: Vec<Statement>,
}

impl Access {
    /// Allows actions on resources.
    #[track_caller]
    pub(super) fn allow<M, N>(actions: impl Actions<M>, resources: impl OneOrMany<N>) -> Self {
        Access { statements: vec![Statement::allow(actions).on(resources)] }
    }

    /// All of it only when this holds.
    pub(super) fn when(mut self, condition: Condition) -> Self {
        self.statements = self.statements.into_iter().map(|statement| statement.when(condition.clone())).collect();
        self
    }

    /// Everything that either of the two allows.
    pub fn and(mut self, other: Access) -> Self {
        self.statements.extend(other.statements);
        self
    }
}

/// The statement of a resource's policy that refuses whoever comes without TLS.
pub(super) fn refuse_plain_text<M, N>(actions: impl Actions<M>, resources: impl OneOrMany<N>) -> Statement {
    Statement::deny(actions).principal(Principal::anyone()).on(resources).when(Condition::bool("aws:SecureTransport", false))
}
