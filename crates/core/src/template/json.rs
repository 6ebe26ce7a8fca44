//! Writing JSON.

use super::node::Node;

/// Indented JSON that ends with a newline.
pub(super) fn write(root: &Node) -> String {
    // A tree of texts, numbers and flags with text keys always has a JSON form.
    let mut text = serde_json::to_string_pretty(root).unwrap_or_default();
    text.push('\n');
    text
}
