//! Tables of text.

use super::terminal::{Palette, Style};
use crate::template::with_commas;

/// A cell: its text, its colour, and the side on which it is aligned.
pub(super) struct Cell {
    text: String,
    style: Option<Style>,
    right: bool,
}

impl Cell {
    /// Text, aligned on the left.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Cell { text: text.into(), style: None, right: false }
    }

    /// A number, aligned on the right, with commas between the thousands.
    pub(super) fn number(number: usize) -> Self {
        Cell { text: with_commas(number), style: None, right: true }
    }

    /// Aligned on the right.
    pub(super) fn right_aligned(self) -> Self {
        Cell { right: true, ..self }
    }

    /// In this colour.
    pub(super) fn styled(mut self, style: Style) -> Self {
        self.style = Some(style);
        self
    }
}

/// The rows below a heading, each column as wide as its widest cell. The heading follows the alignment of the first row.
pub(super) fn render<const N: usize>(heading: [&str; N], rows: Vec<[Cell; N]>, palette: Palette) -> String {
    let mut widths = heading.map(|text| text.chars().count());
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.text.chars().count());
        }
    }
    let mut column = 0;
    let head = heading.map(|text| {
        let right = rows.first().is_some_and(|row| row[column].right);
        column += 1;
        Cell { text: text.to_owned(), style: Some(Style::Faint), right }
    });
    std::iter::once(head).chain(rows).map(|row| line(&row, &widths, palette)).collect()
}

fn line(row: &[Cell], widths: &[usize], palette: Palette) -> String {
    let mut line = String::from(" ");
    for (index, (cell, width)) in row.iter().zip(widths).enumerate() {
        let space = " ".repeat(width.saturating_sub(cell.text.chars().count()));
        let text = cell.style.map_or_else(|| cell.text.clone(), |style| palette.paint(style, &cell.text));
        let last = index + 1 == row.len();
        let (before, after) = if cell.right { (space.as_str(), "") } else { ("", if last { "" } else { space.as_str() }) };
        line.push_str(&format!(" {before}{text}{after}"));
        line.push_str(if last { "" } else { " " });
    }
    line.truncate(line.trim_end().len());
    line.push('\n');
    line
}
