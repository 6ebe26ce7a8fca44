//! A graph as JSON, for other tools. `docs/graph.md` describes it.

use indexmap::IndexSet;
use serde::Serialize;

use super::model::Graph;
use crate::template::unseen::in_json;

/// The version of the form: it changes when a field is renamed or removed.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    graphs: Vec<Written<'a>>,
}

#[derive(Serialize)]
struct Written<'a> {
    environment: &'a str,
    stacks: IndexSet<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    frames: Vec<WrittenFrame<'a>>,
    nodes: Vec<WrittenNode<'a>>,
    edges: Vec<WrittenEdge<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    legend: Vec<&'a str>,
}

#[derive(Serialize)]
struct WrittenFrame<'a> {
    title: &'a str,
    /// Its index in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<usize>,
}

#[derive(Serialize)]
struct WrittenNode<'a> {
    id: String,
    title: &'a str,
    subtitle: &'a str,
    #[serde(rename = "type", skip_serializing_if = "str::is_empty")]
    resource_type: &'a str,
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stack: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frame: Option<usize>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    lines: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct WrittenEdge<'a> {
    from: String,
    to: String,
    flow: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    removed: bool,
    labels: Vec<&'a str>,
}

/// Writes graphs.
pub fn write(graphs: &[Graph]) -> String {
    let document = Document { version: VERSION, graphs: graphs.iter().map(written).collect() };
    // Texts, numbers and lists always have a JSON form.
    in_json(&serde_json::to_string_pretty(&document).unwrap_or_default()) + "\n"
}

fn written(graph: &Graph) -> Written<'_> {
    let id = |index: usize| shown_id(graph, index);
    let is_nested = graph.is_nested();
    let frames = graph
        .frames
        .iter()
        .filter(|_| is_nested)
        .map(|frame| WrittenFrame { title: &frame.title, parent: frame.parent })
        .collect();
    let nodes = graph.nodes.values().enumerate().map(|(index, node)| WrittenNode {
        id: id(index),
        title: &node.title,
        subtitle: &node.subtitle,
        resource_type: &node.resource_type,
        role: node.role.name(),
        stack: node.stack.as_deref(),
        lines: &node.lines,
        frame: node.frame.filter(|_| is_nested),
        location: node.location.as_deref(),
        change: node.mark().map(super::mark::Mark::name),
        note: node.change.as_ref().and_then(|(_, note)| note.as_deref()),
    });
    let edges = graph.edges.iter().map(|(edge, labels)| WrittenEdge {
        from: id(edge.from),
        to: id(edge.to),
        flow: edge.flow.name(),
        removed: graph.gone.contains(edge),
        labels: labels.iter().map(String::as_str).collect(),
    });
    let legend = graph.legend.iter().map(|line| line.text.as_str()).collect();
    // A part of a graph has nodes of some stacks only.
    let stacks: IndexSet<&str> = graph.nodes.values().filter_map(|node| node.stack.as_deref()).collect();
    Written { environment: &graph.title, stacks, frames, nodes: nodes.collect(), edges: edges.collect(), legend }
}

/// `backend/Service`: the id, with the stack's name instead of its position.
fn shown_id(graph: &Graph, index: usize) -> String {
    let id = graph.written_id(index);
    match (graph.nodes.get_index(index).and_then(|(_, node)| node.stack.as_ref()), id.split_once('/')) {
        (Some(stack), Some((_, rest))) => format!("{stack}/{rest}"),
        _ => id.into_owned(),
    }
}
