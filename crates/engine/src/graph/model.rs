//! Nodes, edges and frames.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use indexmap::{IndexMap, IndexSet};

use super::mark::Mark;
use crate::template::{Format, Node, SourceLocation, Template};

/// What a node is to the reader of the picture: each has its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Role {
    /// Where requests come in: the internet, load balancers, listeners, target groups, DNS.
    Entry,
    /// What runs: clusters, services, tasks, containers, functions.
    Compute,
    /// Networks, subnets, routes, gateways.
    Network,
    /// Who may do what: security groups, roles, secrets, certificates, keys.
    Security,
    /// What is kept: databases, buckets, logs, images, parameters.
    Data,
    /// Everything else.
    Other,
}

impl Role {
    /// The fill and the outline of its boxes, legible on light and dark pages alike with black text.
    pub(super) fn colours(self) -> (&'static str, &'static str) {
        match self {
            Role::Entry => ("#e3ecfd", "#3b6fd4"),
            Role::Compute => ("#fdebd8", "#c8741b"),
            Role::Network => ("#efe6fb", "#8250c4"),
            Role::Security => ("#fbe3e6", "#c2374d"),
            Role::Data => ("#e0f3e6", "#2b8a4e"),
            Role::Other => ("#eeeeee", "#6b6b6b"),
        }
    }

    /// Its word in JSON, and the class of its boxes.
    pub fn name(self) -> &'static str {
        match self {
            Role::Entry => "entry",
            Role::Compute => "compute",
            Role::Network => "network",
            Role::Security => "security",
            Role::Data => "data",
            Role::Other => "other",
        }
    }
}

/// One box of the picture.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct GraphNode {
    /// The logical id, or what it is called outside the templates.
    pub title: String,
    /// The type, in short, and what tells it from its like: `Listener HTTPS 443`.
    pub subtitle: String,
    /// The full type, for resources: `AWS::ECS::Service`.
    pub resource_type: String,
    /// Its colour.
    pub role: Role,
    /// The index of its frame in [`Graph::frames`]; nothing for what lies outside of all.
    pub frame: Option<usize>,
    /// The stack that it belongs to; nothing for what lies outside the stacks.
    pub stack: Option<String>,
    /// What stands in it below, a line each: what is folded into it.
    pub lines: Vec<String>,
    /// Where it was written: file, line and column.
    pub location: Option<String>,
    /// What the template says about it, as YAML.
    pub text: String,
    /// What a change does to it, and when or instead of what, in words.
    pub change: Option<(Mark, Option<String>)>,
}

impl GraphNode {
    /// What lies outside the stacks.
    pub(super) fn outside(title: String, subtitle: String, role: Role) -> Self {
        let (resource_type, text) = (String::new(), String::new());
        GraphNode {
            title,
            subtitle,
            resource_type,
            role,
            frame: None,
            stack: None,
            lines: Vec::new(),
            location: None,
            text,
            change: None,
        }
    }

    /// What a change does to it.
    pub(super) fn mark(&self) -> Option<Mark> {
        self.change.as_ref().map(|(mark, _)| *mark)
    }

    /// What it is, and what a change does to it.
    pub(super) fn told(&self) -> String {
        match &self.change {
            Some((mark, _)) => format!("{}, {}", mark.words(), self.noted()),
            None => self.subtitle.clone(),
        }
    }

    /// What it is and what stands below, each line as `write` does it.
    pub(super) fn written(&self, between: &str, write: impl Fn(&str) -> String) -> String {
        let told = self.told();
        let lines: Vec<String> = std::iter::once(told.as_str()).chain(self.lines.iter().map(String::as_str)).map(write).collect();
        lines.join(between)
    }

    /// What it is, with the note of a change.
    pub(super) fn noted(&self) -> String {
        match &self.change {
            Some((_, Some(note))) => format!("{}, {note}", self.subtitle),
            _ => self.subtitle.clone(),
        }
    }
}

/// Whether traffic takes an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Flow {
    /// Requests go from one to the other; the labels are ports.
    Traffic,
    /// One refers to the other; the labels are properties.
    Reference,
}

