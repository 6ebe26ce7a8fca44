//! The secrets that the containers of an environment refer to.

use serde::Serialize;

use super::resolve;
use super::statement::{self, Reader};
use crate::stack::{Assembly, SynthesizedStack, Target};
use crate::template::Node;

/// Every secret of one environment.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Secrets {
    /// The environment's name.
    pub environment: String,
    /// The AWS account: twelve digits.
    pub account: String,
    /// The AWS region.
    pub region: String,
    /// Whether mistakes here hurt users.
    pub production: bool,
    /// The secrets, in the order of the stacks.
    pub references: Vec<SecretReference>,
}

/// One secret, as one variable of one container.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SecretReference {
    /// The short name of the stack.
    pub stack: &'static str,
    /// The logical id of the task definition.
    pub task: String,
    /// The container's name.
    pub container: String,
    /// The environment variable that gets the value.
    pub variable: String,
    /// Where the value is kept.
    pub store: Store,
    /// The name of the parameter or secret; nothing where only the deployment knows it.
    pub name: Option<String>,
    /// The ARN; nothing where only the deployment knows it.
    pub arn: Option<String>,
    /// The statement that lets it be read; nothing where no statement of the stack does.
    pub read_by: Option<Reader>,
    /// The logical id of the task role, where the variable holds a static AWS key, which that role replaces.
    pub replaced_by: Option<TaskRole>,
}

/// What takes the place of static AWS keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskRole {
    /// The logical id of the task role, where the task definition has one of the same stack.
    pub role: Option<String>,
}

/// Where a secret is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Store {
    /// The Parameter Store of Systems Manager, as a `SecureString`.
    ParameterStore,
    /// Secrets Manager.
    SecretsManager,
}

/// Variables with which an AWS SDK signs, and which a task role makes unnecessary.
///
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html>
const STATIC_KEYS: [&str; 3] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

/// The secrets of every container of an environment.
pub fn secrets(assembly: &Assembly) -> Secrets {
    let target = &assembly.target;
    let mut references = Vec::new();
    for stack in &assembly.stacks {
        let tasks = stack.template.resources().filter(|resource| resource.resource_type == "AWS::ECS::TaskDefinition");
        for task in tasks {
            let containers = task.node.at_path(&["Properties", "ContainerDefinitions"]).and_then(Node::as_list);
            for container in containers.into_iter().flatten() {
                let found = container.get("Secrets").and_then(Node::as_list).into_iter().flatten();
                let place = Place { stack, target, id: task.id.as_str(), task: task.node, container };
                references.extend(found.map(|secret| reference(&place, secret)));
            }
        }
    }
    Secrets {
        environment: assembly.environment.clone(),
        account: target.account.clone(),
        region: target.region.clone(),
        production: target.production,
        references,
    }
}

/// The container that a secret is for.
struct Place<'a> {
    stack: &'a SynthesizedStack,
    target: &'a Target,
    id: &'a str,
    task: &'a Node,
    container: &'a Node,
}

fn reference(place: &Place, secret: &Node) -> SecretReference {
    let resolved = |node: &Node| resolve::text(node, place.stack, place.target);
    let variable = secret.get("Name").and_then(resolved).unwrap_or_default();
    let source = secret.get("ValueFrom").and_then(resolved);
    let located = source.as_deref().map(|source| locate(source, place.target));
    let (store, name, arn) = located.map_or((Store::SecretsManager, None, None), |at| (at.store, Some(at.name), Some(at.arn)));
    let action = match store {
        Store::ParameterStore => "ssm:GetParameters",
        Store::SecretsManager => "secretsmanager:GetSecretValue",
    };
    let read_by = arn.as_deref().and_then(|arn| statement::reader(place.stack, place.target, place.task, action, arn));
    let is_static_key = STATIC_KEYS.contains(&variable.as_str());
    SecretReference {
        stack: place.stack.name,
        task: place.id.to_owned(),
        container: place.container.get("Name").and_then(resolved).unwrap_or_default(),
        replaced_by: is_static_key.then(|| TaskRole { role: task_role(place.task) }),
        variable,
        store,
        name,
        arn,
        read_by,
    }
}

struct Located {
    store: Store,
    name: String,
    arn: String,
}

/// What `ValueFrom` names: the ARN of a parameter or of a secret, or the bare name of a parameter of the same region.
///
/// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html>
fn locate(source: &str, target: &Target) -> Located {
    let parts: Vec<&str> = source.splitn(7, ':').collect();
    match parts.as_slice() {
        ["arn", _, "secretsmanager", _, _, "secret", rest] => {
            // A JSON key, a version stage and a version id may follow the name.
            let name = rest.split(':').next().unwrap_or_default();
            let arn = source.strip_suffix(&rest[name.len()..]).unwrap_or(source);
            Located { store: Store::SecretsManager, name: name.to_owned(), arn: arn.to_owned() }
        }
        ["arn", _, "ssm", _, _, resource] => {
            let path = resource.strip_prefix("parameter/").unwrap_or(resource);
            // A name in a hierarchy begins with a slash, which its ARN does not repeat.
            let name = if path.contains('/') { format!("/{path}") } else { path.to_owned() };
            Located { store: Store::ParameterStore, name, arn: source.to_owned() }
        }
        _ => {
            let (partition, path) = (resolve::partition(&target.region), source.trim_start_matches('/'));
            let arn = format!("arn:{partition}:ssm:{}:{}:parameter/{path}", target.region, target.account);
            Located { store: Store::ParameterStore, name: source.to_owned(), arn }
        }
    }
}

/// The logical id of a task definition's own role.
fn task_role(task: &Node) -> Option<String> {
    let (name, argument) = crate::template::function::call(task.at_path(&["Properties", "TaskRoleArn"])?)?;
    let id = match name {
        crate::template::function::GET_ATT => crate::template::function::get_att_target(argument)?.0,
        crate::template::function::REF => argument.as_str()?,
        _ => return None,
    };
    Some(id.to_owned())
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::*;

    #[test]
    fn names_and_arns_of_both_stores_are_told_apart() {
        let target = Target {
            account: "123456789012".to_owned(),
            region: "eu-west-1".to_owned(),
            production: false,
            tags: IndexMap::new(),
            template_bucket: None,
        };
        let at = |source: &str| {
            let located = locate(source, &target);
            (located.store, located.name, located.arn)
        };
        let parameter = "arn:aws:ssm:eu-west-1:123456789012:parameter/app/KEY";
        assert_eq!(at(parameter), (Store::ParameterStore, "/app/KEY".to_owned(), parameter.to_owned()));
        assert_eq!(at("/app/KEY"), (Store::ParameterStore, "/app/KEY".to_owned(), parameter.to_owned()));
        assert_eq!(at("KEY").1, "KEY");
        let secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf";
        let key = format!("{secret}:password::");
        assert_eq!(at(&key), (Store::SecretsManager, "db-AbCdEf".to_owned(), secret.to_owned()));
        assert_eq!(at(secret).2, secret);
    }
}
