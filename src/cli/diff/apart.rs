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
    for (sign, all) in [('-', &one), ('+', &other)] {
        let part = &all[head..all.len() - tail];
        lines.extend(part.iter().take(LINES).map(|line| (sign, cut(line, room))));
        let more = part.len().saturating_sub(LINES);
        lines.extend((more > 0).then(|| (sign, format!("… {}", counted(more, "more line")))));
    }
    lines.extend(equal(tail));
    lines
}