impl Flow {
    /// Its word in JSON, and the class of its lines.
    pub fn name(self) -> &'static str {
        match self {
            Flow::Traffic => "traffic",
            Flow::Reference => "reference",
        }
    }
}

/// One arrow of the picture. Its labels are ports or properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Edge {
    /// The index of the node where it begins.
    pub from: usize,
    /// The index of the node where it ends.
    pub to: usize,
    /// Whether traffic takes it.
    pub flow: Flow,
}

/// What a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FrameKind {
    /// A stack.
    Stack,
    /// An AWS region.
    Region,
    /// A network.
    Vpc,
    /// An availability zone, or what lies in several of them.
    Zone,
    /// A subnet, or all of a kind.
    Subnet(Access),
}

/// Whether the internet can reach what is in a subnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Access {
    /// A route leads to an internet gateway.
    Public,
    /// None does.
    Private,
    /// The routes are not known.
    Unknown,
}

/// A frame around boxes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Frame {
    /// The short name of the stack, or what else it is.
    pub title: String,
    /// What it is.
    pub kind: FrameKind,
    /// The frame that it is in.
    pub parent: Option<usize>,
}

impl Frame {
    /// A stack.
    pub(super) fn stack(title: &str) -> Frame {
        Frame { title: title.to_owned(), kind: FrameKind::Stack, parent: None }
    }
}

/// A step of [`Graph::walk`].
pub(super) enum Walk<'a> {
    /// A node, by its index.
    Node(usize),
    /// A frame begins, with its index and title.
    Begin(usize, &'a str),
    /// A frame that holds nothing.
    Empty(usize, &'a str),
    /// The frame ends that began last.
    End,
}

/// The graph of one environment, or of some template files.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Graph {
    /// The environment's name; empty for files.
    pub title: String,
    /// The stacks, in deployment order.
    pub frames: Vec<Frame>,
    /// The boxes, by ids that are unique in the graph.
    pub nodes: IndexMap<String, GraphNode>,
    /// The arrows, each with its labels: ports or properties, each once.
    pub edges: IndexMap<Edge, IndexSet<String>>,
    /// Whether it is drawn as a person would: nested frames, with what belongs to a box folded into it.
    pub is_architecture: bool,
    /// Whether it shows a change.
    pub is_change: bool,
    /// The arrows that a change removes.
    pub gone: BTreeSet<Edge>,
    /// What is said below the picture.
    pub legend: Vec<Legend>,
}

/// A line below the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Legend {
    /// The mark that it explains.
    pub mark: Option<Mark>,
    /// What is said.
    pub text: String,
}

impl Graph {
    /// Whether its frames are more than stacks.
    pub(super) fn is_nested(&self) -> bool {
        self.is_architecture
    }

    /// The indices of the nodes in a frame, or in none.
    pub(super) fn in_frame(&self, frame: Option<usize>) -> impl Iterator<Item = usize> {
        let nodes = self.nodes.values().enumerate();
        nodes.filter(move |(_, node)| node.frame == frame).map(|(index, _)| index)
    }

    /// Goes through frames and nodes as they are nested, each with its depth. Frames of stacks without nodes are left out.
    pub(super) fn walk<'a>(&'a self, see: &mut dyn FnMut(Walk<'a>, usize)) {
        self.walk_in(None, 0, see);
    }

    fn walk_in<'a>(&'a self, parent: Option<usize>, depth: usize, see: &mut dyn FnMut(Walk<'a>, usize)) {
        self.in_frame(parent).for_each(|index| see(Walk::Node(index), depth));
        for (index, frame) in self.frames.iter().enumerate().filter(|(_, frame)| frame.parent == parent) {
            let holds =
                self.in_frame(Some(index)).next().is_some() || self.frames.iter().any(|inner| inner.parent == Some(index));
            if holds {
                see(Walk::Begin(index, &frame.title), depth);
                self.walk_in(Some(index), depth + 1, see);
                see(Walk::End, depth);
            } else if frame.kind != FrameKind::Stack {
                see(Walk::Empty(index, &frame.title), depth);
            }
        }
    }

