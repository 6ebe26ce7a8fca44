//! How a changed value reads: in one line where it fits, else the old and the new one below each other.

use super::cut::{cut, wrapped};
use super::words::{Words, has_no_effect};
use super::{apart, script, sentence};
use crate::diff::{Change, show};
use crate::template::{Content, Node, function};

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
    // Of what is compared elsewhere, the template of a stack set, there are no values.
    if change.before.is_none() && change.after.is_none() && change.through.is_none() {
        return Shown { head: String::new(), below: Vec::new() };
    }
    let line = in_one_line(change, [&gone, &new]);
    if line.chars().count() <= first {
        return Shown { head: line, below: Vec::new() };
    }
    if has_no_effect(change) {
        return Shown { head: String::new(), below: Vec::new() };
    }
    match (&change.before, &change.after) {
        (Some(before), Some(after)) if change.through.is_none() && before != after => {
            let said = |node: &Node| said(change, node);
            let below = script::differences([before, after], &said, room);
            let below = below.unwrap_or_else(|| apart::lines(&said(before), &said(after), room));
            Shown { head: String::new(), below }
        }
        (None, Some(added)) => Shown { head: new, below: block(change, '+', added, room) },
        (Some(removed), None) => Shown { head: gone, below: block(change, '-', removed, room) },
        _ => {
            let through = change.through.as_ref().map(|id| format!("another {id}")).filter(|said| said.chars().count() <= first);
            Shown { head: through.unwrap_or_else(|| cut(&line, first)), below: Vec::new() }
        }
    }
}

/// A value in one line: a sentence where it is one, else as it is written.
pub(super) fn said(change: &Change, node: &Node) -> String {
    sentence::of(node, is_outward(change)).unwrap_or_else(|| show::node(node))
}

/// Whether what changes is where a security group lets its members reach.
fn is_outward(change: &Change) -> bool {
    change.path.first().is_some_and(|step| step.is_key("SecurityGroupEgress"))
}

/// `1 → 2`, or that a replaced resource gives another value.
pub(super) fn in_one_line(change: &Change, [gone, new]: [&str; 2]) -> String {
    if let Some(id) = &change.through {
        let value = change.after.as_ref().map(|node| said(change, node)).unwrap_or_default();
        let is_its = value == *id || value.strip_prefix(id.as_str()).is_some_and(|rest| rest.starts_with('.'));
        return if is_its { format!("another {value}") } else { format!("{value} (another {id})") };
    }
    let shown = |node: &Option<Node>, none: &str| match node {
        Some(_) if change.is_secret => "(hidden)".to_owned(),
        Some(node) => said(change, node),
        None => none.to_owned(),
    };
    match (&change.before, &change.after) {
        (None, Some(_)) => format!("{new} {}", shown(&change.after, "")),
        (Some(_), None) => format!("{gone} {}", shown(&change.before, "")),
        // What it reads is another one.
        (before, after) if before == after => format!("another {}", shown(&change.after, "nothing")),
        _ => format!("{} → {}", shown(&change.before, "nothing"), shown(&change.after, "nothing")),
    }
}

/// A whole value: what does not fit into a line gets one for each entry.
fn block(change: &Change, sign: char, node: &Node, room: usize) -> Vec<(char, String)> {
    if let Some(sentence) = sentence::of(node, is_outward(change)) {
        return wrapped("", &sentence, "  ", room).lines().map(|line| (sign, cut(line, room))).collect();
    }
    let mut lines = Vec::new();
    write(&|node| said(change, node), node, String::new(), 0, room, &mut lines);
    lines.into_iter().map(|line| (sign, line)).collect()
}

fn write(said: &dyn Fn(&Node) -> String, node: &Node, before: String, depth: usize, room: usize, lines: &mut Vec<String>) {
    let whole = format!("{before}{}", said(node));
    let fits = whole.chars().count() <= room || depth == DEEPEST;
    let indent = "  ".repeat(depth);
    if let Some(script) = script::first(node, room.saturating_sub(indent.len())).filter(|_| !fits) {
        lines.extend((!before.is_empty()).then(|| before.trim_end().to_owned()));
        lines.extend(script.into_iter().map(|line| format!("{indent}{line}")));
        return;
    }
    match &node.content {
        Content::Map(map) if !fits && function::call(node).is_none() => {
            lines.extend((!before.is_empty()).then(|| before.trim_end().to_owned()));
            for (key, value) in map {
                write(said, value, format!("{indent}{}: ", key.as_str()), depth + 1, room, lines);
            }
        }
        Content::List(items) if !fits => {
            lines.extend((!before.is_empty()).then(|| before.trim_end().to_owned()));
            items.iter().for_each(|item| write(said, item, format!("{indent}- "), depth + 1, room, lines));
        }
        _ => lines.push(cut(&whole, room)),
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
            "\n- \"shop@sha256:00000000000000000000\"\n+ \"shop@sha256:11111111111111111111\"\n               ^^^^^^^^^^^^^^^^^^^^"
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
