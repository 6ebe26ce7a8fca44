//! Making a graph of templates.

use std::borrow::Cow;

use super::input::InputTemplate;
use super::model::{Flow, Frame, FrameKind, Graph, GraphNode, Role, bounded, location_text, node_id, yaml};
use super::{architecture, parts, subnet, summary, traffic};
use crate::language::read::resource;
use crate::language::reference::{self, Referent};
use crate::language::stacks::{Stack, StackSource, Stacks, with_stacks};
use crate::redact::Redactor;
use crate::template::{ResourceEntry, function};

/// What is said of the key of a function among the resources: a loop over what is unknown, an included file.
const MADE: &str = "Known at the deployment";

impl Graph {
    /// The graph of these templates.
    pub fn of(title: &str, sources: &[InputTemplate<'_>]) -> Graph {
        let redactor = Redactor::of(sources.iter().map(|source| source.template));
        Graph::read(title, sources, &redactor)
    }

    /// The picture that a person would draw of these templates, in a region where that is known.
    pub fn architecture(title: &str, region: Option<&str>, sources: &[InputTemplate<'_>]) -> Graph {
        let redactor = Redactor::of(sources.iter().map(|source| source.template));
        let mut graph = Graph { title: title.to_owned(), ..Graph::default() };
        let sources: Vec<StackSource<'_>> = sources.iter().map(stack_source).collect();
        let mut graph = with_stacks(&sources, false, |stacks| {
            graph.add_stacks(stacks);
            architecture::of(graph, stacks, region)
        });
        graph.hide(&redactor);
        graph
    }

    /// The same, without what the redactor knows to be secret.
    pub(super) fn read(title: &str, sources: &[InputTemplate<'_>], redactor: &Redactor) -> Graph {
        let mut graph = Graph { title: title.to_owned(), ..Graph::default() };
        let sources: Vec<StackSource<'_>> = sources.iter().map(stack_source).collect();
        with_stacks(&sources, false, |stacks| graph.add_stacks(stacks));
        graph.hide(redactor);
        graph
    }

    /// Takes secrets out of all that is shown, and leaves no name endless.
    fn hide(&mut self, redactor: &Redactor) {
        let show = |text: &mut String| {
            redactor.in_place(text);
            if let Cow::Owned(beginning) = bounded(text) {
                *text = beginning;
            }
        };
        for node in self.nodes.values_mut() {
            redactor.in_place(&mut node.text);
            [&mut node.title, &mut node.subtitle, &mut node.resource_type].into_iter().for_each(show);
        }
        for labels in self.edges.values_mut() {
            *labels = labels.iter().map(|label| redactor.text(label).into_owned()).collect();
        }
        let lines = self.nodes.values_mut().flat_map(|node| &mut node.lines);
        let titles = self.frames.iter_mut().filter(|frame| frame.kind != FrameKind::Stack).map(|frame| &mut frame.title);
        let legend = self.legend.iter_mut().map(|line| &mut line.text);
        lines.chain(titles).chain(legend).for_each(show);
    }

    fn add_stacks(&mut self, stacks: &Stacks<'_>) {
        for stack in stacks.stacks() {
            self.add_stack(stack);
        }
        traffic::add(self, stacks);
        parts::add(self, stacks);
        add_references(self, stacks);
        subnet::tell(self, stacks);
    }

    fn add_stack<'a>(&mut self, stack: &'a Stack<'a>) {
        let frame = self.frames.len();
        self.frames.push(Frame::stack(stack.name));
        for resource in stack.scope.resources() {
            let node = GraphNode {
                title: resource.id.as_str().to_owned(),
                subtitle: subtitle(stack, &resource),
                resource_type: resource.resource_type.to_owned(),
                role: summary::role(resource.resource_type),
                frame: Some(frame),
                stack: Some(stack.name.to_owned()),
                lines: Vec::new(),
                location: location_text(resource.id.location().or(resource.node.location), stack.name),
                text: yaml(resource.node),
                change: None,
            };
            self.nodes.insert(node_id(frame, resource.id.as_str()), node);
        }
    }
}

/// Exports are often named after their stack.
fn stack_source<'a>(source: &InputTemplate<'a>) -> StackSource<'a> {
    let name = source.stack_name.map(|name| ("AWS::StackName".to_owned(), name.to_owned()));
    StackSource { name: source.name, template: source.template, values: name.into_iter().collect() }
}

/// The second line of a resource's box.
fn subtitle<'a>(stack: &'a Stack<'a>, resource: &ResourceEntry<'a>) -> String {
    match function::is_function(resource.id.as_str()) {
        true => MADE.to_owned(),
        false => resource::find(&stack.scope, resource.id.as_str())
            .map_or_else(|| summary::short_type(resource.resource_type), |resource| summary::of(stack, &resource)),
    }
}

/// Every reference between resources that is not told by traffic already.
fn add_references<'a>(graph: &mut Graph, stacks: &Stacks<'a>) {
    for (frame, stack) in stacks.stacks().iter().enumerate() {
        for resource in stack.scope.resources() {
            let Some(from) = graph.find(&node_id(frame, resource.id.as_str())) else { continue };
            for found in reference::of_resource(resource.node) {
                for to in targets(graph, stacks, frame, &found.target) {
                    if !graph.has_traffic(from, to) {
                        graph.connect(from, to, Flow::Reference, found.label.to_owned());
                    }
                }
            }
        }
    }
}

/// The nodes that a reference leads to. What is outside the templates gets a node of its own.
fn targets<'a>(graph: &mut Graph, stacks: &Stacks<'a>, frame: usize, target: &Referent<'a>) -> Vec<usize> {
    let resolved = stacks.resources(frame, target);
    if !resolved.is_empty() {
        let ids = resolved.into_iter().map(|(frame, id)| node_id(frame, id));
        return ids.filter_map(|id| graph.find(&id)).collect();
    }
    let Some((title, subtitle)) = stacks.outside(frame, target) else { return Vec::new() };
    vec![graph.find_or_add(format!("@outside/{title}"), || GraphNode::outside(title, subtitle, Role::Other))]
}
