//! A value of many lines, such as a script, a document in JSON or a long list: the lines that differ.

use super::apart;
use super::cut::cut;
use crate::diff::show;
use crate::template::{Node, counted};

/// The lines that are shown of those that went, and of those that came.
const LINES: usize = 12;
/// The lines that are shown of a text that only one side has.
const FIRST: usize = 3;
/// The most pairs of lines that are compared; in longer texts none is taken for the same.
const MOST_PAIRS: usize = 1_000_000;

/// The lines that differ, each with `-` for what was, `+` for what is, or a space; nothing where a value has no lines.
pub(super) fn differences(
    [before, after]: [&Node; 2],
    said: &dyn Fn(&Node) -> String,
    room: usize,
) -> Option<Vec<(char, String)>> {
    if let (Some(one), Some(other)) = (before.as_list(), after.as_list()) {
        let items = [one, other].map(|items| items.iter().map(said).collect::<Vec<_>>());
        return (items[0] != items[1]).then(|| by_lines(&items, "item", room));
    }
    let texts = [show::text(before)?, show::text(after)?];
    let documents = [document(&texts[0]), document(&texts[1])];
    if let [Some(one), Some(other)] = documents
        && one != other
    {
        return Some(by_lines(&[one, other], "line", room));
    }
    let lines = texts.map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
    (lines.iter().any(|lines| lines.len() > 1) && lines[0] != lines[1]).then(|| by_lines(&lines, "line", room))
}

/// The first lines of a text, and how many there are more; nothing where it has one line.
pub(super) fn first(node: &Node, room: usize) -> Option<Vec<String>> {
    let text = show::text(node)?;
    let lines = document(&text).unwrap_or_else(|| text.lines().map(str::to_owned).collect());
    if lines.len() < 2 {
        return None;
    }
    let more = lines.len().saturating_sub(FIRST);
    let shown = lines.iter().take(if more > 1 { FIRST } else { lines.len() }).map(|line| cut(line, room));
    Some(shown.chain((more > 1).then(|| format!("… {}", counted(more, "more line")))).collect())
}

/// The lines of a document in JSON, one for each entry; nothing where the text is none.
fn document(text: &str) -> Option<Vec<String>> {
    let is_one = text.trim_start().starts_with(['{', '[']);
    let document: serde_json::Value = is_one.then(|| serde_json::from_str(text).ok()).flatten()?;
    Some(format!("{document:#}").lines().map(str::to_owned).collect())
}

/// The lines of two lists of them that differ, and how many there are between that do not.
fn by_lines([before, after]: &[Vec<String>; 2], what: &str, room: usize) -> Vec<(char, String)> {
    let mut shown = Shown { lines: Vec::new(), what, room };
    let (mut left, mut more) = ([LINES; 2], [0; 2]);
    let mut rest = matched(before, after).into_iter().peekable();
    while rest.peek().is_some() {
        let mut run =
            |sign| std::iter::from_fn(|| rest.next_if(|(its, _)| *its == sign)).map(|(_, line)| line).collect::<Vec<_>>();
        let (equal, mut gone, mut new) = (run(' '), run('-'), run('+'));
        let is_last = gone.is_empty() && new.is_empty();
        for (index, lines) in [&mut gone, &mut new].into_iter().enumerate() {
            more[index] += lines.len().saturating_sub(left[index]);
            lines.truncate(left[index]);
            left[index] -= lines.len();
        }
        // What is equal between lines that are not shown tells nothing.
        if is_last && more == [0; 2] || !gone.is_empty() || !new.is_empty() {
            shown.equal(&equal, !is_last);
        }
        shown.changed(&gone, &new);
    }
    let hidden = ['-', '+'].into_iter().zip(more).filter(|(_, count)| *count > 0);
    shown.lines.extend(hidden.map(|(sign, count)| (sign, format!("… {}", counted(count, &format!("more {what}"))))));
    shown.lines
}

/// What is shown of two lists of lines.
struct Shown<'a> {
    lines: Vec<(char, String)>,
    what: &'a str,
    room: usize,
}

impl Shown<'_> {
    /// Lines that are equal: one is shown where something differs after it, more are counted.
    fn equal(&mut self, lines: &[&str], is_followed: bool) {
        match lines {
            [] => {}
            [line] if is_followed && !self.lines.is_empty() => self.lines.push((' ', cut(line, self.room))),
            _ => self.lines.push((' ', format!("… {}", counted(lines.len(), &format!("equal {}", self.what))))),
        }
    }

    /// Lines that went and that came in their place, each pair with what differs in it.
    fn changed(&mut self, gone: &[&str], new: &[&str]) {
        let pairs = gone.iter().zip(new).map(|(one, other)| apart::around([one, other], self.room).0);
        let (mut before, mut after): (Vec<String>, Vec<String>) = pairs.map(|[one, other]| (one, other)).unzip();
        before.extend(gone.iter().skip(before.len()).map(|line| cut(line, self.room)));
        after.extend(new.iter().skip(after.len()).map(|line| cut(line, self.room)));
        self.lines.extend(before.into_iter().map(|line| ('-', line)));
        self.lines.extend(after.into_iter().map(|line| ('+', line)));
    }
}

