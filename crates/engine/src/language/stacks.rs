//! Several stacks together: what their references lead to, in the same stack or through exports.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::program::Program;
use super::read::property::Property;
use super::read::resource::{self, Resource};
use super::reference::{self, Referent};
use super::scope::{Given, Made, Scope};
use crate::template::{Node, ResourceEntry, Template};

/// A stack that is to be read.
pub struct StackSource<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its template.
    pub template: &'a Template,
    /// The values of parameters and pseudo parameters that are known.
    pub values: BTreeMap<String, String>,
}

/// A stack, processed.
pub struct Stack<'a> {
    /// Its name.
    pub name: &'a str,
    /// The template that is deployed, and what is known of its values.
    pub(crate) scope: Scope<'a>,
}

/// Shows several stacks to `look`. Without a value a parameter has its default, where `assumes_defaults` says so.
pub fn with_stacks<T>(sources: &[StackSource<'_>], assumes_defaults: bool, look: impl FnOnce(&Stacks<'_>) -> T) -> T {
    let made = Made::new();
    let given: Vec<Given<'_>> =
        sources.iter().map(|source| Given { values: Some(&source.values), assumes_defaults, ..Given::default() }).collect();
    let read = sources.iter().zip(&given);
    let programs: Vec<Program<'_>> = read.clone().map(|(source, given)| Program::new(source.template, *given)).collect();
    let processed = read.zip(&programs).map(|((source, given), program)| (source.name, program.deployed(), *given));
    let stack = |(name, template, given)| Stack { name, scope: Scope::new(template, given, &made) };
    let stacks: Vec<Stack<'_>> = processed.map(stack).collect();
    look(&Stacks::new(&stacks))
}

impl<'a> Stack<'a> {
    /// Its resources, in order.
    pub fn resources(&self) -> impl Iterator<Item = ResourceEntry<'a>> + use<'a> {
        self.scope.resources()
    }

    /// The resource of a logical id.
    pub fn resource(&self, id: &str) -> Option<ResourceEntry<'a>> {
        self.scope.resource(id)
    }

    /// A value in one line, what is unknown as variables: `${Role.Arn}`.
    pub(crate) fn text(&self, node: &'a Node) -> String {
        self.scope.reduce(node).map(reference::as_text).unwrap_or_default()
    }
}

/// Several stacks, with their exports.
pub struct Stacks<'a> {
    stacks: &'a [Stack<'a>],
    exports: OnceCell<Vec<Export<'a>>>,
}

struct Export<'a> {
    name: String,
    frame: usize,
    value: &'a Node,
}

impl<'a> Stacks<'a> {
    fn new(stacks: &'a [Stack<'a>]) -> Self {
        Stacks { stacks, exports: OnceCell::new() }
    }

    /// The exports of all templates; read when they are first asked for.
    fn exports(&self) -> &[Export<'a>] {
        let of_stack = |(frame, stack): (usize, &'a Stack<'a>)| {
            let exports = reference::exports(&stack.scope).into_iter();
            exports.filter_map(move |export| Some(Export { name: reference::as_text(export.name), frame, value: export.value? }))
        };
        self.exports.get_or_init(|| self.stacks.iter().enumerate().flat_map(of_stack).collect())
    }

    /// The templates.
    pub fn stacks(&self) -> &'a [Stack<'a>] {
        self.stacks
    }

    /// A value of a frame in one line.
    pub(crate) fn text(&self, frame: usize, node: &'a Node) -> String {
        self.stacks.get(frame).map(|stack| stack.text(node)).unwrap_or_default()
    }

    /// The resource of a frame.
    pub(crate) fn resource(&self, frame: usize, id: &str) -> Option<&'a Node> {
        self.stacks.get(frame)?.scope.section("Resources")?.get(id)
    }

    /// The resources that a reference leads to, each with its frame.
    pub fn resources(&self, frame: usize, target: &Referent<'a>) -> Vec<(usize, &'a str)> {
        match target {
            Referent::Local(id) => self.resource(frame, id).map(|_| (frame, *id)).into_iter().collect(),
            Referent::Import(name) => {
                let Some(name) = self.stacks.get(frame).map(|stack| stack.text(name)) else { return Vec::new() };
                let Some(export) = self.exports().iter().find(|export| export.name == name) else { return Vec::new() };
                // An export's own value never imports: CloudFormation would accept it, and it is followed no further here.
                let found = reference::of_value(export.value).into_iter().filter_map(|found| match found.target {
                    Referent::Local(id) => self.resource(export.frame, id).map(|_| (export.frame, id)),
                    Referent::Import(_) => None,
                });
                found.collect()
            }
        }
    }

    /// The resources of one type that a value leads to, each with its frame.
    pub(crate) fn of_type(&self, frame: usize, value: &Property<'a>, resource_type: &str) -> Vec<(usize, Resource<'a>)> {
        let references = value.node().map(reference::of_value).unwrap_or_default();
        let found = references.iter().flat_map(|found| self.resources(frame, &found.target));
        let whole = found.filter_map(|(frame, id)| Some((frame, resource::find(&self.stacks.get(frame)?.scope, id)?)));
        whole.filter(|(_, found)| found.kind == resource_type).collect()
    }

    /// What a reference that leads to no resource stands for: its name and what it is. Parameters are shown where their type
    /// says that they name a resource that exists.
    pub fn outside(&self, frame: usize, target: &Referent<'a>) -> Option<(String, String)> {
        let stack = self.stacks.get(frame)?;
        match target {
            Referent::Import(name) => Some((stack.text(name), "Export of another stack".to_owned())),
            Referent::Local(id) => {
                let kind = stack.scope.parameter(id)?.get("Type")?.as_str()?;
                let inner = kind.trim_start_matches("List<").trim_end_matches('>');
                let of_resource = inner.starts_with("AWS::") && !inner.starts_with("AWS::SSM::");
                let shown = inner.trim_start_matches("AWS::").replace("::", " ");
                of_resource.then(|| ((*id).to_owned(), format!("Parameter: {shown}")))
            }
        }
    }
}