    /// The index of the node with this id.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.nodes.get_index_of(id)
    }

    /// The index of the node with this id, which is made where there is none.
    pub(super) fn find_or_add(&mut self, id: String, node: impl FnOnce() -> GraphNode) -> usize {
        let entry = self.nodes.entry(id);
        let index = entry.index();
        entry.or_insert_with(node);
        index
    }

    /// The id of a node as it is written at each of its edges.
    pub(super) fn written_id(&self, index: usize) -> Cow<'_, str> {
        let id = self.nodes.get_index(index).map_or("", |(id, _)| id);
        match bounded(id) {
            // Others may begin so as well.
            Cow::Owned(beginning) => Cow::Owned(format!("{beginning}{index}")),
            whole => whole,
        }
    }

    /// Adds a label to an edge, which is made where there is none. Nothing leads to itself.
    pub(super) fn connect(&mut self, from: usize, to: usize, flow: Flow, label: String) {
        if from != to {
            self.edges.entry(Edge { from, to, flow }).or_default().insert(bounded(&label).into_owned());
        }
    }

    /// Whether traffic goes between two nodes, either way.
    pub(super) fn has_traffic(&self, one: usize, other: usize) -> bool {
        let flow = Flow::Traffic;
        let ways = [Edge { from: one, to: other, flow }, Edge { from: other, to: one, flow }];
        ways.iter().any(|edge| self.edges.contains_key(edge))
    }

    /// The part of the graph that shows these stacks: their nodes, and those of others that an edge joins to them.
    #[must_use]
    pub fn only(mut self, stacks: &[&str]) -> Graph {
        let chosen: Vec<bool> =
            self.nodes.values().map(|node| node.stack.as_deref().is_some_and(|stack| stacks.contains(&stack))).collect();
        let is_chosen = |index: usize| chosen[index];
        let mut kept: BTreeSet<usize> = (0..self.nodes.len()).filter(|index| is_chosen(*index)).collect();
        self.edges.retain(|edge, _| is_chosen(edge.from) || is_chosen(edge.to));
        kept.extend(self.edges.keys().flat_map(|edge| [edge.from, edge.to]));
        self.keep(&kept);
        self
    }

    /// Leaves out all but these nodes, and the edges that lead to the others.
    pub(super) fn keep(&mut self, kept: &BTreeSet<usize>) {
        let positions: BTreeMap<usize, usize> = kept.iter().enumerate().map(|(position, index)| (*index, position)).collect();
        let moved = |edge: Edge| Some(Edge { from: *positions.get(&edge.from)?, to: *positions.get(&edge.to)?, ..edge });
        let edges = std::mem::take(&mut self.edges).into_iter();
        self.edges = edges.filter_map(|(edge, labels)| Some((moved(edge)?, labels))).collect();
        self.gone = self.gone.iter().filter_map(|edge| moved(*edge)).collect();
        let nodes = std::mem::take(&mut self.nodes).into_iter().enumerate();
        self.nodes = nodes.filter(|(index, _)| kept.contains(index)).map(|(_, node)| node).collect();
    }
}

/// The id of a resource's node. Stacks are told apart by their position: two files may have one name.
pub(super) fn node_id(frame: usize, logical_id: &str) -> String {
    format!("{frame}/{logical_id}")
}

/// The characters of a name or a label that are written. CloudFormation's names have at most 255.
const LONGEST: usize = 1000;

/// A text without its end, where it is longer than any name: it may stand at many nodes and edges.
pub(super) fn bounded(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// A node as YAML.
pub(super) fn yaml(node: &Node) -> String {
    Template::new(node.clone()).to_text(Format::Yaml)
}

/// A place as a reader finds it; one in a template file needs the name of the file.
pub(super) fn location_text(location: SourceLocation, source: &str) -> Option<String> {
    match location {
        SourceLocation::Unknown => None,
        SourceLocation::Rust(_) => Some(location.to_string()),
        SourceLocation::File { .. } => Some(format!("{source}:{location}")),
    }
}
