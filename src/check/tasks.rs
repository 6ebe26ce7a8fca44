//! Reading ECS task definitions of a template, as far as they are written out.

use super::sight::{self, Sight};
use super::value::scalar;
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
    let items = literal(template, list)?.as_list()?;
    items.iter().map(|item| literal(template, item).map(|node| container(template, node))).collect()
}

fn container<'a>(template: &'a Template, node: &'a Node) -> Container<'a> {
    Container { node, name: node.get("Name").and_then(|name| text(template, name)), ports: ports(template, node) }
}

fn ports(template: &Template, container: &Node) -> Option<Vec<String>> {
    let Some(mappings) = container.get("PortMappings") else { return Some(Vec::new()) };
    let items = literal(template, mappings)?.as_list()?;
    items.iter().map(|item| text(template, literal(template, item)?.get("ContainerPort")?)).collect()
}

/// The one node that a value surely is.
pub fn literal<'a>(template: &'a Template, node: &'a Node) -> Option<&'a Node> {
    match sight::look(template, node).as_slice() {
        [Sight::Literal(node)] => Some(node),
        _ => None,
    }
}

/// The one text that a value surely is.
pub fn text(template: &Template, node: &Node) -> Option<String> {
    match sight::look(template, node).as_slice() {
        [Sight::Literal(node)] => scalar(node),
        [Sight::Text(text, _)] => Some(text.clone()),
        _ => None,
    }
}

/// The resource of a type that a `Ref` leads to.
pub fn referred<'a>(template: &'a Template, node: &Node, resource_type: &str) -> Option<(&'a str, &'a Node)> {
    let (name, argument) = function::call(node)?;
    let id = argument.as_str().filter(|_| name == function::REF)?;
    let (key, resource) = template.section("Resources")?.get_key_value(id)?;
    (resource.get("Type")?.as_str()? == resource_type).then_some((key.as_str(), resource))
}
