//! A graph in the language of Graphviz.
//!
//! <https://graphviz.org/doc/info/lang.html>

use std::fmt::Write as _;

use super::mark::{Mark, Outline};
use super::model::{Flow, Graph, Walk};
use crate::template::unseen::is_unseen;

/// Writes graphs, each in a cluster of its own where there are several. Traffic is a line, a reference is dashed.
pub fn write(graphs: &[Graph]) -> String {
    let mut out = String::from(
        "digraph {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\"];\n",
    );
    for (number, graph) in graphs.iter().enumerate() {
        if graphs.len() > 1 {
            let _ = writeln!(out, "  subgraph cluster_{number} {{\n  label={};", quoted(&graph.title));
        }
        write_graph(&mut out, number, graph);
        if graphs.len() > 1 {
            out.push_str("  }\n");
        }
    }
    out.push_str("}\n");
    out
}

fn write_graph(out: &mut String, number: usize, graph: &Graph) {
    let name = |index: usize| quoted(&format!("{number}/{}", graph.written_id(index)));
    let node = |out: &mut String, index: usize, indent: &str| {
        let Some((_, node)) = graph.nodes.get_index(index) else { return };
        let label = quoted(&format!("{}\n{}", node.title, node.written("\n", str::to_owned)));
        let outline = node.mark().map(outline).unwrap_or_default();
        let _ = writeln!(out, "{indent}{} [label={label}{outline}];", name(index));
    };
    graph.walk(&mut |step, depth| {
        let indent = "  ".repeat(depth + 1);
        match step {
            Walk::Node(index) => node(out, index, &indent),
            Walk::Begin(frame, title) => {
                let _ = writeln!(out, "{indent}subgraph cluster_{number}_{frame} {{\n{indent}  label={};", quoted(title));
            }
            Walk::Empty(frame, title) => {
                let _ = writeln!(out, "{indent}\"frame {number}_{frame}\" [label={}, style=dotted];", quoted(title));
            }
            Walk::End => {
                let _ = writeln!(out, "{indent}}}");
            }
        }
    });
    for (edge, labels) in &graph.edges {
        let style = if edge.flow == Flow::Traffic { "solid" } else { "dashed" };
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let label = quoted(&labels.join("\n"));
        let gone = if graph.gone.contains(edge) { outline(Mark::Removed) } else { format!(", style={style}") };
        let _ = writeln!(out, "  {} -> {} [label={label}{gone}];", name(edge.from), name(edge.to));
    }
}

/// The attributes of a marked box.
fn outline(mark: Mark) -> String {
    let Outline { colour, width, dashes } = mark.outline();
    let style = if dashes.is_empty() { "" } else { ", style=dashed" };
    format!(", color=\"{colour}\", penwidth={width}{style}")
}

/// A quoted text; a line break stays one.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace("##", "#&#35;");
    // Printed to a terminal, a control character would do there what it says.
    let escaped: String = escaped.chars().map(|c| if is_unseen(c) { '\u{FFFD}' } else { c }).collect();
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn no_text_ends_its_quotes() {
        assert_eq!(quoted("a\"];\\\nb"), "\"a\\\"];\\\\\\nb\"");
    }
}
