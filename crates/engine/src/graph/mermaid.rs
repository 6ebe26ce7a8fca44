//! A graph as a Mermaid flowchart, which GitHub draws in Markdown.
//!
//! <https://mermaid.js.org/syntax/flowchart.html>

use std::fmt::Write as _;

use super::mark::{Mark, Outline};
use super::model::{Flow, Graph, Role, Walk};
use crate::template::unseen::is_unseen;

const ROLES: [Role; 6] = [Role::Entry, Role::Compute, Role::Network, Role::Security, Role::Data, Role::Other];

/// Draws graphs, each in a frame of its own where there are several. Traffic is a line, a reference is dotted.
pub fn write(graphs: &[Graph]) -> String {
    let mut out = String::from("flowchart LR\n");
    for role in ROLES {
        let (fill, line) = role.colours();
        let _ = writeln!(out, "  classDef {} fill:{fill},stroke:{line},color:#111", role.name());
    }
    let is_drawn = |mark: &Mark| graphs.iter().flat_map(|graph| graph.nodes.values()).any(|node| node.mark() == Some(*mark));
    for mark in Mark::all().filter(is_drawn) {
        let Outline { colour, width, dashes } = mark.outline();
        let dashes = if dashes.is_empty() { String::new() } else { format!(",stroke-dasharray:{dashes}") };
        let _ = writeln!(out, "  classDef {} stroke:{colour},stroke-width:{width}px{dashes}", mark.name());
    }
    for (number, graph) in graphs.iter().enumerate() {
        if graphs.len() > 1 {
            let _ = writeln!(out, "  subgraph g{number}[\"{}\"]", escape(&graph.title));
        }
        write_graph(&mut out, number, graph);
        if graphs.len() > 1 {
            out.push_str("  end\n");
        }
    }
    out
}

fn write_graph(out: &mut String, number: usize, graph: &Graph) {
    let node = |out: &mut String, index: usize, indent: &str| {
        let Some((_, node)) = graph.nodes.get_index(index) else { return };
        let (title, subtitle) = (escape(&node.title), node.written("<br/>", escape));
        let _ = writeln!(out, "{indent}g{number}n{index}[\"{title}<br/>{subtitle}\"]:::{}", node.role.name());
        if let Some(mark) = node.mark() {
            let _ = writeln!(out, "{indent}class g{number}n{index} {}", mark.name());
        }
    };
    graph.walk(&mut |step, depth| {
        let indent = "  ".repeat(depth + 1);
        match step {
            Walk::Node(index) => node(out, index, &indent),
            Walk::Begin(frame, title) => {
                let _ = writeln!(out, "{indent}subgraph g{number}s{frame}[\"{}\"]", escape(title));
            }
            Walk::Empty(frame, title) => {
                let _ = writeln!(out, "{indent}g{number}s{frame}[\"{}\"]", escape(title));
            }
            Walk::End => {
                let _ = writeln!(out, "{indent}end");
            }
        }
    });
    for (edge, labels) in &graph.edges {
        let arrow = if edge.flow == Flow::Traffic { "-->" } else { "-.->" };
        let labels: Vec<String> = labels.iter().map(|label| escape(label)).collect();
        let label = if labels.is_empty() { String::new() } else { format!("|\"{}\"|", labels.join("<br/>")) };
        let _ = writeln!(out, "  g{number}n{} {arrow}{label} g{number}n{}", edge.from, edge.to);
    }
}

/// Mermaid reads labels as HTML with entities of its own: everything but plain words becomes one, so nothing is markup.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() || " .-_/,:".contains(c) {
            out.push(c);
        } else if is_unseen(c) {
            out.push('\u{FFFD}');
        } else {
            let _ = write!(out, "#{};", u32::from(c));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn no_text_is_markup() {
        assert_eq!(escape("a\"]<b>#"), "a#34;#93;#60;b#62;#35;");
    }
}
