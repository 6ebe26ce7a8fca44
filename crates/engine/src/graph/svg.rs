//! A graph as an SVG picture that stands alone: no script, no font, no image from elsewhere.

use std::fmt::Write as _;

use super::model::{Flow, Graph};
use super::picture::{LINE, Picture, SMALL, TITLE};
use super::placed::{PlacedBox, PlacedFrame, PlacedLine, Rectangle};
use crate::template::unseen::is_unseen;

/// The colours, for light and dark.
pub const STYLE: &str = include_str!("picture.css");

/// Draws graphs where [`super::picture::stacked`] has put them.
pub fn write(graphs: &[Graph], pictures: &[Picture]) -> String {
    drawing(graphs, pictures, &format!("<style>{STYLE}</style>"))
}

/// The `svg` element; `head` stands first in it.
pub fn drawing(graphs: &[Graph], pictures: &[Picture], head: &str) -> String {
    let width = pictures.iter().map(|picture| picture.area.width).fold(1.0, f64::max);
    let height = pictures.iter().map(|picture| picture.area.height).sum::<f64>().max(1.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif\">\n\
         <title>Resources, references and traffic</title>\n{head}\n\
         <defs>\n{}{}</defs>\n\
         <rect class=\"page\" width=\"100%\" height=\"100%\"/>\n",
        arrow(Flow::Traffic),
        arrow(Flow::Reference),
    );
    for (number, (graph, picture)) in graphs.iter().zip(pictures).enumerate() {
        write_picture(&mut out, number, graph, picture);
    }
    out.push_str("</svg>\n");
    out
}

fn arrow(flow: Flow) -> String {
    let name = flow.name();
    format!(
        "<marker id=\"{name}\" class=\"head {name}\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
         orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker>\n"
    )
}

fn write_picture(out: &mut String, number: usize, graph: &Graph, picture: &Picture) {
    if !picture.title.is_empty() {
        let (x, y) = (picture.area.x + 20.0, picture.area.y + 26.0);
        let _ = writeln!(
            out,
            "<text class=\"heading\" x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{TITLE}\">{}</text>",
            escape(&picture.title)
        );
    }
    picture.frames.iter().for_each(|frame| write_frame(out, frame));
    for (index, line) in picture.lines.iter().enumerate() {
        let labels: Vec<&str> =
            graph.edges.get_index(index).into_iter().flat_map(|(_, labels)| labels).map(String::as_str).collect();
        write_line(out, number, index, line, &labels);
    }
    for (index, placed) in picture.boxes.iter().enumerate() {
        let Some((_, node)) = graph.nodes.get_index(index) else { continue };
        write_box(out, &format!("g{number}n{index}"), node.role.name(), placed, &format!("{}: {}", node.title, node.subtitle));
    }
}

fn write_frame(out: &mut String, frame: &PlacedFrame) {
    let Rectangle { x, y, .. } = frame.area;
    let _ = writeln!(
        out,
        "<g class=\"frame\">{}<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{TITLE}\">{}</text></g>",
        rectangle(frame.area, 8),
        x + 10.0,
        y + 18.0,
        escape(&frame.title)
    );
}

fn write_box(out: &mut String, id: &str, role: &str, placed: &PlacedBox, whole: &str) {
    let Rectangle { x, y, .. } = placed.area;
    let x = x + 12.0;
    let _ = writeln!(
        out,
        "<g class=\"node {role}\" id=\"{id}\"><title>{}</title>{}<text class=\"name\" x=\"{x:.1}\" y=\"{:.1}\" \
         font-size=\"{TITLE}\">{}</text><text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"{SMALL}\">{}</text></g>",
        escape(whole),
        rectangle(placed.area, 5),
        y + 19.0,
        escape(&placed.title),
        y + 35.0,
        escape(&placed.subtitle)
    );
}

fn write_line(out: &mut String, number: usize, index: usize, line: &PlacedLine, labels: &[&str]) {
    let name = line.edge.flow.name();
    let _ = write!(
        out,
        "<g class=\"edge {name}\" id=\"g{number}e{index}\"><title>{}</title><path d=\"{}\" marker-end=\"url(#{name})\"/>",
        escape(&labels.join(", ")),
        curve(&line.points)
    );
    let Rectangle { x, y, width, .. } = line.area;
    let _ = write!(out, "{}", rectangle(line.area, 3));
    let mut baseline = y + 11.5;
    for text in &line.label {
        let center = x + width / 2.0;
        let _ = write!(
            out,
            "<text x=\"{center:.1}\" y=\"{baseline:.1}\" font-size=\"{SMALL}\" text-anchor=\"middle\">{}</text>",
            escape(text)
        );
        baseline += LINE;
    }
    out.push_str("</g>\n");
}

fn rectangle(area: Rectangle, radius: u32) -> String {
    let Rectangle { x, y, width, height } = area;
    format!("<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{radius}\"/>")
}

/// A smooth line through all points: the layout goes from left to right, so every piece begins and ends level.
fn curve(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    let [first, ..] = points else { return path };
    let _ = write!(path, "M{:.1} {:.1}", first.0, first.1);
    for ((from_x, from_y), (x, y)) in points.iter().zip(points.iter().skip(1)) {
        let middle = (from_x + x) / 2.0;
        let _ = write!(path, "C{middle:.1} {from_y:.1} {middle:.1} {y:.1} {x:.1} {y:.1}");
    }
    path
}

/// A text as content or attribute of markup. What XML cannot hold is left out.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // No line of the file is one of the text.
            '\n' => out.push_str("&#10;"),
            '#' if out.ends_with('#') => out.push_str("&#35;"),
            c if is_unseen(c) || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
