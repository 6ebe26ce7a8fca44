//! The terminal: colour where a person looks, and the one writer of what is said there.
//!
//! Whatever a template, a settings file or a file name holds comes out as text: it moves no cursor, and in the log of a workflow it gives
//! no command.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write as _};

use crate::template::unseen::is_unseen;

/// What a piece of text is, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// A heading or a message.
    Strong,
    /// An error.
    Error,
    /// A warning, or something changed.
    Warning,
    /// Something new.
    New,
    /// Something that needs no attention.
    Faint,
    /// Line numbers and the like.
    Frame,
}

impl Style {
    const ALL: [Style; 6] = [Style::Strong, Style::Error, Style::Warning, Style::New, Style::Faint, Style::Frame];

    fn code(self) -> &'static str {
        match self {
            Style::Strong => "1",
            Style::Error => "1;31",
            Style::Warning => "1;33",
            Style::New => "32",
            Style::Faint => "2",
            Style::Frame => "1;34",
        }
    }
}

/// Whether a stream takes colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Palette {
    colored: bool,
}

impl Palette {
    /// No colour.
    pub(super) const PLAIN: Palette = Palette { colored: false };

    /// For standard output.
    pub(super) fn stdout() -> Self {
        Palette::of(&io::stdout())
    }

    /// For standard error.
    pub(super) fn stderr() -> Self {
        Palette::of(&io::stderr())
    }

    /// For one of the standard streams: colour on a terminal, unless `NO_COLOR` or `TERM=dumb` forbids it.
    fn of(stream: &impl IsTerminal) -> Self {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Palette { colored: stream.is_terminal() && !no_color && !dumb }
    }

    /// The text in its colour.
    pub(super) fn paint(self, style: Style, text: impl Display) -> String {
        if !self.colored {
            return text.to_string();
        }
        format!("\x1b[{}m{text}\x1b[0m", style.code())
    }
}

/// The characters of the longest line that is printed.
const LONGEST_LINE: usize = 4000;

/// Prints text for people.
pub(super) fn print(text: &str) -> io::Result<()> {
    let palette = Palette::stdout();
    print_document(&safe(text, palette))
}

/// Prints text for people to standard error.
pub(super) fn print_error(text: &str) {
    // Standard error is the last resort: where it is closed, nobody is left to tell.
    let _ = io::stderr().lock().write_all(safe(text, Palette::stderr()).as_bytes());
}

/// Whether a person sees standard error.
pub(super) fn is_attended() -> bool {
    io::stderr().is_terminal()
}

/// Prints a document that its own writer has made safe: JSON, a picture, the commands of a workflow.
pub(super) fn print_document(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// A name or a value in one line: line ends are shown as `\\n`, and nothing moves the cursor.
pub(super) fn line(text: &str) -> String {
    if !text.contains(|c| c == '\n' || is_unseen(c)) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            c if is_unseen(c) => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

/// Text in which nothing but the colours of this program is more than text, and no line is endless.
fn safe(text: &str, palette: Palette) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        write_line(&mut out, line, palette);
    }
    out
}

fn write_line(out: &mut String, line: &str, palette: Palette) {
    let start = line.trim_start();
    let mut rest = line;
    // A runner of workflows takes such a line of its log for a command. No command is called `:`, and so the sign of related places stays.
    if start.starts_with("::") && !start.starts_with(":::") {
        out.push_str(&line[..line.len() - start.len()]);
        out.push_str(": :");
        rest = &start[2..];
    }
    // Nearly every line is short and plain. A colour begins with a character that nobody sees.
    if rest.len() <= LONGEST_LINE && !rest.contains(|c| c == '#' || is_unseen(c)) {
        return out.push_str(rest);
    }
    let mut count = 0;
    while let Some(c) = rest.chars().next() {
        if let Some(code) = Style::ALL
            .iter()
            .map(|style| style.code())
            .chain(["0"])
            .find_map(|code| escape(rest, code))
            .filter(|_| palette.colored)
        {
            out.push_str(code);
            rest = &rest[code.len()..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        count += 1;
        match c {
            _ if count == LONGEST_LINE && rest.trim_end().chars().nth(1).is_some() => {
                out.push_str(&format!("… and {} characters more", rest.trim_end().chars().count() + 1));
                out.push_str(&rest[rest.trim_end_matches('\n').len()..]);
                return;
            }
            // The older form of such a command counts anywhere in a line.
            '#' if rest.starts_with("#[") || rest.starts_with("#vso[") => out.push_str("# "),
            c if is_unseen(c) => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
}

/// The escape sequence with which a text begins, where it is that of this colour.
fn escape<'t>(text: &'t str, code: &str) -> Option<&'t str> {
    let rest = text.strip_prefix("\x1b[")?.strip_prefix(code)?.strip_prefix('m')?;
    Some(&text[..text.len() - rest.len()])
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_LINE, Palette, Style, line, safe};

    #[test]
    fn what_is_printed_is_text() {
        let plain = |text: &str| safe(text, Palette::PLAIN);
        assert_eq!(plain("a\x1b[31mb\u{9b}c\u{202e}d\re\n"), "a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}d\u{FFFD}e\n");
        assert_eq!(plain("a\n ::error::b\n##[error]c a::b"), "a\n : :error::b\n# #[error]c a::b");
        let palette = Palette { colored: true };
        let painted = palette.paint(Style::Error, "a\x1b[5mb");
        assert_eq!(safe(&painted, palette), "\x1b[1;31ma\u{FFFD}[5mb\x1b[0m");
        assert_eq!(safe(&painted, Palette::PLAIN), "\u{FFFD}[1;31ma\u{FFFD}[5mb\u{FFFD}[0m");
        assert_eq!(line("a\nb\x07"), "a\\nb\u{FFFD}");
    }

    #[test]
    fn an_endless_line_ends() {
        let long = format!("{}\nb\n", "a".repeat(3_000_000));
        let told = safe(&long, Palette::PLAIN);
        assert!(told.len() < LONGEST_LINE + 60 && told.ends_with(" characters more\nb\n"), "{}", told.len());
        let fits = format!("{}\n", "a".repeat(LONGEST_LINE));
        assert_eq!(safe(&fits, Palette::PLAIN), fits);
    }

    #[test]
    fn text_is_left_alone_without_colour() {
        assert_eq!(Palette { colored: false }.paint(Style::Error, "error"), "error");
        assert_eq!(Palette { colored: true }.paint(Style::Error, "error"), "\x1b[1;31merror\x1b[0m");
    }
}
