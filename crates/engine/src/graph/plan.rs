//! The layout of the architecture: nested frames, boxes in columns, and lines around them with their labels.

use super::font;
use super::measure::{HEADING, LINE, MARGIN, TITLE, label_lines, label_size};
use super::model::{Flow, Graph, Legend};
use super::placed::{Picture, PlacedLine, Rectangle};
use super::{blocks, lanes, legend};
use crate::template::counted;

/// Boxes of the largest picture.
pub const MOST_BOXES: usize = 400;
/// From one place where a label could stand to the next.
const STEP: f64 = 12.0;

/// Lays out a graph with nested frames, its upper left corner at 0, 0; nothing where it is too large for that.
pub(super) fn of(graph: &Graph) -> Option<Picture> {
    if graph.nodes.len() > MOST_BOXES {
        return None;
    }
    let (mut boxes, mut frames) = blocks::place(graph);
    let top = if graph.title.is_empty() { MARGIN } else { MARGIN + HEADING };
    boxes.iter_mut().for_each(|placed| placed.area = placed.area.moved(MARGIN, top));
    frames.iter_mut().for_each(|placed| placed.area = placed.area.moved(MARGIN, top));
    let areas: Vec<Rectangle> = boxes.iter().map(|placed| placed.area).collect();
    let titles: Vec<Rectangle> = frames.iter().map(|frame| title_area(frame.area, &frame.title)).collect();
    let ends: Vec<(usize, usize)> = graph.edges.keys().map(|edge| (edge.from, edge.to)).collect();
    let ways = lanes::lead(&areas, &titles, &ends);
    let mut taken: Vec<Rectangle> = areas.iter().chain(&titles).copied().collect();
    let pieces: Vec<Vec<Rectangle>> = ways.iter().map(|way| way.windows(2).map(piece).collect()).collect();
    let mut lines = Vec::new();
    for (index, ((edge, labels), points)) in graph.edges.iter().zip(&ways).enumerate() {
        let label = label_lines(labels.iter().map(String::as_str));
        let size = label_size(&label);
        let others = pieces.iter().enumerate().filter(|(other, _)| *other != index).flat_map(|(_, pieces)| pieces);
        let crowded: Vec<Rectangle> = taken.iter().chain(others).copied().collect();
        // On another line a label could be taken for that line's.
        let place = match label.is_empty() {
            true => None,
            false => free_place(points, size, &crowded).or_else(|| free_place(points, size, &taken)),
        };
        taken.extend(place);
        let label = if place.is_some() { label } else { Vec::new() };
        lines.push(PlacedLine { edge: *edge, points: points.clone(), area: place.unwrap_or_default(), label, is_square: true });
    }
    let mut picture =
        Picture { area: Rectangle::default(), title: font::shortened(&graph.title), frames, boxes, lines, legend: Vec::new() };
    picture.bound();
    legend::place(&mut picture, &with_what_is_missing(graph, &ways));
    Some(picture)
}

/// The text of a frame's title, which no line crosses.
fn title_area(frame: Rectangle, title: &str) -> Rectangle {
    Rectangle { x: frame.x + 8.0, y: frame.y + 5.0, width: font::width(title, TITLE) + 4.0, height: LINE + 3.0 }
}

/// What a piece of a line covers.
fn piece(ends: &[(f64, f64)]) -> Rectangle {
    let [(x, y), (to_x, to_y)] = [ends[0], ends[1]];
    Rectangle { x: x.min(to_x), y: y.min(to_y), width: (x - to_x).abs(), height: (y - to_y).abs() }.grown(1.5)
}

/// A place for a label on its line: on the longest level piece first, where nothing else stands.
fn free_place(points: &[(f64, f64)], (width, height): (f64, f64), taken: &[Rectangle]) -> Option<Rectangle> {
    let mut pieces: Vec<[(f64, f64); 2]> = points.windows(2).map(|pair| [pair[0], pair[1]]).collect();
    let length = |[one, other]: &[(f64, f64); 2]| (one.0 - other.0).abs() + (one.1 - other.1).abs();
    let level = |[one, other]: &[(f64, f64); 2]| (one.1 - other.1).abs() < 0.01;
    pieces.sort_by(|one, other| level(other).cmp(&level(one)).then(length(other).total_cmp(&length(one))));
    for piece in pieces {
        let [from, to] = piece;
        let count = (length(&piece) / STEP).floor().min(400.0);
        let middle = |part: f64| (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
        let mut parts = vec![0.5];
        let mut step = 1.0;
        while step <= count / 2.0 {
            parts.extend([0.5 - step / count, 0.5 + step / count]);
            step += 1.0;
        }
        for (x, y) in parts.into_iter().map(middle) {
            let area = Rectangle::around(x, y, width, height);
            if taken.iter().all(|other| !other.meets(area)) {
                return Some(area);
            }
        }
    }
    None
}

/// What is said below, with the lines that could not be drawn.
fn with_what_is_missing(graph: &Graph, ways: &[Vec<(f64, f64)>]) -> Vec<Legend> {
    let mut lines = graph.legend.clone();
    let missing = ways.iter().filter(|way| way.is_empty()).count();
    if missing > 0 {
        let traffic = graph.edges.keys().zip(ways).filter(|(edge, way)| way.is_empty() && edge.flow == Flow::Traffic).count();
        let text = format!("not drawn: {}, {traffic} of traffic; there was no way, or too little time", counted(missing, "line"));
        lines.push(Legend { mark: None, text });
    }
    lines
}

#[cfg(test)]
mod tests;
