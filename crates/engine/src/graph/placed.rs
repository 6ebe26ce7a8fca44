//! What a layout has placed: boxes, lines and frames, in pixels.

use super::model::Edge;

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
}

/// A frame with its title.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PlacedFrame {
    /// Where it stands, title included.
    pub area: Rectangle,
    /// The stack's name.
    pub title: String,
}
