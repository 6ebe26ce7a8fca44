//! Texts that are longer than their line: cut, or in several.

/// A text without its end where it is too long.
pub(super) fn cut(text: &str, room: usize) -> String {
    match text.char_indices().nth(room) {
        Some(_) => text.chars().take(room.saturating_sub(1)).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

/// Words in lines of a width; those after the first are indented by `next`.
pub(super) fn wrapped(first: &str, text: &str, next: &str, width: usize) -> String {
    let (mut out, mut count, mut gap) = (first.to_owned(), first.len(), "");
    for word in text.split(' ') {
        // Two spaces stand between the parts of a line.
        if word.is_empty() {
            gap = "  ";
            continue;
        }
        let length = word.chars().count();
        if !gap.is_empty() && count + gap.len() + length > width {
            out.truncate(out.trim_end().len());
            out.extend(["\n", next, word]);
            count = next.len() + length;
        } else {
            out.extend([gap, word]);
            count += gap.len() + length;
        }
        gap = " ";
    }
    out + "\n"
}
