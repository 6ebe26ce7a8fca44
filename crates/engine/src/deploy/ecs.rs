//! What a template says about ECS: which service runs which task definition, and which parameters name images.

use serde::Serialize;

use crate::template::{Node, Template, function};

/// An ECS service, and the task definition that it is to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RunningService {
    /// The logical id of the service.
    pub service: String,
    /// The logical id of the task definition.
    pub task_definition: String,
}

/// The services whose task definition is in the same template.
pub(super) fn services(template: &Template) -> Vec<RunningService> {
    let services = template.resources().filter(|resource| resource.resource_type == "AWS::ECS::Service");
    let pairs = services.filter_map(|resource| {
        let task = reference(resource.node.at_path(&["Properties", "TaskDefinition"])?)?;
        template.section("Resources")?.get(task)?;
        Some(RunningService { service: resource.id.as_str().to_owned(), task_definition: task.to_owned() })
    });
    pairs.collect()
}

/// The parameters that stand for a container's image, in the order in which they are used.
pub(super) fn image_parameters(template: &Template) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let tasks = template.resources().filter(|resource| resource.resource_type == "AWS::ECS::TaskDefinition");
    let containers = tasks.filter_map(|task| task.node.at_path(&["Properties", "ContainerDefinitions"])?.as_list()).flatten();
    for name in containers.filter_map(|container| reference(container.get("Image")?)) {
        let is_parameter = template.section("Parameters").is_some_and(|parameters| parameters.contains_key(name));
        if is_parameter && !found.iter().any(|known| known == name) {
            found.push(name.to_owned());
        }
    }
    found
}

/// What a `Ref` names.
pub(super) fn reference(node: &Node) -> Option<&str> {
    let (name, argument) = function::call(node)?;
    argument.as_str().filter(|_| name == function::REF)
}
