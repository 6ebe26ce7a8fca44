//! A graph as an SVG picture that stands alone: no script, no font, no image from elsewhere.

use std::fmt::Write as _;

use super::mark::{Mark, Outline};
use super::measure::{LINE, SMALL, TITLE, badge_width};
use super::model::{Access, Flow, FrameKind, Graph, GraphNode};
use super::placed::{Picture, PlacedBox, PlacedFrame, PlacedLegend, PlacedLine, Rectangle};
use crate::template::unseen::is_unseen;

/// The colours of a dark page. Those of a light one stand at each element, so that every viewer draws them.
pub const STYLE: &str = include_str!("picture.css");

const INK: &str = "#1b1f24";
const SOFT: &str = "#57606a";

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
         viewBox=\"0 0 {width:.0} {height:.0}\" fill=\"{INK}\" font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif\">\n\
         <title>Resources, references and traffic</title>\n{head}\n\
         <defs>\n{}{}</defs>\n\
         <rect class=\"page\" width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
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
    let (name, colour) = (flow.name(), colour(flow));
    format!(
        "<marker id=\"{name}\" class=\"head {name}\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"11\" markerHeight=\"11\" markerUnits=\"userSpaceOnUse\" \
         orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"{colour}\"/></marker>\n"
    )
}

fn colour(flow: Flow) -> &'static str {
    match flow {
        Flow::Traffic => "#1f5fd0",
        Flow::Reference => "#8b949e",
    }
}

fn write_picture(out: &mut String, number: usize, graph: &Graph, picture: &Picture) {
    if !picture.title.is_empty() {
        let (x, y) = (picture.area.x + 20.0, picture.area.y + 26.0);
        let _ = writeln!(
            out,
            "<text class=\"heading\" font-weight=\"600\" x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{TITLE}\">{}</text>",
            escape(&picture.title)
        );
    }
    picture.frames.iter().for_each(|frame| write_frame(out, frame));
    for (index, line) in picture.lines.iter().enumerate() {
        let labels: Vec<&str> =
            graph.edges.get_index(index).into_iter().flat_map(|(_, labels)| labels).map(String::as_str).collect();
        write_line(out, &format!("g{number}e{index}"), line, &labels, graph.gone.contains(&line.edge));
    }
    for (index, placed) in picture.boxes.iter().enumerate() {
        let Some((_, node)) = graph.nodes.get_index(index) else { continue };
        write_box(out, &format!("g{number}n{index}"), node, graph.is_change, placed);
    }
    picture.legend.iter().for_each(|line| write_legend(out, line));
}

fn write_frame(out: &mut String, frame: &PlacedFrame) {
    let Rectangle { x, y, .. } = frame.area;
    let (class, look) = match frame.kind {
        FrameKind::Stack => ("stack", "fill=\"#f6f8fa\" stroke=\"#c5ccd3\""),
        FrameKind::Region => ("region", "fill=\"#ffffff\" stroke=\"#8b949e\" stroke-dasharray=\"6 4\""),
        FrameKind::Vpc => ("vpc", "fill=\"#faf8fe\" stroke=\"#8250c4\" stroke-width=\"1.5\""),
        FrameKind::Zone => ("zone", "fill=\"none\" stroke=\"#6b7f99\" stroke-dasharray=\"4 4\""),
        FrameKind::Subnet(Access::Public) => ("public", "fill=\"#eaf6ec\" stroke=\"#7fb98e\""),
        FrameKind::Subnet(Access::Private) => ("private", "fill=\"#e9f1fb\" stroke=\"#86a9d6\""),
        FrameKind::Subnet(Access::Unknown) => ("subnet", "fill=\"#f3f4f6\" stroke=\"#a3acb6\""),
    };
    let _ = writeln!(
        out,
        "<g class=\"frame {class}\">{}<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{TITLE}\" font-weight=\"600\" fill=\"{SOFT}\">{}</text></g>",
        rectangle(frame.area, 8, look),
        x + 10.0,
        y + 18.0,
        escape(&frame.title)
    );
}

fn write_box(out: &mut String, id: &str, node: &GraphNode, is_change: bool, placed: &PlacedBox) {
    let Rectangle { x, y, width, .. } = placed.area;
    let (fill, line) = node.role.colours();
    let role = node.role.name();
    let (class, outline, faded) = match node.mark() {
        Some(mark) => (format!("{role} changed {}", mark.name()), outlined(mark), ""),
        None => {
            (role.to_owned(), format!("stroke=\"{line}\" stroke-width=\"1.3\""), if is_change { " opacity=\".5\"" } else { "" })
        }
    };
    let _ = write!(
        out,
        "<g class=\"node {class}\" id=\"{id}\"{faded}><title>{}</title>{}<text class=\"name\" x=\"{:.1}\" y=\"{:.1}\" \
         font-size=\"{TITLE}\" font-weight=\"600\">{}</text><text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{SMALL}\">{}</text>",
        escape(&format!("{}: {}", node.title, node.told())),
        rectangle(placed.area, 5, &format!("fill=\"{fill}\" {outline}")),
        x + 12.0,
        y + 19.0,
        escape(&placed.title),
        x + 12.0,
        y + 35.0,
        escape(&placed.subtitle)
    );
    let mut baseline = y + 35.0;
    for text in &placed.lines {
        baseline += LINE;
        let _ = write!(
            out,
            "<text class=\"soft\" x=\"{:.1}\" y=\"{baseline:.1}\" font-size=\"{SMALL}\" fill=\"{SOFT}\">{}</text>",
            x + 12.0,
            escape(text)
        );
    }
    if let Some(mark) = node.mark() {
        let plate = badge_width(placed.badge);
        write_badge(out, mark, x + width - plate - 6.0, y + 6.0);
    }
    out.push_str("</g>\n");
}

