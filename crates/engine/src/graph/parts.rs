//! What is inside a resource and matters to the reader: the containers of a task definition, and the secrets that they take.

use super::label;
use super::model::{Flow, Graph, GraphNode, Role, location_text, node_id, yaml};
use crate::language::read::resource::{self, Resource};
use crate::language::read::task::{self, Container};
use crate::language::reference;
use crate::language::stacks::{Stack, Stacks};

/// The id of a container's node.
pub(super) fn container_id(frame: usize, task: &str, name: &str) -> String {
    format!("{}/{name}", node_id(frame, task))
}

/// The containers of a task definition, each with its name.
pub(super) fn containers<'a>(stack: &'a Stack<'a>, task: &Resource<'a>) -> impl Iterator<Item = (String, Container<'a>)> {
    let containers = task::every_container(task).into_iter();
    containers.filter_map(|container| Some((label::seen(stack, &container.name())?, container)))
}

/// Adds the containers of every task definition, and their secrets.
pub(super) fn add<'a>(graph: &mut Graph, stacks: &Stacks<'a>) {
    for (frame, stack) in stacks.stacks().iter().enumerate() {
        for task in resource::of_type(&stack.scope, task::TASK_DEFINITION) {
            let Some(from) = graph.find(&node_id(frame, task.id)) else { continue };
            for (name, container) in containers(stack, &task) {
                let id = container_id(frame, task.id, &name);
                let index = graph.find_or_add(id, || node(frame, stack.name, &name, &container));
                graph.connect(from, index, Flow::Reference, "ContainerDefinitions".to_owned());
                add_secrets(graph, stacks, frame, index, &container);
            }
        }
    }
}

/// The node of a container.
pub(super) fn node(frame: usize, source: &str, name: &str, container: &Container<'_>) -> GraphNode {
    GraphNode {
        title: name.to_owned(),
        subtitle: "Container".to_owned(),
        resource_type: String::new(),
        role: Role::Compute,
        frame: Some(frame),
        stack: Some(source.to_owned()),
        lines: Vec::new(),
        location: location_text(container.location(), source),
        text: container.node().map(yaml).unwrap_or_default(),
        change: None,
    }
}

/// Secrets by the place that has their value: a resource of the stacks, or one outside them.
fn add_secrets<'a>(graph: &mut Graph, stacks: &Stacks<'a>, frame: usize, node: usize, container: &Container<'a>) {
    for secret in container.variables().into_iter().filter(|variable| variable.is_secret) {
        let Some(from) = secret.value.node() else { continue };
        let leads_somewhere = reference::of_value(from).iter().any(|found| !stacks.resources(frame, &found.target).is_empty());
        // The task definition's own edge shows a secret of the stacks.
        if leads_somewhere {
            continue;
        }
        let name = secret.name.unwrap_or_else(|| "ValueFrom".to_owned());
        let (title, subtitle) = secret_name(&stacks.text(frame, from));
        let id = format!("@secret/{subtitle}/{title}");
        let index = graph.find_or_add(id, || GraphNode::outside(title, subtitle, Role::Security));
        graph.connect(node, index, Flow::Reference, name);
    }
}

/// The name in an ARN, and whose it is. A bare name is one of the Parameter Store.
fn secret_name(from: &str) -> (String, String) {
    let after = |mark: &str| from.split_once(mark).map(|(_, name)| name);
    match (after(":parameter/"), after(":secret:")) {
        (Some(name), _) => (format!("/{name}"), "SSM parameter".to_owned()),
        (_, Some(name)) => (name.to_owned(), "Secrets Manager secret".to_owned()),
        _ => (from.to_owned(), "SSM parameter".to_owned()),
    }
}
