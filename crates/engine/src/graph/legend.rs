//! What is said below a picture: what is compared, what marks mean, what is not drawn.

use super::font;
use super::measure::{MARGIN, SMALL, badge_width};
use super::model::Legend;
use super::placed::{Picture, PlacedLegend, Rectangle};

/// Height of a line.
const ROW: f64 = 20.0;
/// Characters of the longest line.
const LONGEST: usize = 170;

/// Puts the lines below everything else, and makes room for them.
pub(super) fn place(picture: &mut Picture, lines: &[Legend]) {
    let mut top = picture.area.height;
    for Legend { mark, text } in lines {
        let text = font::shortened_to(text, LONGEST);
        let badge = mark.map_or(0.0, |mark| badge_width(mark.words()) + 8.0);
        let width = badge + font::width(&text, SMALL);
        picture.legend.push(PlacedLegend { area: Rectangle { x: MARGIN, y: top, width, height: ROW }, mark: *mark, text });
        picture.area.width = picture.area.width.max(width + 2.0 * MARGIN);
        top += ROW;
    }
    if !lines.is_empty() {
        picture.area.height = top + MARGIN;
    }
}
