//! The secrets that the stacks of an environment refer to.

use serde::Serialize;

use super::locate::{self, Located, Store};
use super::statement::{self, Statement, Wanted};
use crate::language::Scope;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};
use crate::language::read::variable::Variable;
use crate::language::read::{role, task};
use crate::language::stacks::{StackSource, Stacks, with_stacks};
use crate::stack::{Assembly, Target};
use crate::template::path::Path;
use crate::template::{Content, Node, dynamic, function};

/// Every secret of one environment.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Secrets {
    /// The environment's name.
    pub environment: String,
    /// The AWS account: twelve digits.
    pub account: String,
    /// The AWS region.
    pub region: String,
    /// The role that the script assumes, where the settings name one.
    pub deploy_role_arn: Option<String>,
    /// Whether mistakes here hurt users.
    pub production: bool,
    /// The secrets, in the order of the stacks.
    pub references: Vec<SecretReference>,
}

/// One secret, where one property takes it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SecretReference {
    /// The short name of the stack.
    pub stack: &'static str,
    /// The logical id of the resource.
    pub resource: String,
    /// The container's name, where it is one of a container.
    pub container: Option<String>,
    /// What gets the value: the environment variable of a container, or the path of a property below `Properties` or the container.
    pub used_as: String,
    /// Where the value is kept.
    pub store: Store,
    /// The name of the parameter or secret; nothing where only the deployment knows it.
    pub name: Option<String>,
    /// The ARN; nothing where only the deployment knows it.
    pub arn: Option<String>,
    /// Who reads it; nothing where no statement of the stack lets it be read, or where that is not known, as its ARN then is not.
    pub read_by: Option<Reader>,
    /// The logical id of the task role, where the variable holds a static AWS key, which that role replaces.
    pub replaced_by: Option<TaskRole>,
}

/// Who reads a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Reader {
    /// ECS, with the execution role that a statement allows it to.
    ExecutionRole(Statement),
    /// CloudFormation, with the credentials that deploy.
    Deployment,
}

/// What takes the place of static AWS keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TaskRole {
    /// The logical id of the task role, where the task definition has one of the same stack.
    pub role: Option<String>,
}

/// Variables with which an AWS SDK signs, and which a task role makes unnecessary.
///
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html>
const STATIC_KEYS: [&str; 3] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

/// The secrets of an environment: those of containers, and the dynamic references of every resource.
pub fn secrets(assembly: &Assembly) -> Secrets {
    let target = &assembly.target;
    let mut references = Vec::new();
    let sources = assembly.stacks.iter().map(|stack| StackSource {
        name: stack.name,
        template: &stack.template,
        values: stack.values(target),
    });
    with_stacks(&sources.collect::<Vec<_>>(), true, |stacks| {
        for (frame, (stack, read)) in assembly.stacks.iter().zip(stacks.stacks()).enumerate() {
            for resource in resource::all(&read.scope).filter(|resource| resource.properties.node().is_some()) {
                let taker = Taker { stack: stack.name, scope: &read.scope, stacks, frame, target, resource };
                taker.references(&mut references);
            }
        }
    });
    Secrets {
        environment: assembly.environment.clone(),
        account: target.account.clone(),
        region: target.region.clone(),
        deploy_role_arn: target.deploy_role_arn.clone(),
        production: target.production,
        references,
    }
}

/// The resource that refers to secrets.
struct Taker<'r, 'a> {
    stack: &'static str,
    scope: &'a Scope<'a>,
    /// All stacks of the environment, and which of them this is.
    stacks: &'r Stacks<'a>,
    frame: usize,
    target: &'r Target,
    resource: Resource<'a>,
}

/// What names a secret of a container: what it comes to, and the function that makes its ARN where only the deployment knows that.
struct SecretName<'a> {
    located: Option<Located>,
    made: Option<&'a Node>,
    /// The store of a secret that a stack of the environment makes.
    store: Option<Store>,
}

