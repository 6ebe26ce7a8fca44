//! Digits that stand for content.

use crate::template::{Content, Node};

/// The number of digits that the transform appends to an id.
pub(super) const LENGTH: usize = 10;

/// FNV-1a: stable on every machine, unlike the hashes of the standard library.
const START: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// A number for the content of nodes.
pub(super) fn whole<'n>(nodes: impl IntoIterator<Item = &'n Node>) -> u64 {
    let mut state = START;
    for node in nodes {
        add(&mut state, node);
    }
    state
}

/// Ten hexadecimal digits of the content of nodes.
pub(super) fn digits<'n>(nodes: impl IntoIterator<Item = &'n Node>) -> String {
    let mut digits = format!("{:016x}", whole(nodes));
    digits.truncate(LENGTH);
    digits
}

/// Whether a text is what the transform appends to an id: ten hexadecimal digits.
pub(super) fn is_digits(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn add(state: &mut u64, node: &Node) {
    match &node.content {
        Content::Null => bytes(state, b"n"),
        Content::Bool(flag) => bytes(state, if *flag { b"t" } else { b"f" }),
        Content::Number(number) => bytes(state, number.to_string().as_bytes()),
        Content::Text(text) => {
            bytes(state, b"\"");
            bytes(state, text.as_bytes());
        }
        Content::List(items) => {
            bytes(state, b"[");
            items.iter().for_each(|item| add(state, item));
            bytes(state, b"]");
        }
        Content::Map(map) => {
            bytes(state, b"{");
            // The order in which keys are written says nothing.
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| key.as_str());
            for (key, item) in entries {
                bytes(state, key.as_str().as_bytes());
                bytes(state, b":");
                add(state, item);
            }
            bytes(state, b"}");
        }
    }
}

fn bytes(state: &mut u64, bytes: &[u8]) {
    for byte in bytes {
        *state = (*state ^ u64::from(*byte)).wrapping_mul(PRIME);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_keys_says_nothing() {
        let node = |json: serde_json::Value| Node::from(json);
        let one = node(serde_json::json!({"a": 1, "b": [true, "x"]}));
        let other = node(serde_json::json!({"b": [true, "x"], "a": 1}));
        assert_eq!(digits([&one]), digits([&other]));
        assert!(is_digits(&digits([&one])));
        assert_ne!(digits([&one]), digits([&node(serde_json::json!({"a": 2, "b": [true, "x"]}))]));
    }
}