fn outlined(mark: Mark) -> String {
    let Outline { colour, width, dashes } = mark.outline();
    let dashes = if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
    format!("stroke=\"{colour}\" stroke-width=\"{width}\"{dashes}")
}

/// The word of a mark, white on its colour.
fn write_badge(out: &mut String, mark: Mark, x: f64, y: f64) {
    let area = Rectangle { x, y, width: badge_width(mark.words()), height: 16.0 };
    let _ = write!(
        out,
        "<g class=\"badge\">{}<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{SMALL}\" font-weight=\"600\" fill=\"#ffffff\">{}</text></g>",
        rectangle(area, 3, &format!("fill=\"{}\"", mark.outline().colour)),
        x + 5.0,
        y + 12.0,
        escape(mark.words())
    );
}

fn write_legend(out: &mut String, line: &PlacedLegend) {
    let Rectangle { x, y, .. } = line.area;
    out.push_str("<g class=\"legend\">");
    let mut left = x;
    if let Some(mark) = line.mark {
        write_badge(out, mark, x, y + 2.0);
        left += badge_width(mark.words()) + 8.0;
    }
    let _ = writeln!(out, "<text x=\"{left:.1}\" y=\"{:.1}\" font-size=\"{SMALL}\">{}</text></g>", y + 14.0, escape(&line.text));
}

fn write_line(out: &mut String, id: &str, line: &PlacedLine, labels: &[&str], is_gone: bool) {
    let (name, colour) = (line.edge.flow.name(), colour(line.edge.flow));
    let (width, weight, ink) = match line.edge.flow {
        Flow::Traffic => ("2", " font-weight=\"600\"", colour),
        Flow::Reference => ("1.1", "", SOFT),
    };
    let (gone, dashes) = match (is_gone, line.edge.flow) {
        (true, _) => (" gone", " stroke-dasharray=\"2 5\""),
        (false, Flow::Traffic) => ("", ""),
        (false, Flow::Reference) => ("", " stroke-dasharray=\"4 3\""),
    };
    let _ = write!(
        out,
        "<g class=\"edge {name}{gone}\" id=\"{id}\"><title>{}</title><path d=\"{}\" fill=\"none\" stroke=\"{colour}\" \
         stroke-width=\"{width}\"{dashes} marker-end=\"url(#{name})\"/>",
        escape(&labels.join(", ")),
        if line.is_square { square(&line.points) } else { curve(&line.points) }
    );
    if line.label.is_empty() {
        out.push_str("</g>\n");
        return;
    }
    let Rectangle { x, y, width, .. } = line.area;
    let _ = write!(out, "{}", rectangle(line.area, 3, "fill=\"#ffffff\" fill-opacity=\".88\""));
    let mut baseline = y + 11.5;
    for text in &line.label {
        let center = x + width / 2.0;
        let _ = write!(
            out,
            "<text x=\"{center:.1}\" y=\"{baseline:.1}\" font-size=\"{SMALL}\"{weight} fill=\"{ink}\" text-anchor=\"middle\">{}</text>",
            escape(text)
        );
        baseline += LINE;
    }
    out.push_str("</g>\n");
}

fn rectangle(area: Rectangle, radius: u32, look: &str) -> String {
    let Rectangle { x, y, width, height } = area;
    format!("<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{radius}\" {look}/>")
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

/// A line of level and upright pieces, its corners rounded.
fn square(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    let [first, .., last] = points else { return path };
    let _ = write!(path, "M{:.1} {:.1}", first.0, first.1);
    for corner in points.windows(3) {
        let [before, at, after] = [corner[0], corner[1], corner[2]];
        let towards = |other: (f64, f64)| {
            let (x, y) = (other.0 - at.0, other.1 - at.1);
            let length = x.abs() + y.abs();
            let by = 5.0_f64.min(length / 2.0) / length.max(0.01);
            (at.0 + x * by, at.1 + y * by)
        };
        let (begin, end) = (towards(before), towards(after));
        let _ = write!(path, "L{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}", begin.0, begin.1, at.0, at.1, end.0, end.1);
    }
    let _ = write!(path, "L{:.1} {:.1}", last.0, last.1);
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
