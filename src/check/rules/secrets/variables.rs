//! The environment variables that containers and functions of a template get.

use crate::language::Scope;
use crate::language::read::task;
use crate::language::reference;
use crate::template::path::Path;
use crate::template::{Node, SourceLocation};

/// A variable whose name is written out.
pub(crate) struct Variable<'a> {
    /// Its name.
    pub name: String,
    /// Its value; for a secret, what it is read from.
    pub value: &'a Node,
    /// Where the value was written.
    pub location: SourceLocation,
    /// The path to the value below the stack.
    pub path: Path<'a>,
    /// Whether it is a secret of a container.
    pub is_secret: bool,
}

/// The variables of one resource: a task definition or a function. Other types have none.
pub(crate) fn of<'a>(scope: &'a Scope<'a>, id: &'a str, resource_type: &str, node: &'a Node) -> Vec<Variable<'a>> {
    match resource_type {
        "AWS::ECS::TaskDefinition" => {
            let containers = task::containers(scope, node).unwrap_or_default();
            let lists = [("Environment", "Value", false), ("Secrets", "ValueFrom", true)];
            let mut variables = Vec::new();
            for (index, container) in containers.iter().enumerate() {
                for (list, value, is_secret) in lists {
                    let items = container.node.get(list).and_then(|list| scope.literal(list)).and_then(Node::as_list);
                    let start = Path::of(["Resources", id, "Properties", "ContainerDefinitions"]).then(index).then(list);
                    for (at, item) in items.into_iter().flatten().enumerate() {
                        let Some(name) = item.get("Name").and_then(|name| scope.text(name)) else { continue };
                        let Some(node) = item.get(value) else { continue };
                        let path = start.then(at).then(value);
                        let location = node.location.or(item.location).or(container.node.location);
                        variables.push(Variable { name, value: node, location, path, is_secret });
                    }
                }
            }
            variables
        }
        "AWS::Lambda::Function" | "AWS::Serverless::Function" => {
            let map = node.at_path(&["Properties", "Environment", "Variables"]).and_then(Node::as_map);
            let start = Path::of(["Resources", id, "Properties", "Environment", "Variables"]);
            let variable = |(key, value): (&'a crate::template::Key, &'a Node)| {
                let path = start.then(key.as_str());
                let location = value.location.or(key.location());
                Variable { name: key.as_str().to_owned(), value, location, path, is_secret: false }
            };
            map.into_iter().flat_map(reference::elements).map(variable).collect()
        }
        _ => Vec::new(),
    }
}
