//! In what two trees differ.

use std::fmt;

use crate::template::{Content, Node};

/// A value is shown up to this length.
const SHOWN: usize = 80;

/// A place where two trees differ.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// What is expected here is not there.
    Missing(String),
    /// What is here is not expected.
    Added(String),
    /// What stands here is something else: the place, what is expected, and what is found.
    Other(String, String, String),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Difference::Missing(path) => write!(f, "{path} is missing"),
            Difference::Added(path) => write!(f, "{path} is added"),
            Difference::Other(path, expected, found) => write!(f, "{path}: expected {expected}, found {found}"),
        }
    }
}

/// The places where two trees differ. Keys of a map may have any order.
pub(super) fn differences(expected: &Node, found: &Node) -> Vec<Difference> {
    let mut differences = Vec::new();
    if expected != found {
        compare(expected, found, "", &mut differences);
    }
    differences
}

fn compare(expected: &Node, found: &Node, path: &str, differences: &mut Vec<Difference>) {
    let below = |step: &str| if path.is_empty() { step.to_owned() } else { format!("{path}/{step}") };
    match (&expected.content, &found.content) {
        (Content::Map(left), Content::Map(right)) => {
            for (key, node) in left {
                match right.get(key.as_str()) {
                    Some(other) => compare(node, other, &below(key.as_str()), differences),
                    None => differences.push(Difference::Missing(below(key.as_str()))),
                }
            }
            let added = right.keys().filter(|key| !left.contains_key(key.as_str()));
            differences.extend(added.map(|key| Difference::Added(below(key.as_str()))));
        }
        (Content::List(left), Content::List(right)) if left.len() == right.len() => {
            let items = left.iter().zip(right).enumerate();
            items.for_each(|(index, (node, other))| compare(node, other, &below(&index.to_string()), differences));
        }
        _ if expected == found => {}
        _ => differences.push(Difference::Other(path.to_owned(), shown(expected), shown(found))),
    }
}

fn shown(node: &Node) -> String {
    let text = serde_json::to_string(node).unwrap_or_default();
    if text.chars().count() > SHOWN { text.chars().take(SHOWN).chain(['…']).collect() } else { text }
}

#[cfg(test)]
mod tests {
    use crate::template::{Node, read};

    fn differences(expected: &Node, found: &Node) -> Vec<String> {
        super::differences(expected, found).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_order_of_keys_is_no_difference() {
        let read = |text: &str| read::document(text.as_bytes()).unwrap().root;
        let one = read(r#"{"A": {"B": [1, "x"], "C": true}}"#);
        assert_eq!(differences(&one, &read(r#"{"A": {"C": true, "B": [1, "x"]}}"#)), Vec::<String>::new());
        let other = read(r#"{"A": {"B": [1, 2], "D": true}}"#);
        assert_eq!(differences(&one, &other), ["A/B/1: expected \"x\", found 2", "A/C is missing", "A/D is added"]);
        assert_eq!(differences(&one, &read(r#"{"A": {"B": [1], "C": true}}"#)), ["A/B: expected [1,\"x\"], found [1]"]);
    }
}
