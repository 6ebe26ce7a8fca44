//! The picture that a person would draw: networks, zones and subnets as frames, services in them, and everything else folded into
//! what it belongs to. What is not a box of its own is counted where it belongs.

mod entry;
mod flow;
mod fold;
mod kinds;
mod place;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::{IndexMap, IndexSet};

use super::model::{Edge, Flow, Frame, FrameKind, Graph, GraphNode, Legend, Role};
use super::opening::network_node;
use super::subnet;
use crate::language::stacks::Stacks;
use crate::template::counted;
use flow::Flows;
use fold::{Folded, Part};
use place::{Frames, Networks};

/// Makes the picture of the resources' graph.
pub(super) fn of(mut graph: Graph, stacks: &Stacks<'_>, region: Option<&str>) -> Graph {
    let folded = Folded::of(&graph);
    let entries = add_entries(&mut graph, &folded, stacks);
    let folded = if entries { Folded::of(&graph) } else { folded };
    let networks = Networks::of(&graph, &folded, stacks, &subnet::accesses(stacks));
    let frames = Frames::of(&graph, &folded, &networks, region);
    let flows = Flows::of(&graph, &folded, &networks.private()).edges;
    Drawing { graph: &graph, folded: &folded, networks: &networks, frames }.finish(&flows)
}

/// Joins the internet to public endpoints. Says whether there is any.
fn add_entries(graph: &mut Graph, folded: &Folded, stacks: &Stacks<'_>) -> bool {
    let mut is_any = false;
    for (id, label) in entry::public(stacks) {
        let to = graph.find(&id).and_then(|index| folded.face(graph, index));
        let Some(to) = to else { continue };
        let from = network_node(graph, "0.0.0.0/0", false);
        graph.connect(from, to, Flow::Traffic, label.to_owned());
        is_any = true;
    }
    is_any
}

struct Drawing<'d> {
    graph: &'d Graph,
    folded: &'d Folded,
    networks: &'d Networks,
    frames: Frames,
}

