//! The container images that a template names.

use super::task;
use crate::language::Scope;
use crate::template::path::Path;
use crate::template::substitution::Substitution;
use crate::template::{Node, SourceLocation, function};

/// An image of a container or of a function.
pub(crate) struct Image<'a> {
    /// What it is the image of, in words.
    pub owner: String,
    /// Its value in the template.
    pub node: &'a Node,
    /// Where it was written.
    pub location: SourceLocation,
    /// The path to it below the stack.
    pub path: Path<'a>,
}

/// The images of the task definitions and functions of a template.
pub(crate) fn of<'a>(scope: &'a Scope<'a>) -> Vec<Image<'a>> {
    let mut images = Vec::new();
    for resource in scope.resources() {
        let id = resource.id.as_str();
        match resource.resource_type {
            "AWS::ECS::TaskDefinition" => {
                for (index, container) in task::containers(scope, resource.node).unwrap_or_default().iter().enumerate() {
                    let Some(node) = container.node.get("Image") else { continue };
                    let name = container.name.clone().unwrap_or_else(|| index.to_string());
                    let path = Path::of(["Resources", id, "Properties", "ContainerDefinitions"]).then(index).then("Image");
                    let location = node.location.or(container.node.location);
                    images.push(Image { owner: format!("the container `{name}`"), node, location, path });
                }
            }
            "AWS::Lambda::Function" => {
                let Some(node) = resource.node.at_path(&["Properties", "Code", "ImageUri"]) else { continue };
                let path = Path::of(["Resources", id, "Properties", "Code", "ImageUri"]);
                images.push(Image { owner: format!("the function `{id}`"), node, location: node.location, path });
            }
            _ => {}
        }
    }
    images
}

impl<'a> Image<'a> {
    /// What is known of the image's name; `${…}` stands for what is not.
    pub(crate) fn text(&self, scope: &Scope<'a>) -> Option<String> {
        let reduced = scope.reduce(self.node)?;
        match function::call(reduced) {
            None => reduced.scalar(),
            Some((function::SUB, argument)) => Some(Substitution::of(argument)?.text.to_owned()),
            // Of a text that has parts with no form in `Fn::Sub`, its end says which image it is.
            Some((function::JOIN, argument)) => {
                let [_, items] = argument.as_list()? else { return None };
                items.as_list()?.last()?.as_str().map(|last| format!("${{}}{last}"))
            }
            // Without a value the default is deployed.
            Some((function::REF, argument)) => {
                let declared = scope.parameter(argument.as_str()?)?;
                declared.get("Default").filter(|_| declared.get("Type").and_then(Node::as_str) == Some("String"))?.scalar()
            }
            Some(_) => None,
        }
    }
}