impl<'a> Taker<'_, 'a> {
    fn references(&self, references: &mut Vec<SecretReference>) {
        if self.resource.kind == task::TASK_DEFINITION {
            self.of_containers(references);
        }
        if let Some(properties) = self.resource.properties.node() {
            self.dynamic(properties, &mut Path::default(), references);
        }
    }

    /// The text that a value is in this environment; nothing where only the deployment knows.
    fn resolved(&self, node: &'a Node) -> Option<String> {
        self.scope.reduce(node)?.scalar()
    }

    /// The same, of a value that names a secret: what a dynamic reference yields is another text.
    fn named(&self, property: &Property<'a>) -> Option<String> {
        self.resolved(property.node()?).filter(|text| !text.contains(dynamic::START))
    }

    /// What ECS reads for a container: its variables, the options of its log driver, and the credentials of its registry.
    ///
    /// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html>
    fn of_containers(&self, references: &mut Vec<SecretReference>) {
        let text = |property: &Property<'a>| self.named(property).unwrap_or_default();
        let source = |secret: &Variable<'a>| self.source(&secret.value, locate::source);
        for container in task::every_container(&self.resource) {
            let name = text(&container.name());
            for secret in container.variables().iter().filter(|variable| variable.is_secret) {
                references.push(self.of_container(&name, text(&secret.named), source(secret)));
            }
            for option in container.log_secrets() {
                let used_as = format!("LogConfiguration.SecretOptions.{}", text(&option.named));
                references.push(self.of_container(&name, used_as, source(&option)));
            }
            let registry = container.get("RepositoryCredentials");
            if registry.is_given() {
                let source = self.source(&registry.get("CredentialsParameter"), locate::secret);
                references.push(self.of_container(&name, "RepositoryCredentials.CredentialsParameter".to_owned(), source));
            }
        }
    }

    fn source(&self, property: &Property<'a>, locate: fn(&str, &Target) -> Located) -> SecretName<'a> {
        let located = self.named(property).map(|text| locate(&text, self.target));
        let made = property.node().filter(|_| located.is_none()).and_then(|node| self.scope.before_colon(node));
        let is_of = |kind: &str| !self.stacks.of_type(self.frame, property, kind).is_empty();
        let is_parameter = located.is_none() && is_of("AWS::SSM::Parameter");
        SecretName { located, made, store: is_parameter.then_some(Store::ParameterStore) }
    }

    fn of_container(&self, container: &str, used_as: String, source: SecretName<'a>) -> SecretReference {
        const ACTIONS: [&str; 2] = ["ssm:GetParameters", "secretsmanager:GetSecretValue"];
        let SecretName { located, made, store } = source;
        let actions = match located.as_ref().map(|located| located.store).or(store) {
            Some(Store::ParameterStore) => &ACTIONS[..1],
            Some(Store::SecretsManager) => &ACTIONS[1..],
            None => &ACTIONS,
        };
        let arn = located.as_ref().and_then(|located| located.arn.as_deref());
        let wanted = arn.map(Wanted::Arn).or(made.map(Wanted::Made));
        let read_by = wanted.and_then(|wanted| statement::reader(self.scope, &self.resource, actions, wanted));
        let task_role = || role::of(&task::task_role(&self.resource)).map(|role| role.id.to_owned());
        let is_static_key = STATIC_KEYS.contains(&used_as.as_str());
        let reference = self.reference(used_as, located, read_by.map(Reader::ExecutionRole));
        SecretReference {
            container: Some(container.to_owned()),
            replaced_by: is_static_key.then(|| TaskRole { role: task_role() }),
            store: store.unwrap_or(reference.store),
            ..reference
        }
    }

    /// The dynamic references below a property.
    fn dynamic(&self, node: &'a Node, path: &mut Path<'a>, references: &mut Vec<SecretReference>) {
        let mut add = |text: &str| {
            let located = locate::dynamic(text, self.target).into_iter();
            references.extend(located.map(|at| self.reference(path.joined("."), at, Some(Reader::Deployment))));
        };
        match (&node.content, self.resolved(node)) {
            (_, Some(text)) => add(&text),
            // What a function makes of its texts is not known; what is in them is.
            (_, None) if function::call(node).is_some() => node.walk(&mut |node| add(node.as_str().unwrap_or_default())),
            (Content::Map(map), _) => {
                for (key, node) in map {
                    path.push(key.as_str());
                    self.dynamic(node, path, references);
                    path.pop();
                }
            }
            (Content::List(items), _) => {
                for (index, node) in items.iter().enumerate() {
                    path.push(index);
                    self.dynamic(node, path, references);
                    path.pop();
                }
            }
            _ => {}
        }
    }

    fn reference(&self, used_as: String, located: Option<Located>, read_by: Option<Reader>) -> SecretReference {
        let (store, name, arn) = located.map_or((Store::SecretsManager, None, None), |at| (at.store, Some(at.name), at.arn));
        SecretReference {
            stack: self.stack,
            resource: self.resource.id.to_owned(),
            container: None,
            used_as,
            store,
            name,
            arn,
            read_by,
            replaced_by: None,
        }
    }
}
