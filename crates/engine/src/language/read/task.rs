//! Reading ECS task definitions of a template, as far as they are written out.

use super::resource::Resource;
use crate::language::Scope;
use crate::template::{Node, function};

/// A container of a task definition.
pub(crate) struct Container<'a> {
    /// Its whole definition.
    pub node: &'a Node,
    /// Its name, if it is written out.
    pub name: Option<String>,
    /// The ports that it maps; `None` where one is not written out.
    pub ports: Option<Vec<String>>,
}

/// The containers of a task definition; `None` where the list is not written out.
pub(crate) fn containers<'a>(scope: &'a Scope<'a>, task: &'a Node) -> Option<Vec<Container<'a>>> {
    let list = task.at_path(&["Properties", "ContainerDefinitions"])?;
    let items = scope.literal(list)?.as_list()?;
    items.iter().map(|item| scope.literal(item).map(|node| container(scope, node))).collect()
}

fn container<'a>(scope: &'a Scope<'a>, node: &'a Node) -> Container<'a> {
    Container { node, name: node.get("Name").and_then(|name| scope.text(name)), ports: ports(scope, node) }
}

fn ports<'a>(scope: &'a Scope<'a>, container: &'a Node) -> Option<Vec<String>> {
    let Some(mappings) = container.get("PortMappings") else { return Some(Vec::new()) };
    let items = scope.literal(mappings)?.as_list()?;
    items.iter().map(|item| scope.text(scope.literal(item)?.get("ContainerPort")?)).collect()
}

/// The resource of a type that a `Ref` leads to.
pub(crate) fn referred<'a>(scope: &'a Scope<'a>, node: &Node, resource_type: &str) -> Option<(&'a str, &'a Node)> {
    let (name, argument) = function::call(node)?;
    let id = argument.as_str().filter(|_| name == function::REF)?;
    let (key, resource) = scope.section("Resources")?.get_key_value(id)?;
    (resource.get("Type")?.as_str()? == resource_type).then_some((key.as_str(), resource))
}

/// The task definition that a service runs, where it is in the same template.
pub(crate) fn task_of<'a>(service: &Resource<'a>) -> Option<Resource<'a>> {
    service.properties.get("TaskDefinition").target_of("AWS::ECS::TaskDefinition")
}

/// Whether a task definition surely asks to fit Fargate.
pub(crate) fn is_for_fargate(task: &Resource<'_>) -> bool {
    let wanted = task.properties.get("RequiresCompatibilities").items();
    wanted.is_some_and(|items| items.iter().any(|item| item.is("FARGATE")))
}

/// Whether a service surely runs on Fargate.
pub(crate) fn runs_on_fargate(service: &Resource<'_>) -> bool {
    let strategy = service.properties.get("CapacityProviderStrategy").items().unwrap_or_default();
    let providers = strategy.iter().map(|item| item.get("CapacityProvider"));
    service.properties.get("LaunchType").is("FARGATE")
        || providers.into_iter().any(|provider| provider.is("FARGATE") || provider.is("FARGATE_SPOT"))
}

/// The network mode of a service's tasks: Fargate has only one.
pub(crate) fn network_mode(service: &Resource<'_>, task: &Resource<'_>) -> Option<String> {
    if runs_on_fargate(service) || is_for_fargate(task) {
        return Some("awsvpc".to_owned());
    }
    task.properties.get("NetworkMode").text()
}
