//! How a value reads in a message.

/// Characters of a value that a message repeats.
const LONGEST: usize = 60;

/// A text as it is, or its beginning if it is long.
pub(crate) fn shown(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