/// The lines of two texts in their order: those of the first with `-`, those of the second with `+`, those of both once, with a space.
/// As many as possible are those of both.
fn matched<'t>(one: &'t [String], other: &'t [String]) -> Vec<(char, &'t str)> {
    let head = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let tail = one[head..].iter().rev().zip(other[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let same = |lines: &'t [String]| lines.iter().map(|line| (' ', line.as_str()));
    let middle = between(&one[head..one.len() - tail], &other[head..other.len() - tail]);
    same(&one[..head]).chain(middle).chain(same(&one[one.len() - tail..])).collect()
}

/// The same for texts that begin and end in other lines.
fn between<'t>(one: &'t [String], other: &'t [String]) -> Vec<(char, &'t str)> {
    let width = other.len() + 1;
    // How many lines the rests of both have in common, from each pair of places on.
    let mut common = vec![0_usize; if one.len() * other.len() > MOST_PAIRS { 0 } else { (one.len() + 1) * width }];
    if !common.is_empty() {
        for (at, line) in one.iter().enumerate().rev() {
            for (to, another) in other.iter().enumerate().rev() {
                let (below, beside, after) =
                    (common[(at + 1) * width + to], common[at * width + to + 1], common[(at + 1) * width + to + 1]);
                common[at * width + to] = if line == another { after + 1 } else { below.max(beside) };
            }
        }
    }
    let count = |at: usize, to: usize| common.get(at * width + to).copied().unwrap_or_default();
    let (mut at, mut to, mut found) = (0, 0, Vec::<(char, &str)>::new());
    while at < one.len() || to < other.len() {
        match (one.get(at), other.get(to)) {
            (Some(line), Some(another)) if line == another && !common.is_empty() => {
                found.push((' ', line));
                (at, to) = (at + 1, to + 1);
            }
            (Some(line), another) if another.is_none() || count(at + 1, to) >= count(at, to + 1) => {
                found.push(('-', line));
                at += 1;
            }
            (_, Some(another)) => {
                found.push(('+', another));
                to += 1;
            }
            (_, None) => break,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn differ(before: serde_json::Value, after: serde_json::Value) -> String {
        let lines = differences([&before.into(), &after.into()], &show::node, 40).unwrap_or_default();
        lines.iter().map(|(sign, line)| format!("{sign} {line}\n")).collect()
    }

    #[test]
    fn of_a_script_those_lines_are_shown_that_differ() {
        let script = |changed: [&str; 2]| {
            let line = |index: usize| match index {
                3 => format!("{}\n", changed[0]),
                5 => format!("{}\n", changed[1]),
                _ => format!("echo {index}\n"),
            };
            (0..9).map(line).collect::<String>()
        };
        let expected = "  … 3 equal lines\n- one\n+ uno\n  echo 4\n- two\n+ due\n  … 3 equal lines\n";
        assert_eq!(differ(json!(script(["one", "two"])), json!(script(["uno", "due"]))), expected);
        // Whatever makes the text.
        let pieces =
            json!({ "Fn::Base64": { "Fn::Join": ["\n", ["#!/bin/sh", { "Fn::Sub": "run ${Port}" }, { "Ref": "Last" }]] } });
        let whole = json!({ "Fn::Base64": { "Fn::Sub": "#!/bin/sh\nrun ${Other}\n${Last}" } });
        assert_eq!(differ(pieces, whole), "  … 1 equal line\n- run ${Port}\n+ run ${Other}\n  … 1 equal line\n");
    }

    #[test]
    fn of_a_long_line_the_part_is_shown_that_differs() {
        let script =
            |tag: &str| json!(format!("#!/bin/sh\ncd /opt && docker-compose -f docker-compose.yml -p shop pull {tag} done"));
        let told = differ(script("1.2"), script("1.3"));
        assert_eq!(told, "  … 1 equal line\n- …pose.yml -p shop pull 1.2 done\n+ …pose.yml -p shop pull 1.3 done\n");
    }

    #[test]
    fn a_document_has_a_line_for_each_entry_and_a_list_for_each_item() {
        let definition = |time: u32| json!(format!(r#"{{"StartAt":"Go","States":{{"Go":{{"Type":"Wait","Seconds":{time}}}}}}}"#));
        let expected = "  … 5 equal lines\n-       \"Seconds\": 5\n+       \"Seconds\": 60\n  … 3 equal lines\n";
        assert_eq!(differ(definition(5), definition(60)), expected);
        let expected = "  … 1 equal item\n- \"s3:PutObject\"\n+ \"s3:*\"\n+ Role.Arn\n";
        let after = json!(["s3:GetObject", "s3:*", { "Fn::GetAtt": ["Role", "Arn"] }]);
        assert_eq!(differ(json!(["s3:GetObject", "s3:PutObject"]), after), expected);
        // Only the spaces of a document differ: then they are shown.
        assert_eq!(differ(json!("{\n}"), json!("{ }")), "- {\n- }\n+ { }\n");
    }

    #[test]
    fn of_much_that_differs_the_rest_is_counted() {
        let script = |of: &str| json!((0..20).map(|index| format!("{of} {index}\n")).collect::<String>());
        let told = differ(script("old"), script("new"));
        assert!(told.ends_with("- … 8 more lines\n+ … 8 more lines\n"), "{told}");
        assert_eq!(first(&script("new").into(), 40).unwrap_or_default(), ["new 0", "new 1", "new 2", "… 17 more lines"]);
    }
}
