//! What a layout has placed: boxes, lines and frames, in pixels.

use super::font;
use super::mark::Mark;
use super::measure::{HEADING, MARGIN, TITLE};
use super::model::{Edge, FrameKind};

/// A rectangle, by its upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Rectangle {
    /// Pixels from the left.
    pub x: f64,
    /// Pixels from the top.
    pub y: f64,
    /// Pixels.
    pub width: f64,
    /// Pixels.
    pub height: f64,
}

impl Rectangle {
    /// The same, so much larger on each side.
    pub(super) fn grown(self, by: f64) -> Self {
        Rectangle { x: self.x - by, y: self.y - by, width: self.width + 2.0 * by, height: self.height + 2.0 * by }
    }

    pub(super) fn widened(self, by: f64) -> Self {
        Rectangle { x: self.x - by, width: self.width + 2.0 * by, ..self }
    }

    pub(super) fn moved(self, x: f64, y: f64) -> Self {
        Rectangle { x: self.x + x, y: self.y + y, ..self }
    }

    /// Its middle.
    pub(super) fn middle(self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// Whether it and another one overlap.
    pub(super) fn meets(self, other: Rectangle) -> bool {
        let apart = |a: f64, a_size: f64, b: f64, b_size: f64| a + a_size <= b + 0.01 || b + b_size <= a + 0.01;
        !apart(self.x, self.width, other.x, other.width) && !apart(self.y, self.height, other.y, other.height)
    }

    /// The smallest that holds both.
    pub(super) fn with(self, other: Rectangle) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = (self.x + self.width).max(other.x + other.width);
        let bottom = (self.y + self.height).max(other.y + other.height);
        Rectangle { x, y, width: right - x, height: bottom - y }
    }

    pub(super) fn around(x: f64, y: f64, width: f64, height: f64) -> Self {
        Rectangle { x: x - width / 2.0, y: y - height / 2.0, width, height }
    }
}

/// A box with its texts, as they are drawn.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PlacedBox {
    /// Where it stands.
    pub area: Rectangle,
    /// The first line.
    pub title: String,
    /// The second line.
    pub subtitle: String,
    /// What stands below, a line each.
    pub lines: Vec<String>,
    /// What a change does to it, right of the first line.
    pub badge: &'static str,
}

/// A line below the picture.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PlacedLegend {
    /// Where it stands.
    pub area: Rectangle,
    /// The mark that it explains.
    pub mark: Option<Mark>,
    /// What is said.
    pub text: String,
}

/// A line with its label, as they are drawn.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PlacedLine {
    /// The edge that it draws.
    pub edge: Edge,
    /// Its bends, from the box where it begins to the one where it ends.
    pub points: Vec<(f64, f64)>,
    /// Where the label stands.
    pub area: Rectangle,
    /// The lines of the label.
    pub label: Vec<String>,
    /// Whether its pieces are level or upright; else it is a curve.
    pub is_square: bool,
}

/// A frame with its title.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PlacedFrame {
    /// Where it stands, title included.
    pub area: Rectangle,
    /// The stack's name, or what else it is.
    pub title: String,
    /// What it is.
    pub kind: FrameKind,
    /// Its index in [`Graph::frames`](super::model::Graph::frames).
    pub index: usize,
}

/// A graph, laid out.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Picture {
    /// Everything lies in it.
    pub area: Rectangle,
    /// The environment's name.
    pub title: String,
    /// The frames that hold a box.
    pub frames: Vec<PlacedFrame>,
    /// The boxes, in the order of [`Graph::nodes`](super::Graph::nodes).
    pub boxes: Vec<PlacedBox>,
    /// The lines, in the order of [`Graph::edges`](super::Graph::edges).
    pub lines: Vec<PlacedLine>,
    /// What is said below.
    pub legend: Vec<PlacedLegend>,
}

impl Picture {
    /// Finds the area of everything, and moves its corner to 0, 0.
    pub(super) fn bound(&mut self) {
        let areas = self.frames.iter().map(|frame| frame.area);
        let areas = areas.chain(self.boxes.iter().map(|placed| placed.area)).chain(self.lines.iter().map(|line| line.area));
        let bends =
            self.lines.iter().flat_map(|line| &line.points).map(|(x, y)| Rectangle { x: *x, y: *y, ..Rectangle::default() });
        let mut area = areas.chain(bends).reduce(Rectangle::with).unwrap_or_default().grown(MARGIN);
        if !self.title.is_empty() {
            area.y -= HEADING;
            area.height += HEADING;
            area.width = area.width.max(font::width(&self.title, TITLE) + 2.0 * MARGIN);
        }
        self.area = Rectangle { x: 0.0, y: 0.0, ..area };
        self.shift(-area.x, -area.y);
    }

    /// Moves everything.
    pub(super) fn shift(&mut self, x: f64, y: f64) {
        self.area = self.area.moved(x, y);
        self.frames.iter_mut().for_each(|frame| frame.area = frame.area.moved(x, y));
        self.boxes.iter_mut().for_each(|placed| placed.area = placed.area.moved(x, y));
        self.legend.iter_mut().for_each(|line| line.area = line.area.moved(x, y));
        for line in &mut self.lines {
            line.area = line.area.moved(x, y);
            line.points.iter_mut().for_each(|point| *point = (point.0 + x, point.1 + y));
        }
    }
}
