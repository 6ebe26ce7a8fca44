//! Which statement of a policy lets ECS read a secret.

use serde::Serialize;

use crate::language::read::property::Property;
use crate::language::read::resource::Resource;
use crate::language::read::{pattern, policy, role, task};
use crate::template::path::Step;

/// The statement that lets a secret be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Statement {
    /// The logical id of the execution role.
    pub role: String,
    /// The name of the policy, or the logical id of the resource that it is.
    pub policy: String,
    /// Which statement of that policy, from 1.
    pub statement: usize,
    /// Its actions.
    pub actions: Vec<String>,
}

/// The first statement that lets the execution role of a task definition do `action` on `arn`.
pub(super) fn reader(task: &Resource<'_>, action: &str, arn: &str) -> Option<Statement> {
    let role = role::of(&task::execution_role(task))?;
    role::policies(&role).into_iter().filter(|policy| policy.is_sure).find_map(|policy| {
        let statement = policy::statements(&policy.document).into_iter().find(|statement| allows(statement, action, arn))?;
        let index = statement.path().last().and_then(Step::index);
        let actions = statement.entries("Action").iter().filter_map(Property::text).collect();
        Some(Statement { role: role.id.to_owned(), policy: policy.name, statement: index.map_or(1, |index| index + 1), actions })
    })
}

fn allows(statement: &policy::Statement<'_>, action: &str, arn: &str) -> bool {
    let any =
        |element, matches: &dyn Fn(String) -> bool| statement.entries(element).iter().filter_map(Property::text).any(matches);
    statement.get("Effect").is("Allow")
        && any("Action", &|pattern| pattern::matches(&pattern.to_lowercase(), &action.to_lowercase()))
        && any("Resource", &|pattern| pattern::matches(&pattern, arn))
}
