//! What references lead to: resources of the same stack, of another one through its exports, or things outside.

use super::reference::{self, Target};
use super::source::Source;
use super::value;
use crate::template::{Map, Node};

/// The templates of an environment, with their exports.
pub struct Resolver<'a> {
    sources: &'a [Source<'a>],
    exports: Vec<Export<'a>>,
}

struct Export<'a> {
    name: String,
    frame: usize,
    value: &'a Node,
}

impl<'a> Resolver<'a> {
    /// Reads the exports of all templates.
    pub fn new(sources: &'a [Source<'a>]) -> Self {
        let mut exports = Vec::new();
        for (frame, source) in sources.iter().enumerate() {
            for output in source.template.section("Outputs").into_iter().flat_map(Map::values) {
                let name = output.at_path(&["Export", "Name"]).map(|name| value::in_stack(name, source.stack_name));
                if let (Some(name), Some(value)) = (name, output.get("Value")) {
                    exports.push(Export { name, frame, value });
                }
            }
        }
        Resolver { sources, exports }
    }

    /// The templates.
    pub fn sources(&self) -> &'a [Source<'a>] {
        self.sources
    }

    /// The resource of a frame.
    pub fn resource(&self, frame: usize, id: &str) -> Option<&'a Node> {
        self.sources.get(frame)?.template.section("Resources")?.get(id)
    }

    /// The resources that a reference leads to, each with its frame.
    pub fn resources(&self, frame: usize, target: &Target<'a>) -> Vec<(usize, &'a str)> {
        match target {
            Target::Local(id) => self.resource(frame, id).map(|_| (frame, *id)).into_iter().collect(),
            Target::Import(name) => {
                let name = value::in_stack(name, self.sources.get(frame).and_then(|source| source.stack_name));
                let Some(export) = self.exports.iter().find(|export| export.name == name) else { return Vec::new() };
                // An export's own value never imports: CloudFormation would accept it, and it is followed no further here.
                let found = reference::of_value(export.value).into_iter().filter_map(|found| match found.target {
                    Target::Local(id) => self.resource(export.frame, id).map(|_| (export.frame, id)),
                    Target::Import(_) => None,
                });
                found.collect()
            }
        }
    }

    /// The resources of one type that a value leads to, each with its frame, id and the resource itself.
    pub fn of_type(&self, frame: usize, value: Option<&'a Node>, resource_type: &str) -> Vec<(usize, &'a str, &'a Node)> {
        let references = value.map(reference::of_value).unwrap_or_default();
        let found = references.iter().flat_map(|found| self.resources(frame, &found.target));
        let whole = found.filter_map(|(frame, id)| Some((frame, id, self.resource(frame, id)?)));
        whole.filter(|(_, _, node)| node.get("Type").and_then(Node::as_str) == Some(resource_type)).collect()
    }

    /// What a reference that leads to no resource stands for: its name and what it is. Parameters are shown where their type
    /// says that they name a resource that exists.
    pub fn outside(&self, frame: usize, target: &Target<'_>) -> Option<(String, String)> {
        let source = self.sources.get(frame)?;
        match target {
            Target::Import(name) => Some((value::in_stack(name, source.stack_name), "Export of another stack".to_owned())),
            Target::Local(id) => {
                let kind = source.template.section("Parameters")?.get(*id)?.get("Type")?.as_str()?;
                let inner = kind.trim_start_matches("List<").trim_end_matches('>');
                let of_resource = inner.starts_with("AWS::") && !inner.starts_with("AWS::SSM::");
                let shown = inner.trim_start_matches("AWS::").replace("::", " ");
                of_resource.then(|| ((*id).to_owned(), format!("Parameter: {shown}")))
            }
        }
    }
}
