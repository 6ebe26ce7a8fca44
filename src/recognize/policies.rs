//! Roles with what they are granted.

use super::reader::{Found, at, literal_text};
use super::recipe::{Draft, Recipe, quoted};
use crate::constructs::{ExecutionRole, Role};
use crate::iam::{Condition, Principal, Statement};
use crate::import::{Expression, Output};
use crate::stack::{List, Text, Value};
use crate::template::{Node, function};

pub(super) fn role(found: &Found<'_>) -> Result<Recipe, String> {
    let trust = found.needed("AssumeRolePolicyDocument.Statement.0")?;
    let is_of_tasks = at(trust, "Principal.Service").and_then(Node::as_str) == Some("ecs-tasks.amazonaws.com");
    if trust.get("Condition").is_some() && !is_of_tasks {
        return Err("its trust policy has a `Condition`".to_owned());
    }
    let mut draft = if trust.get("Condition").is_some() {
        Draft::new(Role::for_tasks(), "constructs::Role::for_tasks", Vec::new())
    } else {
        let principal = trust.get("Principal").and_then(|node| Some((principal(node)?, node)));
        let (principal, node) = principal.ok_or("its trust policy has not one principal")?;
        Draft::new(Role::new(principal), "constructs::Role::new", vec![Expression::Principal(node.clone())])
    };
    draft = draft.value::<Text>("role_name", found.at("RoleName"), Role::role_name);
    for arn in found.items("ManagedPolicyArns") {
        let name =
            managed(arn).ok_or("`ManagedPolicyArns` has another form than `arn:${AWS::Partition}:iam::aws:policy/NAME`")?;
        draft = draft.with("managed_policy", quoted(&name), |role| role.managed_policy(&name));
    }
    draft = draft.maybe("policy_name", policy_name(found)?, quoted, Role::policy_name);
    for node in found.items("Policies.0.PolicyDocument.Statement") {
        let statement = statement(node).ok_or("a statement of its policy has another form than the library writes")?;
        draft = match grant(node) {
            Some(arguments) => draft.with("grant", arguments, |role| role.statement(statement)),
            None => draft.with("statement", vec![Expression::Statement(node.clone())], |role| role.statement(statement)),
        };
    }
    Ok(draft.at(found.id, Output::Handle("AWS::IAM::Role")))
}

/// The execution role of a task, with what is not the default of it.
pub(super) fn execution_role(role: &Found<'_>) -> Result<(ExecutionRole, Expression), String> {
    let draft = Draft::new(ExecutionRole::new(), "constructs::ExecutionRole::new", Vec::new())
        .value::<Text>("role_name", role.at("RoleName"), ExecutionRole::role_name)
        .maybe("policy_name", policy_name(role)?, quoted, ExecutionRole::policy_name);
    Ok(draft.finish())
}

/// The name of a role's policy, where it is not the one that the construct gives.
fn policy_name(found: &Found<'_>) -> Result<Option<String>, String> {
    let Some(name) = found.at("Policies.0.PolicyName") else { return Ok(None) };
    let name = literal_text(name, "Policies.0.PolicyName")?;
    Ok(Some(name).filter(|name| *name != format!("{}Policy", found.id)))
}

/// The name of a policy that AWS manages.
fn managed(arn: &Node) -> Option<String> {
    function::substituted(arn)?.strip_prefix("arn:${AWS::Partition}:iam::aws:policy/").map(str::to_owned)
}

/// The arguments of a grant, where a statement has nothing else.
fn grant(node: &Node) -> Option<Vec<Expression>> {
    let map = node.as_map().filter(|map| map.len() == 3)?;
    let (actions, resources) = (map.get("Action")?, map.get("Resource")?);
    if map.get("Effect")?.as_str() != Some("Allow") {
        return None;
    }
    let literal = |text: &Node| Some(Expression::Literal(format!("{:?}", text.as_str()?)));
    let actions = match actions.as_list() {
        Some(list) => Expression::Many(["[", "]"], list.iter().map(literal).collect::<Option<_>>()?),
        None => literal(actions)?,
    };
    Some(vec![actions, Expression::OneOrMany(resources.clone())])
}

fn principal(node: &Node) -> Option<Principal> {
    if node.as_str() == Some("*") {
        return Some(Principal::anyone());
    }
    let (kind, value) = node.as_map().filter(|map| map.len() == 1)?.first()?;
    Some(match (kind.as_str(), one_or_many(value)) {
        ("Service", Form::One(one)) => Principal::service(one),
        ("Service", Form::Many(many)) => Principal::service(many),
        ("AWS", Form::One(one)) => Principal::aws(one),
        ("AWS", Form::Many(many)) => Principal::aws(many),
        ("Federated", Form::One(one)) => Principal::federated(one),
        ("Federated", Form::Many(many)) => Principal::federated(many),
        _ => return None,
    })
}

/// A statement of a role's policy.
fn statement(node: &Node) -> Option<Statement> {
    let map = node.as_map()?;
    let actions = map.get("Action")?;
    let texts = |list: &[Node]| list.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
    let allows = map.get("Effect")?.as_str()? == "Allow";
    let mut statement = match (actions.as_list(), actions.as_str()) {
        (Some(list), _) if allows => Statement::allow(texts(list)?.iter().map(String::as_str)),
        (Some(list), _) => Statement::deny(texts(list)?.iter().map(String::as_str)),
        (None, one) if allows => Statement::allow(one?),
        (None, one) => Statement::deny(one?),
    };
    for (key, value) in map {
        statement = match key.as_str() {
            "Effect" | "Action" => statement,
            "Sid" => statement.sid(value.as_str()?),
            "Resource" => match one_or_many(value) {
                Form::One(one) => statement.on(one),
                Form::Many(many) => statement.on(many),
            },
            "Condition" => conditions(value)?.into_iter().fold(statement, Statement::when),
            _ => return None,
        };
    }
    Some(statement)
}

fn conditions(node: &Node) -> Option<Vec<Condition>> {
    let mut conditions = Vec::new();
    for (operator, keys) in node.as_map()? {
        for (key, values) in keys.as_map()? {
            conditions.push(match one_or_many(values) {
                Form::One(one) => Condition::new(operator.as_str(), key.as_str(), one),
                Form::Many(many) => Condition::new(operator.as_str(), key.as_str(), many),
            });
        }
    }
    Some(conditions)
}

/// One text, or a list of them.
enum Form {
    One(Value<Text>),
    Many(Value<List<Text>>),
}

fn one_or_many(node: &Node) -> Form {
    match node.as_list() {
        Some(_) => Form::Many(Value::from_node(node.clone())),
        None => Form::One(Value::from_node(node.clone())),
    }
}

/// The execution role that a task names, as a resource of the template.
pub(super) fn role_of<'a>(task: &Found<'a>, id: &'a str) -> Result<Found<'a>, String> {
    let entry = task.template.resource(id).ok_or_else(|| format!("`ExecutionRoleArn` names `{id}`, which is no resource"))?;
    at(entry.node, "Properties").ok_or_else(|| format!("`{id}` has no `Properties`"))?;
    Ok(Found { id, node: entry.node, ..*task })
}
