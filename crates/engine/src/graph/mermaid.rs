//! A graph as a Mermaid flowchart, which GitHub draws in Markdown.
//!
//! <https://mermaid.js.org/syntax/flowchart.html>

use std::fmt::Write as _;

use super::model::{Flow, Graph, Role};
use crate::template::unseen::is_unseen;

/// The colours of the roles: fill and line, legible on light and dark pages alike with their black text.
const CLASSES: [(Role, &str); 6] = [
    (Role::Entry, "fill:#e3ecfd,stroke:#3b6fd4,color:#111"),
    (Role::Compute, "fill:#fdebd8,stroke:#c8741b,color:#111"),
    (Role::Network, "fill:#efe6fb,stroke:#8250c4,color:#111"),
    (Role::Security, "fill:#fbe3e6,stroke:#c2374d,color:#111"),
    (Role::Data, "fill:#e0f3e6,stroke:#2b8a4e,color:#111"),
    (Role::Other, "fill:#eeeeee,stroke:#6b6b6b,color:#111"),
];

/// Draws graphs, each in a frame of its own where there are several. Traffic is a line, a reference is dotted.
pub fn write(graphs: &[Graph]) -> String {
    let mut out = String::from("flowchart LR\n");
    for (role, style) in CLASSES {
        let _ = writeln!(out, "  classDef {} {style}", role.name());
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
        let (title, subtitle) = (escape(&node.title), escape(&node.subtitle));
        let _ = writeln!(out, "{indent}g{number}n{index}[\"{title}<br/>{subtitle}\"]:::{}", node.role.name());
    };
    graph.in_frame(None).for_each(|index| node(out, index, "  "));
    for (frame, stack) in graph.drawn_frames() {
        let _ = writeln!(out, "  subgraph g{number}s{frame}[\"{}\"]", escape(&stack.title));
        graph.in_frame(Some(frame)).for_each(|index| node(out, index, "    "));
        out.push_str("  end\n");
    }
    for (edge, labels) in &graph.edges {
        let arrow = if edge.flow == Flow::Traffic { "-->" } else { "-.->" };
        let labels: Vec<String> = labels.iter().map(|label| escape(label)).collect();
        let _ = writeln!(out, "  g{number}n{} {arrow}|\"{}\"| g{number}n{}", edge.from, labels.join("<br/>"), edge.to);
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
