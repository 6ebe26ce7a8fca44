//! The picture of a change: the stacks after it, with what goes, each box marked with what happens to it.

use std::collections::{BTreeMap, BTreeSet};

use super::input::InputTemplate;
use super::mark::Mark;
use super::model::{Edge, Frame, Graph, GraphNode, Legend, Role, node_id};
use super::summary;
use crate::redact::Redactor;

/// What a change does to one resource.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the command line makes it of what `diff` found")]
pub struct Marked<'a> {
    /// The stack.
    pub stack: &'a str,
    /// The logical id, after the change where the resource has one.
    pub id: &'a str,
    /// Its type.
    pub resource_type: &'a str,
    /// What happens to it.
    pub mark: Mark,
    /// When, or instead of what, in words.
    pub note: Option<String>,
}

impl Graph {
    /// The graph of a change. What is only moved stands at its new place on both sides.
    pub fn of_change(title: &str, before: &[InputTemplate<'_>], after: &[InputTemplate<'_>], changes: &[Marked<'_>]) -> Graph {
        let redactor = Redactor::of(before.iter().chain(after).map(|source| source.template));
        let old = Graph::read(title, before, &redactor);
        let mut graph = Graph::read(title, after, &redactor);
        graph.is_change = true;
        for change in changes {
            graph.mark(change, &old);
        }
        let places = graph.places_of(&old);
        graph.compare_edges(&old, &places);
        graph
    }

    /// The frame of a stack, which is made where the stack goes.
    fn frame_of(&mut self, stack: &str) -> usize {
        self.frame_named(stack).unwrap_or_else(|| {
            self.frames.push(Frame::stack(stack));
            self.frames.len() - 1
        })
    }

    fn mark(&mut self, change: &Marked<'_>, old: &Graph) {
        let frame = self.frame_of(change.stack);
        let id = node_id(frame, change.id);
        let was = old.frame_named(change.stack).and_then(|frame| old.nodes.get(&node_id(frame, change.id)));
        let index = self.find_or_add(id.clone(), || match was {
            Some(node) => GraphNode { frame: Some(frame), ..node.clone() },
            // What only the deployment makes has a change, but nothing that could be drawn.
            None => {
                let subtitle = summary::short_type(change.resource_type);
                let node = GraphNode::outside(change.id.to_owned(), subtitle, Role::Other);
                GraphNode { frame: Some(frame), stack: Some(change.stack.to_owned()), ..node }
            }
        });
        let within = format!("{id}/");
        let whole = matches!(change.mark, Mark::Added | Mark::Removed);
        for (position, (key, node)) in self.nodes.iter_mut().enumerate() {
            if position == index {
                node.change = Some(joined(node.change.take(), change));
            } else if whole && key.starts_with(&within) {
                // The containers of a task definition come and go with it.
                node.change = Some((change.mark, None));
            }
        }
    }

    fn frame_named(&self, stack: &str) -> Option<usize> {
        self.frames.iter().position(|frame| frame.title == stack)
    }

    /// Where each node of the graph before stands in this one. Containers of what is removed are added.
    fn places_of(&mut self, old: &Graph) -> Vec<Option<usize>> {
        let place = |(id, node): (&String, &GraphNode)| {
            let Some(frame) = node.frame else { return Some(self.find_or_add(id.clone(), || node.clone())) };
            let stack = old.frames.get(frame)?.title.as_str();
            let own = id.split_once('/')?.1;
            let place = self.frame_named(stack).and_then(|frame| self.find(&node_id(frame, own)));
            place.or_else(|| self.add_part(stack, own, node))
        };
        old.nodes.iter().map(place).collect()
    }

    /// A container of a removed task definition.
    fn add_part(&mut self, stack: &str, id: &str, node: &GraphNode) -> Option<usize> {
        let frame = self.frame_named(stack)?;
        let (whole, _) = id.split_once('/')?;
        let change = self.nodes.get(&node_id(frame, whole))?.change.clone().filter(|(mark, _)| *mark == Mark::Removed)?;
        let part = GraphNode { frame: Some(frame), change: Some((change.0, None)), ..node.clone() };
        Some(self.find_or_add(node_id(frame, id), || part))
    }

    /// Adds the edges that go, and tells which labels come and go between what stays.
    fn compare_edges(&mut self, old: &Graph, places: &[Option<usize>]) {
        let existed: BTreeSet<usize> = places.iter().flatten().copied().collect();
        let mut before: BTreeMap<(usize, usize, &'static str), (Edge, BTreeSet<&str>)> = BTreeMap::new();
        for (edge, labels) in &old.edges {
            let ends = places.get(edge.from).copied().flatten().zip(places.get(edge.to).copied().flatten());
            let Some((from, to)) = ends.filter(|(from, to)| from != to) else { continue };
            let entry = before.entry((from, to, edge.flow.name())).or_insert((Edge { from, to, ..*edge }, BTreeSet::new()));
            entry.1.extend(labels.iter().map(String::as_str));
        }
        for (edge, labels) in &mut self.edges {
            let was = before.remove(&(edge.from, edge.to, edge.flow.name())).map(|(_, labels)| labels).unwrap_or_default();
            // Whatever leads to a new box is new: the box says so.
            if !existed.contains(&edge.from) || !existed.contains(&edge.to) {
                continue;
            }
            let gone = was.iter().filter(|label| !labels.contains(**label)).map(|label| format!("- {label}"));
            let gone: Vec<String> = gone.collect();
            let now = labels.iter().map(|label| if was.contains(label.as_str()) { label.clone() } else { format!("+ {label}") });
            *labels = now.chain(gone).collect();
        }
        for (edge, labels) in before.into_values() {
            self.gone.insert(edge);
            self.edges.insert(edge, labels.into_iter().map(|label| format!("- {label}")).collect());
        }
        self.drop_unreached();
    }

    /// What lies outside the stacks and is joined to nothing says nothing.
    fn drop_unreached(&mut self) {
        let joined: BTreeSet<usize> = self.edges.keys().flat_map(|edge| [edge.from, edge.to]).collect();
        let outside = |index: usize| self.nodes.get_index(index).is_some_and(|(_, node)| node.frame.is_none());
        let kept = (0..self.nodes.len()).filter(|index| !outside(*index) || joined.contains(index)).collect();
        self.keep(&kept);
    }

    /// Leaves out what no change is next to, and counts it in a box of each stack.
    #[must_use]
    pub fn folded(mut self) -> Graph {
        let is_marked = |graph: &Graph, index: usize| graph.nodes.get_index(index).is_some_and(|(_, node)| node.change.is_some());
        let mut kept: BTreeSet<usize> = (0..self.nodes.len()).filter(|index| is_marked(&self, *index)).collect();
        let near = self.edges.keys().filter(|edge| is_marked(&self, edge.from) || is_marked(&self, edge.to));
        kept.extend(near.flat_map(|edge| [edge.from, edge.to]).collect::<Vec<_>>());
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        let folded = self.nodes.values().enumerate().filter(|(index, _)| !kept.contains(index));
        folded.filter_map(|(_, node)| node.frame).for_each(|frame| *counts.entry(frame).or_default() += 1);
        self.keep(&kept);
        for (frame, count) in counts {
            let node = GraphNode::outside(format!("{count} unchanged"), "Not next to a change".to_owned(), Role::Other);
            let stack = self.frames.get(frame).map(|frame| frame.title.clone());
            self.nodes.insert(format!("@unchanged/{frame}"), GraphNode { frame: Some(frame), stack, ..node });
        }
        self
    }

    /// Says below the picture what is compared, what a reviewer must know, and what the marks mean.
    #[must_use]
    pub fn explained(mut self, notes: impl IntoIterator<Item = String>) -> Graph {
        self.legend.extend(notes.into_iter().map(|text| Legend { mark: None, text }));
        for mark in Mark::all() {
            let marked = self.nodes.values().filter(|node| !node.resource_type.is_empty());
            let count = marked.filter(|node| node.change.as_ref().is_some_and(|(own, _)| *own == mark)).count();
            if count > 0 {
                self.legend.push(Legend { mark: Some(mark), text: format!("{count}: {}", mark.meaning()) });
            }
        }
        self
    }
}

/// What happens under one outcome, beside what happens under others: the gravest decides how the box looks.
fn joined(known: Option<(Mark, Option<String>)>, change: &Marked<'_>) -> (Mark, Option<String>) {
    let Some((mark, note)) = known else { return (change.mark, change.note.clone()) };
    if mark == change.mark {
        let notes: Vec<String> = note.into_iter().chain(change.note.clone()).collect();
        return (mark, (!notes.is_empty()).then(|| notes.join("; ")));
    }
    let [one, other] = if mark < change.mark {
        [(mark, note), (change.mark, change.note.clone())]
    } else {
        [(change.mark, change.note.clone()), (mark, note)]
    };
    let also = format!("also {} {}", other.0.words(), other.1.unwrap_or_default());
    let notes: Vec<String> = one.1.into_iter().chain([also.trim_end().to_owned()]).collect();
    (one.0, Some(notes.join("; ")))
}
