//! The container images that a template names.

use crate::check::engine::shown::shown;
use crate::check::engine::sight::{self, Sight};
use crate::check::rules::ecs::tasks;
use crate::template::{Node, Place, Template, function};

/// An image of a container or of a function.
pub struct Image<'a> {
    /// What it is the image of, in words.
    pub owner: String,
    /// Its value in the template.
    pub node: &'a Node,
    /// Where it was written.
    pub place: Place,
    /// The path to it below the stack.
    pub path: Vec<String>,
}

/// The images of the task definitions and functions of a template.
pub fn of(template: &Template) -> Vec<Image<'_>> {
    let mut images = Vec::new();
    for resource in template.resources() {
        let id = resource.id.as_str();
        match resource.resource_type {
            "AWS::ECS::TaskDefinition" => {
                for (index, container) in tasks::containers(template, resource.node).unwrap_or_default().iter().enumerate() {
                    let Some(node) = container.node.get("Image") else { continue };
                    let name = container.name.clone().unwrap_or_else(|| index.to_string());
                    let index = index.to_string();
                    let path = ["Resources", id, "Properties", "ContainerDefinitions", &index, "Image"].map(str::to_owned);
                    let place = node.place.or(container.node.place);
                    images.push(Image { owner: format!("the container `{name}`"), node, place, path: path.to_vec() });
                }
            }
            "AWS::Lambda::Function" => {
                let Some(node) = resource.node.at_path(&["Properties", "Code", "ImageUri"]) else { continue };
                let path = ["Resources", id, "Properties", "Code", "ImageUri"].map(str::to_owned).to_vec();
                images.push(Image { owner: format!("the function `{id}`"), node, place: node.place, path });
            }
            _ => {}
        }
    }
    images
}

impl Image<'_> {
    /// What is known of the image's name; `${…}` stands for what is not. `value` gives the values of parameters.
    pub fn text(&self, template: &Template, value: &dyn Fn(&str) -> Option<String>) -> Option<String> {
        match (function::call(self.node), sight::look(template, self.node).as_slice()) {
            (Some((function::REF, argument)), _) => {
                let name = argument.as_str()?;
                let default = || template.section("Parameters")?.get(name)?.get("Default")?.scalar();
                // The value of such a parameter is the name of one in the Parameter Store.
                let kind = template.section("Parameters")?.get(name)?.get("Type").and_then(Node::as_str)?;
                (kind == "String").then(|| value(name).or_else(default)).flatten()
            }
            (Some((function::SUB, argument)), _) => function::sub_parts(argument).0.map(str::to_owned),
            (Some((function::JOIN, argument)), _) => {
                let [_, items] = argument.as_list()? else { return None };
                items.as_list()?.last()?.as_str().map(|last| format!("${{}}{last}"))
            }
            (_, [Sight::Literal(node)]) => node.scalar(),
            _ => None,
        }
    }
}

/// Why the name of an image may mean another image tomorrow, if it surely may.
pub fn mutable(name: &str) -> Option<String> {
    let last = name.rsplit('/').next().unwrap_or(name);
    if last.is_empty() || last.contains('@') {
        return None;
    }
    if last.ends_with(":latest") {
        return Some("has the tag `latest`".to_owned());
    }
    (!last.contains(':') && !name.contains("${}") && !last.contains("${")).then(|| format!("is `{}`, without a tag", shown(last)))
}

#[cfg(test)]
mod tests {
    use super::mutable;

    #[test]
    fn only_what_surely_moves_is_mutable() {
        for name in
            ["nginx", "nginx:latest", "public.ecr.aws/a/nginx", "${AWS::AccountId}.dkr.ecr.x/a:latest", "localhost:5000/nginx"]
        {
            assert!(mutable(name).is_some(), "{name}");
        }
        for name in
            ["nginx:1.27", "nginx@sha256:12", "a/nginx:latest@sha256:12", "${Image}", "a/${Image}", "a/b:${Tag}", "${}repo", ""]
        {
            assert_eq!(mutable(name), None, "{name}");
        }
    }
}