impl Drawing<'_> {
    fn finish(mut self, flows: &BTreeMap<Edge, IndexSet<String>>) -> Graph {
        let mut drawn = Graph { title: self.graph.title.clone(), is_architecture: true, ..Graph::default() };
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        let belongings = words::belongings(self.folded);
        let joined: BTreeSet<usize> = flows.keys().flat_map(|edge| [edge.from, edge.to]).collect();
        for (index, (id, node)) in self.graph.nodes.iter().enumerate() {
            let is_drawn = match self.folded.parts[index] {
                Part::Drawn => true,
                Part::Outside => joined.contains(&index),
                Part::Frame | Part::Folded => false,
            };
            if is_drawn {
                let own = belongings.get(&index).map(Vec::as_slice).unwrap_or_default();
                drawn.nodes.insert(id.clone(), self.boxed(index, node, own));
                places.insert(index, drawn.nodes.len() - 1);
            }
        }
        for (edge, labels) in flows {
            if let (Some(from), Some(to)) = (places.get(&edge.from), places.get(&edge.to)) {
                drawn.edges.insert(Edge { from: *from, to: *to, ..*edge }, labels.clone());
            }
        }
        self.add_orphans(&mut drawn);
        drawn.legend = self.legend(&belongings);
        drawn.frames = self.frames.frames;
        drop_empty(&mut drawn);
        drawn
    }

    /// A box with what is folded into it.
    fn boxed(&self, index: usize, node: &GraphNode, own: &[usize]) -> GraphNode {
        let mut lines = words::lines(self.graph, own);
        lines.extend(self.reads(index, own));
        lines.extend(self.only_in(index));
        let with: Vec<String> = own
            .iter()
            .filter_map(|index| self.graph.nodes.get_index(*index))
            .map(|(_, node)| format!("# with {} {}\n", node.title, node.subtitle).replace("\n ", " "))
            .collect();
        let text = format!("{}{}", node.text, with.concat());
        GraphNode { lines, text, frame: self.frames.of_box.get(&index).copied(), ..node.clone() }
    }

    /// The secrets and parameters outside the stacks that a box reads.
    fn reads(&self, index: usize, own: &[usize]) -> Option<String> {
        let mut counts: IndexMap<&str, BTreeSet<&str>> = IndexMap::new();
        for edge in self.graph.edges.keys().filter(|edge| edge.from == index || own.contains(&edge.from)) {
            let Some((id, node)) = self.graph.nodes.get_index(edge.to) else { continue };
            if id.starts_with("@secret/") {
                counts.entry(node.subtitle.as_str()).or_default().insert(id);
            }
        }
        let words = counts.iter().map(|(kind, all)| counted(all.len(), kind));
        words::wrapped("reads ", &words.collect::<Vec<_>>(), 1).into_iter().next()
    }

    /// The subnets of a box, where they are some of those whose frame it stands in.
    fn only_in(&self, index: usize) -> Option<String> {
        let own = self.networks.of_box.get(&index).filter(|own| own.len() > 1)?;
        if self.frames.is_whole(index, own) {
            return None;
        }
        let names = own.iter().filter_map(|index| self.graph.nodes.get_index(*index)).map(|(_, node)| node.title.as_str());
        words::wrapped("in ", &names.collect::<Vec<_>>(), 1).into_iter().next()
    }

    /// One box in each stack for what belongs to nothing.
    fn add_orphans(&mut self, drawn: &mut Graph) {
        let mut orphans: IndexMap<String, Vec<usize>> = IndexMap::new();
        for (index, (_, node)) in self.graph.nodes.iter().enumerate() {
            if self.folded.parts[index] == Part::Folded && self.folded.owners[index].is_none() {
                orphans.entry(node.stack.clone().unwrap_or_default()).or_default().push(index);
            }
        }
        for (stack, indices) in orphans {
            let frame = self.frames.of_stack(&stack);
            let resources = indices.iter().filter(|index| !fold::type_of(self.graph, **index).is_empty()).count();
            let node = GraphNode::outside(counted(resources, "more resource"), "joined to no box".to_owned(), Role::Other);
            let lines = words::wrapped("", &words::by_type(self.graph, &indices), 6);
            drawn.nodes.insert(format!("@more/{stack}"), GraphNode { frame: Some(frame), stack: Some(stack), lines, ..node });
        }
    }

    /// What is drawn and what is not, and what belongs to the networks.
    fn legend(&self, belongings: &BTreeMap<usize, Vec<usize>>) -> Vec<Legend> {
        let is_resource = |index: &usize| !fold::type_of(self.graph, *index).is_empty();
        let count = |part: Part| {
            (0..self.graph.nodes.len()).filter(is_resource).filter(|index| self.folded.parts[*index] == part).count()
        };
        let (drawn, frames, folded) = (count(Part::Drawn), count(Part::Frame), count(Part::Folded));
        let is_apart = |index: &usize| self.folded.parts[*index] == Part::Folded && self.folded.owners[*index].is_none();
        let apart = (0..self.graph.nodes.len()).filter(is_resource).filter(is_apart).count();
        let all = drawn + frames + folded;
        let parts = [
            (drawn, counted(drawn, "box")),
            (frames, counted(frames, "frame")),
            (folded - apart, format!("{} folded into what they belong to", folded - apart)),
            (apart, format!("{apart} counted apart")),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, said)| said).collect();
        let mut lines = vec![format!("{}: {}. `--view resources` draws each.", counted(all, "resource"), parts.join(", "))];
        let of_frames = belongings.iter().filter(|(owner, _)| self.folded.parts[**owner] == Part::Frame);
        let of_frames: Vec<usize> = of_frames.flat_map(|(_, own)| own).copied().collect();
        if !of_frames.is_empty() {
            lines.push(format!("The networks have {}", words::by_type(self.graph, &of_frames).join(", ")));
        }
        lines.into_iter().map(|text| Legend { mark: None, text }).collect()
    }
}

/// A region that holds nothing is not drawn.
fn drop_empty(graph: &mut Graph) {
    let holds = graph.nodes.values().any(|node| node.frame.is_some()) || graph.frames.len() > 1;
    if !holds {
        graph.frames.retain(|frame: &Frame| frame.kind != FrameKind::Region);
    }
}
