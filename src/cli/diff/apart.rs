//! Two long texts, without what is the same in both, and with a mark below what is not.

use super::cut::cut;

/// The least and the most that stays of the equal beginning and end of two long texts.
const CONTEXT: [usize; 2] = [24, 60];
/// Where more of a text than this many tenths differs, a mark tells nothing.
const MARKED: usize = 7;

/// The lines below the name of a value, each with `-` for what was, `+` for what is, or a space.
pub(super) fn lines(before: &str, after: &str, room: usize) -> Vec<(char, String)> {
    let ([before, after], [old_mark, new_mark]) = around([before, after], room);
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

/// Two texts, each in one line: what differs in them, with some of what is around it where not all has room. With where that is, and how
/// long.
pub(super) fn around(texts: [&str; 2], room: usize) -> ([String; 2], [(usize, usize); 2]) {
    let [one, other] = texts.map(|text| text.chars().collect::<Vec<_>>());
    let same = |pairs: &mut dyn Iterator<Item = (&char, &char)>| pairs.take_while(|(a, b)| a == b).count();
    let head = same(&mut one.iter().zip(&other));
    let tail = same(&mut one[head..].iter().rev().zip(other[head..].iter().rev()));
    let fits = one.len().max(other.len()) <= room;
    let context = (room.saturating_sub(one.len().max(other.len()) - head - tail + 2) / 2).clamp(CONTEXT[0], CONTEXT[1]);
    let part = |text: &[char]| {
        let (start, end) = match fits {
            true => (0, text.len()),
            false => (head.saturating_sub(context), (text.len() - tail + context).min(text.len())),
        };
        let part: String = text[start..end].iter().collect();
        let (open, close) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
        let mark = (head - start + open.chars().count(), text.len() - tail - head);
        (cut(&format!("{open}{part}{close}"), room), mark)
    };
    let ((one, old_mark), (other, new_mark)) = (part(&one), part(&other));
    ([one, other], [old_mark, new_mark])
}
