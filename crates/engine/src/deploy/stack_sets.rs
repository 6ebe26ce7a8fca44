//! What a stack deploys to other accounts and regions: its stack sets.

use serde::Serialize;

use crate::language::Scope;
use crate::language::read::stack_set::{self, StackInstances};

/// A stack set of a stack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlannedStackSet {
    /// Its logical id.
    pub id: String,
    /// `SERVICE_MANAGED` or `SELF_MANAGED`, where it is known.
    pub permission_model: Option<String>,
    /// Where its stacks are.
    #[serde(flatten)]
    pub instances: StackInstances,
}

/// The stack sets of a template.
pub(super) fn of<'a>(scope: &'a Scope<'a>) -> Vec<PlannedStackSet> {
    let planned = stack_set::all(scope).map(|set| PlannedStackSet {
        id: set.resource.id.to_owned(),
        permission_model: set.permission_model(),
        instances: set.instances(),
    });
    planned.collect()
}
