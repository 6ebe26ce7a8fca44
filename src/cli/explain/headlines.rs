//! What the headlines of `diff` say, read from its page, which is the only place where they are written out.

/// The page with the table of the headlines.
const PAGE: &str = include_str!("../../../docs/diff.md");

/// A headline, such as `DIFF101`.
pub(super) struct Headline {
    /// Its code.
    pub(super) code: &'static str,
    /// What is printed before it, and when.
    pub(super) what: String,
    /// The exit code of `diff` where it is the gravest.
    exit: &'static str,
}

/// All of them, in the order of the page.
pub(super) fn all() -> impl Iterator<Item = Headline> {
    PAGE.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| DIFF")?.strip_suffix(" |")?.split(" | ").collect();
        let [number, what, exit] = cells.as_slice() else { return None };
        let code = line.get(2..2 + "DIFF".len() + number.len())?;
        Some(Headline { code, what: without_links(what), exit })
    })
}

/// The one with this code.
pub(super) fn find(code: &str) -> Option<Headline> {
    all().find(|headline| headline.code.eq_ignore_ascii_case(code))
}

/// What `explain` prints of it.
pub(super) fn text(headline: &Headline) -> String {
    let Headline { code, what, exit } = headline;
    format!("{code} (a headline of `diff`)\n\n{what}\n\nExit code of `diff`: {exit}\n\nSee: docs/diff.md\n")
}

/// `[text](page)` as `text`.
fn without_links(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        match after.split_once("](").and_then(|(label, target)| Some((label, target.split_once(')')?.1))) {
            Some((label, after)) => {
                text.push_str(label);
                rest = after;
            }
            None => {
                text.push('[');
                rest = after;
            }
        }
    }
    text + rest
}
