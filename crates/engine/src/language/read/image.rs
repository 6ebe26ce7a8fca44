//! The container images that a template names.

use super::property::Property;
use super::resource;
use super::task::{self, TASK_DEFINITION};
use crate::language::Scope;
use crate::template::substitution::Substitution;
use crate::template::{Node, function};

/// An image of a container or of a function.
pub(crate) struct Image<'a> {
    /// What it is the image of, in words.
    pub owner: String,
    /// What names it.
    pub property: Property<'a>,
}

/// Every image that the task definitions and functions of a template may name.
pub(crate) fn of<'a>(scope: &'a Scope<'a>) -> Vec<Image<'a>> {
    let mut images = Vec::new();
    for resource in resource::all(scope) {
        match resource.kind {
            TASK_DEFINITION => {
                let containers = task::every_container(&resource);
                let count = containers.len();
                images.extend(containers.iter().enumerate().map(|(index, container)| {
                    let name = container.name().text().map(|name| format!("the container `{name}`"));
                    // A function may name it.
                    let owner = name.unwrap_or_else(|| format!("container {} of {count}", index + 1));
                    Image { owner, property: container.image() }
                }));
            }
            "AWS::Lambda::Function" => {
                let property = resource.properties.at(&["Code", "ImageUri"]);
                images.push(Image { owner: format!("the function `{}`", resource.id), property });
            }
            _ => {}
        }
    }
    images.retain(|image| image.property.node().is_some());
    images
}

impl<'a> Image<'a> {
    /// What is known of the image's name; `${…}` stands for what is not.
    pub(crate) fn text(&self, scope: &Scope<'a>) -> Option<String> {
        let reduced = scope.reduce(self.property.node()?)?;
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
