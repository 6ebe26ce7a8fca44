//! Reading ECS task definitions of a template, as far as they are written out.

use crate::check::engine::resources::Resource;
use crate::check::engine::sight;
use crate::template::{Node, Template, function};

/// A container of a task definition.
pub struct Container<'a> {
    /// Its whole definition.
    pub node: &'a Node,
    /// Its name, if it is written out.
    pub name: Option<String>,
    /// The ports that it maps; `None` where one is not written out.
    pub ports: Option<Vec<String>>,
}

/// The containers of a task definition; `None` where the list is not written out.
pub fn containers<'a>(template: &'a Template, task: &'a Node) -> Option<Vec<Container<'a>>> {
    let list = task.at_path(&["Properties", "ContainerDefinitions"])?;
    let items = sight::literal(template, list)?.as_list()?;
    items.iter().map(|item| sight::literal(template, item).map(|node| container(template, node))).collect()
}

fn container<'a>(template: &'a Template, node: &'a Node) -> Container<'a> {
    Container { node, name: node.get("Name").and_then(|name| sight::text(template, name)), ports: ports(template, node) }
}

fn ports(template: &Template, container: &Node) -> Option<Vec<String>> {
    let Some(mappings) = container.get("PortMappings") else { return Some(Vec::new()) };
    let items = sight::literal(template, mappings)?.as_list()?;
    items.iter().map(|item| sight::text(template, sight::literal(template, item)?.get("ContainerPort")?)).collect()
}

/// The resource of a type that a `Ref` leads to.
pub fn referred<'a>(template: &'a Template, node: &Node, resource_type: &str) -> Option<(&'a str, &'a Node)> {
    let (name, argument) = function::call(node)?;
    let id = argument.as_str().filter(|_| name == function::REF)?;
    let (key, resource) = template.section("Resources")?.get_key_value(id)?;
    (resource.get("Type")?.as_str()? == resource_type).then_some((key.as_str(), resource))
}

/// The task definition that a service runs, where it is in the same template.
pub fn task_of<'a>(service: &Resource<'a>) -> Option<Resource<'a>> {
    service.properties.get("TaskDefinition").target_of("AWS::ECS::TaskDefinition")
}

/// Whether a task definition surely asks to fit Fargate.
pub fn is_for_fargate(task: &Resource<'_>) -> bool {
    let wanted = task.properties.get("RequiresCompatibilities").items();
    wanted.is_some_and(|items| items.iter().any(|item| item.is("FARGATE")))
}

/// Whether a service surely runs on Fargate.
pub fn runs_on_fargate(service: &Resource<'_>) -> bool {
    let strategy = service.properties.get("CapacityProviderStrategy").items().unwrap_or_default();
    let providers = strategy.iter().map(|item| item.get("CapacityProvider"));
    service.properties.get("LaunchType").is("FARGATE")
        || providers.into_iter().any(|provider| provider.is("FARGATE") || provider.is("FARGATE_SPOT"))
}

/// The network mode of a service's tasks: Fargate has only one.
pub fn network_mode(service: &Resource<'_>, task: &Resource<'_>) -> Option<String> {
    if runs_on_fargate(service) || is_for_fargate(task) {
        return Some("awsvpc".to_owned());
    }
    task.properties.get("NetworkMode").text()
}
