//! How a changed value reads: in one line where it fits, else the old and the new one below each other.

use super::words::Words;
use crate::diff::{Change, show};
use crate::template::{Content, Node, function};

/// What stays of the equal beginning and end of two long texts.
const CONTEXT: usize = 24;
/// The nesting of maps and lists that gets lines of its own.
const DEEPEST: usize = 4;

/// A changed value.
pub(super) struct Shown {
    /// What follows the property's name.
    pub head: String,
    /// The lines below, each with `-` for what was, `+` for what is, or a space.
    pub below: Vec<(char, String)>,
}

/// A change in one line of at most so many characters, or in lines of at most so many below the name.
pub(super) fn shown(change: &Change, words: &Words, [first, room]: [usize; 2]) -> Shown {
    let [gone, new] = words.one_sided();
    let line = in_one_line(change, [&gone, &new]);
    if line.chars().count() <= first {
        return Shown { head: line, below: Vec::new() };
    }
    match (&change.before, &change.after) {
        (Some(before), Some(after)) if change.through.is_none() => {
            let (before, after) = apart(&show::node(before), &show::node(after), room);
            Shown { head: String::new(), below: vec![('-', before), ('+', after)] }
        }
        (None, Some(added)) => Shown { head: new, below: block('+', added, room) },
        (Some(removed), None) => Shown { head: gone, below: block('-', removed, room) },
        _ => Shown { head: cut(&line, first), below: Vec::new() },
    }
}

/// `1 → 2`, or that a replaced resource gives another value.
fn in_one_line(change: &Change, [gone, new]: [&str; 2]) -> String {
    if let Some(id) = &change.through {
        return format!("{} (another value: {id} is replaced)", change.after.as_ref().map(show::node).unwrap_or_default());
    }
    let shown = |node: &Option<Node>, none: &str| match node {
        Some(_) if change.is_secret => "(hidden)".to_owned(),
        Some(node) => show::node(node),
        None => none.to_owned(),
    };
    match (&change.before, &change.after) {
        (None, Some(_)) => format!("{new} {}", shown(&change.after, "")),
        (Some(_), None) => format!("{gone} {}", shown(&change.before, "")),
        _ => format!("{} → {}", shown(&change.before, "nothing"), shown(&change.after, "nothing")),
    }
}

/// Two long texts without most of what begins and ends both of them.
fn apart(before: &str, after: &str, room: usize) -> (String, String) {
    let (one, other): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    if one.len().max(other.len()) <= room {
        return (before.to_owned(), after.to_owned());
    }
    let same = |pairs: &mut dyn Iterator<Item = (&char, &char)>| pairs.take_while(|(a, b)| a == b).count();
    let head = same(&mut one.iter().zip(&other));
    let tail = same(&mut one[head..].iter().rev().zip(other[head..].iter().rev()));
    let part = |text: &[char]| {
        let (start, end) = (head.saturating_sub(CONTEXT), (text.len() - tail + CONTEXT).min(text.len()));
        let part: String = text[start..end].iter().collect();
        let (open, close) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
        cut(&format!("{open}{part}{close}"), room)
    };
    (part(&one), part(&other))
}

/// A whole value: what does not fit into a line gets one for each entry.
fn block(sign: char, node: &Node, room: usize) -> Vec<(char, String)> {
    let mut lines = Vec::new();
    write(node, String::new(), 0, room, &mut lines);
    lines.into_iter().map(|line| (sign, line)).collect()
}

fn write(node: &Node, before: String, depth: usize, room: usize, lines: &mut Vec<String>) {
    let whole = format!("{before}{}", show::node(node));
    let fits = whole.chars().count() <= room || depth == DEEPEST || function::call(node).is_some();
    let indent = "  ".repeat(depth);
    match &node.content {
        Content::Map(map) if !fits => {
            lines.extend((!before.is_empty()).then(|| before.trim_end().to_owned()));
            for (key, value) in map {
                write(value, format!("{indent}{}: ", key.as_str()), depth + 1, room, lines);
            }
        }
        Content::List(items) if !fits => {
            lines.extend((!before.is_empty()).then(|| before.trim_end().to_owned()));
            items.iter().for_each(|item| write(item, format!("{indent}- "), depth + 1, room, lines));
        }
        _ => lines.push(cut(&whole, room)),
    }
}

/// A text without its end where it is too long.
pub(super) fn cut(text: &str, room: usize) -> String {
    match text.char_indices().nth(room) {
        Some(_) => text.chars().take(room.saturating_sub(1)).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diff::Effect;
    use crate::template::path::Path;

    fn lines(before: serde_json::Value, after: serde_json::Value) -> String {
        let node = |value: serde_json::Value| (!value.is_null()).then(|| Node::from(value));
        let change = Change {
            path: Path::default(),
            before: node(before),
            after: node(after),
            effect: Effect::Update,
            why: "",
            through: None,
            may_be_equal: false,
            is_secret: false,
            under: None,
        };
        let shown = shown(&change, &Words::default(), [40, 40]);
        let below = shown.below.iter().map(|(sign, line)| format!("{sign} {line}"));
        std::iter::once(shown.head).chain(below).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn both_values_are_seen_however_long_they_are() {
        assert_eq!(lines(json!(80), json!("81")), "80 → \"81\"");
        let image = |digit: &str| json!(format!("shop@sha256:{}", digit.repeat(20)));
        assert_eq!(
            lines(image("0"), image("1")),
            "\n- \"shop@sha256:00000000000000000000\"\n+ \"shop@sha256:11111111111111111111\""
        );
        let long = |keep: &str| json!(format!("{}countNumber: {keep}{}", "a".repeat(80), "b".repeat(80)));
        let told = lines(long("5"), long("7"));
        assert!(told.lines().all(|line| line.chars().count() <= 42), "{told}");
        assert!(told.contains("countNumber: 5") && told.contains("countNumber: 7"), "{told}");
    }

    #[test]
    fn a_long_value_that_is_new_gets_a_line_for_each_entry() {
        let rule =
            json!({ "IpProtocol": "tcp", "FromPort": 80, "Peer": { "Fn::GetAtt": ["Balancer", "GroupId"] }, "Why": "web" });
        assert_eq!(
            lines(json!(null), rule),
            "added\n+ IpProtocol: \"tcp\"\n+ FromPort: 80\n+ Peer: Balancer.GroupId\n+ Why: \"web\""
        );
    }
}
