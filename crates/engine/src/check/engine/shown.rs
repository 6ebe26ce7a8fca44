//! How a value reads in a message.

use super::literal::shortened;

/// Characters of a value that a message repeats.
const LONGEST: usize = 60;

/// A text as it is, or its beginning if it is long.
pub(crate) fn shown(text: &str) -> String {
    shortened(text, LONGEST)
}
