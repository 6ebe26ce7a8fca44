//! Two long texts, without what is the same in both, and with a mark below what is not.

use super::cut::cut;
use crate::template::counted;

/// What stays of the equal beginning and end of two long texts.
const CONTEXT: usize = 24;
/// Where more of a text than this many tenths differs, a mark tells nothing.
const MARKED: usize = 7;
/// The lines that are shown of a text in lines.
const LINES: usize = 16;

/// The lines below the name of a value, each with `-` for what was, `+` for what is, or a space.
pub(super) fn lines(before: &str, after: &str, room: usize) -> Vec<(char, String)> {
    // Texts in lines are compared by them, as they stand in the quotes.
    if before.contains("\\n") && after.contains("\\n") && before.len().max(after.len()) > room {
        return by_lines(before, after, room);
    }
    let (one, other): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    let same = |pairs: &mut dyn Iterator<Item = (&char, &char)>| pairs.take_while(|(a, b)| a == b).count();
    let head = same(&mut one.iter().zip(&other));
    let tail = same(&mut one[head..].iter().rev().zip(other[head..].iter().rev()));
    let fits = one.len().max(other.len()) <= room;
    let part = |text: &[char]| {
        let (start, end) = match fits {
            true => (0, text.len()),
            false => (head.saturating_sub(CONTEXT), (text.len() - tail + CONTEXT).min(text.len())),
        };
        let part: String = text[start..end].iter().collect();
        let (open, close) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
        let mark = (head - start + open.chars().count(), text.len() - tail - head);
        (cut(&format!("{open}{part}{close}"), room), mark)
    };
    let ((before, old_mark), (after, new_mark)) = (part(&one), part(&other));
    let mark = |text: &str, (start, length): (usize, usize)| {
        let shown = text.chars().count();
        let length = length.min(shown.saturating_sub(start));
        let says = length > 0 && length * 10 <= shown * MARKED;
        says.then(|| (' ', format!("{}{}", " ".repeat(start), "^".repeat(length))))
    };
    let (below_old, below_new) = (mark(&before, old_mark), mark(&after, new_mark));
    // One mark is enough: that below the new text, unless something only went.
    let below_old = below_old.filter(|_| new_mark.1 == 0);
    let lines = [Some(('-', before)), below_old, Some(('+', after)), below_new];
    lines.into_iter().flatten().collect()
}

fn by_lines(before: &str, after: &str, room: usize) -> Vec<(char, String)> {
    let (one, other): (Vec<&str>, Vec<&str>) = (before.split("\\n").collect(), after.split("\\n").collect());
    let head = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let tail = one[head..].iter().rev().zip(other[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let equal = |count: usize| (count > 0).then(|| (' ', format!("… {}", counted(count, "equal line"))));
    let mut lines: Vec<(char, String)> = equal(head).into_iter().collect();
    let (one, other) = (&one[head..one.len() - tail], &other[head..other.len() - tail]);
    let (mut left, mut more, mut between) = ([LINES; 2], [0; 2], 0);
    for (sign, line) in matched(one, other) {
        if sign == ' ' {
            between += 1;
            continue;
        }
        let index = usize::from(sign == '+');
        if left[index] == 0 {
            more[index] += 1;
            continue;
        }
        left[index] -= 1;
        lines.extend(equal(std::mem::take(&mut between)));
        lines.push((sign, cut(line, room)));
    }
    let hidden = ['-', '+'].into_iter().zip(more).filter(|(_, count)| *count > 0);
    lines.extend(hidden.map(|(sign, count)| (sign, format!("… {}", counted(count, "more line")))));
    lines.extend(equal(between + tail));
    lines
}

/// The most pairs of lines that are compared; in longer texts none is taken for the same.
const MOST_PAIRS: usize = 1_000_000;

/// The lines of two texts in their order: those of the first with `-`, those of the second with `+`, those of both once, with a space.
/// As many as possible are those of both.
fn matched<'t>(one: &[&'t str], other: &[&'t str]) -> Vec<(char, &'t str)> {
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
    let (mut at, mut to, mut found) = (0, 0, Vec::new());
    while at < one.len() || to < other.len() {
        match (one.get(at), other.get(to)) {
            (Some(line), Some(another)) if line == another && !common.is_empty() => {
                found.push((' ', *line));
                (at, to) = (at + 1, to + 1);
            }
            (Some(line), another) if another.is_none() || count(at + 1, to) >= count(at, to + 1) => {
                found.push(('-', *line));
                at += 1;
            }
            (_, Some(another)) => {
                found.push(('+', *another));
                to += 1;
            }
            (_, None) => break,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn of_a_text_in_lines_those_are_shown_that_differ() {
        let text = |changed: [&str; 2]| {
            let line = |index: usize| match index {
                3 => changed[0].to_owned(),
                9 => changed[1].to_owned(),
                _ => format!("echo {index}"),
            };
            (0..12).map(line).collect::<Vec<_>>().join("\\n")
        };
        let shown = lines(&text(["one", "two"]), &text(["uno", "due"]), 40);
        let shown: Vec<String> = shown.iter().map(|(sign, line)| format!("{sign} {line}")).collect();
        let expected = ["  … 3 equal lines", "- one", "+ uno", "  … 5 equal lines", "- two", "+ due", "  … 2 equal lines"];
        assert_eq!(shown, expected);
    }
}
