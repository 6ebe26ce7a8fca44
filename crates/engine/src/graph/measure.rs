//! The sizes of everything that is drawn, in pixels.

use super::font;

/// Pixels of the name in a box.
pub(super) const TITLE: f64 = 13.0;
/// Pixels of everything smaller: what a box is, and the labels of lines.
pub(super) const SMALL: f64 = 11.0;
/// From one line of a label to the next.
pub(super) const LINE: f64 = 14.0;
/// Height of a box.
pub(super) const BOX: f64 = 44.0;
/// From the text to the sides of its box.
pub(super) const PADDING: f64 = 12.0;
/// From what is in a frame to its sides.
pub(super) const INSET: f64 = 10.0;
/// Between a frame and what is beside it.
pub(super) const GAP: f64 = 8.0;
/// Height of a frame's title, and of a graph's.
pub(super) const HEADING: f64 = 24.0;
/// Around the whole picture, and between two graphs.
pub(super) const MARGIN: f64 = 20.0;
/// Lines of the longest label; the rest is counted.
pub(super) const MOST_LINES: usize = 3;

/// The width of a name with what a change does beside it.
pub(super) fn first_line(title: &str, badge: &str) -> f64 {
    let badge = if badge.is_empty() { 0.0 } else { badge_width(badge) + GAP };
    font::width(title, TITLE) + badge
}

/// The width of the plate of a badge.
pub(super) fn badge_width(badge: &str) -> f64 {
    font::width(badge, SMALL) + 10.0
}

/// The labels of an edge, one in a line; what is too much is counted.
pub(super) fn label_lines<'a>(labels: impl ExactSizeIterator<Item = &'a str>) -> Vec<String> {
    let count = labels.len();
    let shown = if count > MOST_LINES { MOST_LINES - 1 } else { count };
    let mut lines: Vec<String> = labels.take(shown).map(font::shortened).collect();
    if count > shown {
        lines.push(format!("and {} more", count - shown));
    }
    lines
}

pub(super) fn label_size(lines: &[String]) -> (f64, f64) {
    let width = lines.iter().map(|line| font::width(line, SMALL)).fold(0.0, f64::max) + 6.0;
    // A label has at most `MOST_LINES` lines.
    let height = lines.iter().map(|_| LINE).sum::<f64>() + 2.0;
    (width, height)
}
