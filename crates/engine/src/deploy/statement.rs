//! Which statement of a policy lets ECS read a secret.

use serde::Serialize;

use crate::language::Scope;
use crate::language::read::pattern;
use crate::template::{Node, function};

/// The statement that lets a secret be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
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
pub(super) fn reader<'a>(scope: &Scope<'a>, task: &'a Node, action: &str, arn: &str) -> Option<Statement> {
    let role = execution_role(task)?;
    let mut policies = inline_policies(scope, role);
    policies.extend(attached_policies(scope, role));
    policies.into_iter().find_map(|(policy, document)| {
        let statements = entries(document.get("Statement")?);
        let (index, statement) = statements.iter().enumerate().find(|(_, statement)| allows(statement, scope, action, arn))?;
        let actions = entries(statement.get("Action")?).into_iter().filter_map(Node::as_str).map(str::to_owned).collect();
        Some(Statement { role: role.to_owned(), policy, statement: index + 1, actions })
    })
}

/// The logical id of the role, where it is in the same template.
fn execution_role(task: &Node) -> Option<&str> {
    let (name, argument) = function::call(task.at_path(&["Properties", "ExecutionRoleArn"])?)?;
    function::get_att_target(argument).filter(|_| name == function::GET_ATT).map(|(id, _)| id)
}

fn inline_policies<'a>(scope: &Scope<'a>, role: &str) -> Vec<(String, &'a Node)> {
    let role = scope.section("Resources").and_then(|resources| resources.get(role));
    let policies = role.and_then(|role| role.at_path(&["Properties", "Policies"])?.as_list()).into_iter().flatten();
    let named = policies.filter_map(|policy| {
        let name = policy.get("PolicyName").and_then(Node::as_str).unwrap_or("a policy of its own");
        Some((name.to_owned(), policy.get("PolicyDocument")?))
    });
    named.collect()
}

/// Policies that are resources themselves and name the role.
fn attached_policies<'a>(scope: &Scope<'a>, role: &str) -> Vec<(String, &'a Node)> {
    let is_policy = |kind: &str| matches!(kind, "AWS::IAM::Policy" | "AWS::IAM::ManagedPolicy" | "AWS::IAM::RolePolicy");
    let policies = scope.resources().filter(|resource| is_policy(resource.resource_type));
    let attached = policies.filter_map(|policy| {
        let properties = policy.node.get("Properties")?;
        let roles = properties.get("Roles").or_else(|| properties.get("RoleName"))?;
        let names = entries(roles).into_iter().any(|name| super::ecs::reference(name) == Some(role));
        names.then_some((policy.id.as_str().to_owned(), properties.get("PolicyDocument")?))
    });
    attached.collect()
}

fn allows<'a>(statement: &'a Node, scope: &Scope<'a>, action: &str, arn: &str) -> bool {
    let texts = |key: &str| {
        let nodes = statement.get(key).map(entries).unwrap_or_default();
        nodes.into_iter().filter_map(|node| scope.reduce(node)?.scalar()).collect::<Vec<_>>()
    };
    statement.get("Effect").and_then(Node::as_str) == Some("Allow")
        && texts("Action").iter().any(|pattern| pattern::matches(&pattern.to_lowercase(), &action.to_lowercase()))
        && texts("Resource").iter().any(|pattern| pattern::matches(pattern, arn))
}

/// One thing, or a list of them.
fn entries(node: &Node) -> Vec<&Node> {
    node.as_list().map_or_else(|| vec![node], |items| items.iter().collect())
}
