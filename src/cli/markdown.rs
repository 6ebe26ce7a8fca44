//! Markdown as GitHub shows it, with texts of templates in it: they stay text. Nobody is called, nothing is linked, nothing is drawn.

use crate::template::unseen::{COMMAND, is_unseen};

/// A character without width: it stands where GitHub would see a mention, a reference, an address or an emoji.
const BREAK: &str = "&#8203;";

/// The hexadecimal digits from which on GitHub looks for a commit.
const COMMIT: usize = 7;

/// Text in a line, with its code between single backticks.
pub(super) fn text(text: &str) -> String {
    let text = in_line(text);
    // With any other backticks nobody knows where code begins.
    if text.contains("``") || text.matches('`').count() % 2 == 1 || text.contains("` `") {
        return plain(&text);
    }
    let parts = text.split('`').enumerate();
    parts.map(|(index, part)| if index % 2 == 0 { plain(part) } else { format!("`{part}`") }).collect()
}

/// A name or a value as code in a line.
pub(super) fn code(text: &str) -> String {
    let text = in_line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A space beside the fence is taken away again; without it, backticks at the ends would belong to the fence.
    let space = if text.is_empty() || text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Lines as a block of code that none of them closes.
pub(super) fn block(language: &str, lines: &str) -> String {
    let longest = lines.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let lines: String = lines.chars().map(|c| if is_unseen(c) { '\u{FFFD}' } else { c }).collect();
    let lines: String = lines.split_inclusive('\n').map(without_command).collect();
    let end = if lines.is_empty() || lines.ends_with('\n') { "" } else { "\n" };
    format!("{fence}{language}\n{lines}{end}{fence}\n")
}

/// Text within HTML, where Markdown means nothing, but GitHub still looks for mentions.
pub(super) fn html(text: &str) -> String {
    quiet(&in_line(text), "")
}

/// Text without code.
fn plain(text: &str) -> String {
    quiet(text, "*_[]|#`\\~!$()")
}

/// Text in which nothing is alive; a backslash stands before these characters.
fn quiet(text: &str, special: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut digits = 0;
    for (at, c) in text.char_indices() {
        let before = text[..at].chars().next_back();
        digits = if c.is_ascii_hexdigit() { digits + 1 } else { 0 };
        // GitHub looks for these after it has read the backslashes.
        let is_alive = match c {
            '/' => before == Some(':') || before == Some('/'),
            '.' => text[..at].to_ascii_lowercase().ends_with("www"),
            '-' => text[..at].to_ascii_lowercase().ends_with("gh"),
            _ => digits == COMMIT,
        };
        if is_alive {
            out.push_str(BREAK);
            // This one is the first of those behind the break.
            digits = usize::from(c.is_ascii_hexdigit());
        }
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if special.contains(c) => out.extend(['\\', c]),
            c => out.push(c),
        }
        if matches!(c, '@' | '#') || c == ':' && is_emoji(&text[at + 1..]) {
            out.push_str(BREAK);
        }
    }
    out
}

/// Whether a text after a colon makes an emoji of it: `tada:`.
fn is_emoji(rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit() && !"_+-".contains(c));
    end.is_some_and(|end| end > 0 && rest[end..].starts_with(':'))
}

/// One line of what can be seen.
fn in_line(text: &str) -> String {
    let seen = |c: char| match c {
        '\n' | '\t' => ' ',
        c if is_unseen(c) => '\u{FFFD}',
        c => c,
    };
    without_command(&text.chars().map(seen).collect::<String>())
}

/// A line in which a runner of workflows that prints it finds no command.
fn without_command(line: &str) -> String {
    let line = line.replace(COMMAND, "#\u{200b}#");
    match line.trim_start().strip_prefix("::") {
        Some(rest) => format!("{}:\u{200b}:{rest}", &line[..line.len() - line.trim_start().len()]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::{block, code, html, text};

    #[test]
    fn nothing_is_alive() {
        assert_eq!(text("@all #1 a_b"), "@&#8203;all \\#&#8203;1 a\\_b");
        assert_eq!(text("see https://evil.test www.evil.test"), "see https:&#8203;/&#8203;/evil.test www&#8203;.evil.test");
        assert_eq!(text(":tada: gh-1 0123456789"), ":&#8203;tada: gh&#8203;-1 012345&#8203;6789");
        let commit = html(&"0123456789abcdef".repeat(3));
        assert!(commit.split("&#8203;").all(|part| part.len() < 7), "{commit}");
        assert_eq!(text("<img src=x>\n![a](b) $x$"), "&lt;img src=x&gt; \\!\\[a\\]\\(b\\) \\$x\\$");
        assert_eq!(html("<b>@all"), "&lt;b&gt;@&#8203;all");
    }

    #[test]
    fn code_is_not_left() {
        assert_eq!([code("a"), code("a`b"), code("`"), code("")], ["`a`", "``a`b``", "`` ` ``", "`  `"]);
        assert_eq!(text("the `@a` of b"), "the `@a` of b");
        assert_eq!(text("an ` open @a"), "an \\` open @&#8203;a");
        assert_eq!(block("diff", "+ ```\n"), "````diff\n+ ```\n````\n");
        assert_eq!(block("diff", " a\n ::error::b\n"), "```diff\n a\n :\u{200b}:error::b\n```\n");
    }
}
