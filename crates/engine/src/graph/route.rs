//! The ways of lines: level through the columns in which boxes and labels stand, bent only in the gaps between columns.
//!
//! The layout puts boxes and labels into columns, and gives a line a place of its own in every column that it passes. A line that
//! stays level there meets no box, whatever its neighbours' widths.

use std::collections::BTreeMap;

use super::placed::{PlacedBox, PlacedLine, Rectangle};

/// From the corners of a box to the nearest line's end.
const CORNER: f64 = 8.0;

/// The columns, by the middle of each in thousandths of a pixel: half their widths.
type Columns = BTreeMap<i64, f64>;

/// An end of a line at a side of a box: the height from which the line comes, the line's index, and which end it is.
type Port = (f64, usize, usize);

/// Widens every box to its column, and leads every line.
pub(super) fn lead(boxes: &mut [PlacedBox], lines: &mut [PlacedLine]) {
    let areas = boxes.iter().map(|placed| placed.area).chain(lines.iter().map(|line| line.area));
    let mut columns = Columns::new();
    for area in areas {
        let half = columns.entry(key(middle(area).0)).or_default();
        *half = half.max(area.width / 2.0);
    }
    for placed in boxes.iter_mut() {
        let half = columns.get(&key(middle(placed.area).0)).copied().unwrap_or(placed.area.width / 2.0);
        let center = middle(placed.area).0;
        placed.area = Rectangle { x: center - half, width: 2.0 * half, ..placed.area };
    }
    let ends = ends(boxes, lines);
    for (index, line) in lines.iter_mut().enumerate() {
        let inner = line.points.get(1..line.points.len().saturating_sub(1)).unwrap_or_default();
        let is_forward = goes_right(boxes, line);
        let through = inner.iter().flat_map(|(x, y)| {
            let half = columns.get(&key(*x)).copied().unwrap_or(0.0);
            let half = if is_forward { half } else { -half };
            [(x - half, *y), (x + half, *y)]
        });
        let [begin, end] = ends.get(index).copied().unwrap_or_default();
        line.points = std::iter::once(begin).chain(through).chain([end]).collect();
    }
}

/// Where each line begins and ends: spread over the side of its box, in the order in which the lines come.
fn ends(boxes: &[PlacedBox], lines: &[PlacedLine]) -> Vec<[(f64, f64); 2]> {
    // By box and side: the lines with the height from which they come.
    let mut sides: BTreeMap<(usize, bool), Vec<Port>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        let is_forward = goes_right(boxes, line);
        let next = |position: usize| line.points.get(position).map_or(0.0, |point| point.1);
        sides.entry((line.edge.from, is_forward)).or_default().push((next(1), index, 0));
        let before = line.points.len().saturating_sub(2);
        sides.entry((line.edge.to, !is_forward)).or_default().push((next(before), index, 1));
    }
    let mut found = vec![[(0.0, 0.0); 2]; lines.len()];
    for ((placed, is_right), mut ends) in sides {
        let Some(Rectangle { x, y, width, height }) = boxes.get(placed).map(|placed| placed.area) else { continue };
        ends.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let x = if is_right { x + width } else { x };
        let step = (height - 2.0 * CORNER) / (count(ends.len()) + 1.0);
        for (position, (_, line, end)) in ends.into_iter().enumerate() {
            found[line][end] = (x, y + CORNER + step * (count(position) + 1.0));
        }
    }
    found
}

/// Whether a line leaves its first box to the right: those that close a circle go back.
fn goes_right(boxes: &[PlacedBox], line: &PlacedLine) -> bool {
    let x = |index: usize| boxes.get(index).map_or(0.0, |placed| middle(placed.area).0);
    x(line.edge.from) <= x(line.edge.to)
}

fn middle(area: Rectangle) -> (f64, f64) {
    (area.x + area.width / 2.0, area.y + area.height / 2.0)
}

#[expect(clippy::cast_possible_truncation, reason = "a picture is far smaller than an i64 of thousandths")]
fn key(x: f64) -> i64 {
    (x * 1000.0).round() as i64
}

fn count(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
