//! Where everything stands: boxes, frames and lines of a graph, laid out in pixels.

use dagre::graph::{Graph as Sketch, GraphOptions};
use dagre::layout::layout;
use dagre::layout::types::{LabelPos, Ranker};
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir};

use super::legend;
use super::mark::Mark;
use super::measure::{BOX, GAP, HEADING, INSET, PADDING, SMALL, TITLE, first_line, label_lines, label_size};
use super::model::{Flow, Graph};
pub use super::placed::Picture;
use super::placed::{PlacedBox, PlacedFrame, PlacedLine, Rectangle};
use super::{font, plan, route, tangle};

/// Puts pictures one below the other.
pub fn stacked(mut pictures: Vec<Picture>) -> Vec<Picture> {
    let mut top = 0.0;
    for picture in &mut pictures {
        picture.shift(0.0, top);
        picture.area.y = top;
        top += picture.area.height;
    }
    pictures
}

/// Boxes that are laid out: four seconds for so many without a line, and the time grows faster than their number.
pub const MOST_BOXES: usize = 2000;

impl Picture {
    /// Lays out a graph, its upper left corner at 0, 0; nothing where it is too large or too tangled for that.
    pub fn of(graph: &Graph) -> Option<Picture> {
        if graph.is_nested() {
            return plan::of(graph);
        }
        (graph.nodes.len() <= MOST_BOXES && tangle::columns(graph) <= tangle::MOST).then(|| Picture::laid_out(graph))
    }

    fn laid_out(graph: &Graph) -> Picture {
        let mut sketch = Sketch::with_options(GraphOptions { directed: true, multigraph: true, compound: true });
        let mut boxes = Vec::new();
        for (index, node) in graph.nodes.values().enumerate() {
            let (title, subtitle) = (font::shortened(&node.title), font::shortened(&node.noted()));
            let badge = node.mark().map_or("", Mark::words);
            let width = first_line(&title, badge).max(font::width(&subtitle, SMALL)) + 2.0 * PADDING;
            sketch.set_node(node_name(index), Some(NodeLabel { width, height: BOX, ..NodeLabel::default() }));
            boxes.push(PlacedBox {
                area: Rectangle { width, height: BOX, ..Rectangle::default() },
                title,
                subtitle,
                lines: Vec::new(),
                badge,
            });
        }
        for (index, node) in graph.nodes.values().enumerate() {
            if let Some(frame) = node.frame {
                sketch.set_node(frame_name(frame), Some(NodeLabel::default()));
                sketch.set_parent(&node_name(index), Some(&frame_name(frame)));
            }
        }
        for (index, (edge, labels)) in graph.edges.iter().enumerate() {
            let label = label_lines(labels.iter().map(String::as_str));
            let (width, height) = label_size(&label);
            // The way of requests is what a reader follows: it is kept straight and short.
            let weight = if edge.flow == Flow::Traffic { 4 } else { 1 };
            let placed = EdgeLabel { width, height, weight, labelpos: LabelPos::Center, ..EdgeLabel::default() };
            sketch.set_edge(node_name(edge.from), node_name(edge.to), Some(placed), Some(&index.to_string()));
        }
        let options = LayoutOptions {
            rankdir: RankDir::LR,
            nodesep: 22.0,
            edgesep: 12.0,
            ranksep: 84.0,
            // The default, a network simplex, takes half as long again, and many times as long with hundreds of resources. All
            // lines together are shorter by one bend in fifty with it.
            ranker: Ranker::TightTree,
            ..LayoutOptions::default()
        };
        layout(&mut sketch, Some(options));
        Picture::read(graph, &sketch, boxes)
    }

    fn read(graph: &Graph, sketch: &Sketch<NodeLabel, EdgeLabel>, mut boxes: Vec<PlacedBox>) -> Picture {
        for (index, placed) in boxes.iter_mut().enumerate() {
            if let Some((x, y)) = sketch.node(&node_name(index)).and_then(|node| Some((node.x?, node.y?))) {
                placed.area = Rectangle::around(x, y, placed.area.width, placed.area.height);
            }
        }
        let mut frames = Vec::new();
        for (index, frame) in graph.frames.iter().enumerate() {
            let Some(label) = sketch.node(&frame_name(index)) else { continue };
            let (Some(x), Some(y)) = (label.x, label.y) else { continue };
            let area = Rectangle::around(x, y, label.width, label.height);
            frames.push(PlacedFrame { area, title: font::shortened(&frame.title), kind: frame.kind, index });
        }
        let lines = graph.edges.iter().enumerate().map(|(index, (edge, labels))| {
            let label = label_lines(labels.iter().map(String::as_str));
            let (width, height) = label_size(&label);
            let placed = sketch.edge(&node_name(edge.from), &node_name(edge.to), Some(&index.to_string()));
            let points = placed.map(|placed| placed.points.iter().map(|point| (point.x, point.y)).collect()).unwrap_or_default();
            let (x, y) = placed.and_then(|placed| Some((placed.x?, placed.y?))).unwrap_or_default();
            PlacedLine { edge: *edge, points, area: Rectangle::around(x, y, width, height), label, is_square: false }
        });
        let lines = lines.collect();
        let mut picture = Picture {
            area: Rectangle::default(),
            title: font::shortened(&graph.title),
            frames,
            boxes,
            lines,
            legend: Vec::new(),
        };
        picture.make_room();
        route::lead(&mut picture.boxes, &mut picture.lines);
        picture.bound();
        legend::place(&mut picture, &graph.legend);
        picture
    }

    /// The layout puts frames as close to each other as lines, and knows nothing of their titles. Room is inserted above and below
    /// each, across the whole picture: whatever stood above something else still does.
    fn make_room(&mut self) {
        let mut rooms: Vec<(f64, f64)> = Vec::new();
        for Rectangle { y, height, .. } in self.frames.iter().map(|frame| frame.area) {
            rooms.push((y, HEADING + INSET + GAP));
            rooms.push((y + height, INSET + GAP));
        }
        let before = |y: f64| rooms.iter().filter(|(at, _)| *at < y).map(|(_, room)| room).sum::<f64>();
        for frame in &mut self.frames {
            let Rectangle { x, y, width, height } = frame.area;
            // The room above the frame lies before its top, that below it after its bottom.
            let top = y + before(y) + rooms.iter().filter(|(at, _)| *at == y).map(|(_, room)| room).sum::<f64>();
            let bottom = y + height + before(y + height);
            let titled = HEADING + INSET;
            let width = width.max(font::width(&frame.title, TITLE) + 2.0 * INSET);
            frame.area = Rectangle { x, y: top - titled, width, height: bottom - top + titled + INSET }.widened(INSET);
        }
        let middle = |area: Rectangle| area.moved(0.0, before(area.y + area.height / 2.0));
        self.boxes.iter_mut().for_each(|placed| placed.area = middle(placed.area));
        for line in &mut self.lines {
            line.area = middle(line.area);
            line.points.iter_mut().for_each(|point| point.1 += before(point.1));
        }
    }
}

fn node_name(index: usize) -> String {
    format!("n{index}")
}

fn frame_name(index: usize) -> String {
    format!("f{index}")
}
