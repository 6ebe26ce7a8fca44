//! Which statement of a policy lets ECS read a secret.

use serde::Serialize;

use crate::language::Scope;
use crate::language::read::property::Property;
use crate::language::read::resource::Resource;
use crate::language::read::{pattern, policy, role, task};
use crate::template::Node;
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

/// What a container reads: by its ARN, or by the function that makes it where only the deployment knows it.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'a> {
    /// An ARN.
    Arn(&'a str),
    /// A function, as far as it is known.
    Made(&'a Node),
}

/// The first statement that lets the execution role of a task definition do one of the actions on what is wanted.
pub(super) fn reader<'a>(scope: &Scope<'a>, task: &Resource<'a>, actions: &[&str], wanted: Wanted<'_>) -> Option<Statement> {
    let role = role::of(&task::execution_role(task))?;
    let allows = |statement: &policy::Statement<'a>| allows(scope, statement, actions, wanted);
    role::policies(&role).into_iter().filter(|policy| policy.is_sure).find_map(|policy| {
        let statement = policy::statements(&policy.document).into_iter().find(allows)?;
        let index = statement.path().last().and_then(Step::index);
        let actions = statement.entries("Action").iter().filter_map(Property::text).collect();
        Some(Statement { role: role.id.to_owned(), policy: policy.name, statement: index.map_or(1, |index| index + 1), actions })
    })
}

fn allows<'a>(scope: &Scope<'a>, statement: &policy::Statement<'a>, actions: &[&str], wanted: Wanted<'_>) -> bool {
    let is_action = |entry: &Property<'a>| {
        let pattern = entry.text().map(|pattern| pattern.to_lowercase());
        pattern.is_some_and(|pattern| actions.iter().any(|action| pattern::matches(&pattern, &action.to_lowercase())))
    };
    let is_wanted = |entry: &Property<'a>| match (wanted, entry.text()) {
        (Wanted::Arn(arn), pattern) => pattern.is_some_and(|pattern| pattern::matches(&pattern, arn)),
        (Wanted::Made(_), Some(pattern)) => pattern == "*",
        (Wanted::Made(made), None) => entry.node().and_then(|node| scope.reduce(node)) == Some(made),
    };
    statement.get("Effect").is("Allow")
        && statement.entries("Action").iter().any(is_action)
        && statement.entries("Resource").iter().any(is_wanted)
}
