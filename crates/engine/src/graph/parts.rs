//! What is inside a resource and matters to the reader: the containers of a task definition, and the secrets that they take.

use super::label;
use super::model::{Flow, Graph, GraphNode, Role, location_text, node_id, yaml};
use crate::language::reference;
use crate::language::stacks::{Stack, Stacks};
use crate::template::Node;

/// The resource type that has containers.
pub(super) const TASK_DEFINITION: &str = "AWS::ECS::TaskDefinition";

/// The id of a container's node.
pub(super) fn container_id(frame: usize, task: &str, name: &str) -> String {
    format!("{}/{name}", node_id(frame, task))
}

/// The containers of a task definition, each with its name.
pub(super) fn containers<'a>(stack: &'a Stack<'a>, task: &'a Node) -> impl Iterator<Item = (String, &'a Node)> {
    let list = task.at_path(&["Properties", "ContainerDefinitions"]).and_then(Node::as_list);
    list.into_iter().flatten().filter_map(|container| Some((label::seen(stack, container.get("Name"))?, container)))
}

/// Adds the containers of every task definition, and their secrets.
pub(super) fn add<'a>(graph: &mut Graph, stacks: &Stacks<'a>) {
    for (frame, stack) in stacks.stacks().iter().enumerate() {
        for resource in stack.scope.resources().filter(|resource| resource.resource_type == TASK_DEFINITION) {
            let task = resource.id.as_str();
            let Some(from) = graph.find(&node_id(frame, task)) else { continue };
            for (name, container) in containers(stack, resource.node) {
                let id = container_id(frame, task, &name);
                let index = graph.find_or_add(id, || node(frame, stack.name, resource.node, &name, container));
                graph.connect(from, index, Flow::Reference, "ContainerDefinitions".to_owned());
                add_secrets(graph, stacks, frame, index, container);
            }
        }
    }
}

/// The node of a container.
pub(super) fn node(frame: usize, source: &str, task: &Node, name: &str, container: &Node) -> GraphNode {
    GraphNode {
        title: name.to_owned(),
        subtitle: "Container".to_owned(),
        resource_type: String::new(),
        role: Role::Compute,
        frame: Some(frame),
        location: location_text(container.location.or(task.location), source),
        text: yaml(container),
    }
}

/// Secrets by the place that has their value: a resource of the stacks, or one outside them.
fn add_secrets<'a>(graph: &mut Graph, stacks: &Stacks<'a>, frame: usize, container: usize, node: &'a Node) {
    for secret in node.get("Secrets").and_then(Node::as_list).into_iter().flatten() {
        let Some(from) = secret.get("ValueFrom") else { continue };
        let leads_somewhere = reference::of_value(from).iter().any(|found| !stacks.resources(frame, &found.target).is_empty());
        // The task definition's own edge shows a secret of the stacks.
        if leads_somewhere {
            continue;
        }
        let name = secret.get("Name").and_then(Node::as_str).unwrap_or("ValueFrom");
        let (title, subtitle) = secret_name(&stacks.text(frame, from));
        let id = format!("@secret/{subtitle}/{title}");
        let index = graph.find_or_add(id, || GraphNode::outside(title, subtitle, Role::Security));
        graph.connect(container, index, Flow::Reference, name.to_owned());
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
