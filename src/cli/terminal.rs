//! Colour, where a person looks.

use std::fmt::Display;
use std::io::IsTerminal;

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

/// Whether a stream takes colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Palette {
    colored: bool,
}

impl Palette {
    /// No colour.
    pub(super) const PLAIN: Palette = Palette { colored: false };

    /// For one of the standard streams: colour on a terminal, unless `NO_COLOR` or `TERM=dumb` forbids it.
    pub(super) fn of(stream: &impl IsTerminal) -> Self {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Palette { colored: stream.is_terminal() && !no_color && !dumb }
    }

    /// The text in its colour.
    pub(super) fn paint(self, style: Style, text: impl Display) -> String {
        if !self.colored {
            return text.to_string();
        }
        let code = match style {
            Style::Strong => "1",
            Style::Error => "1;31",
            Style::Warning => "1;33",
            Style::New => "32",
            Style::Faint => "2",
            Style::Frame => "1;34",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}

#[cfg(test)]
mod tests {
    use super::{Palette, Style};

    #[test]
    fn text_is_left_alone_without_colour() {
        assert_eq!(Palette { colored: false }.paint(Style::Error, "error"), "error");
        assert_eq!(Palette { colored: true }.paint(Style::Error, "error"), "\x1b[1;31merror\x1b[0m");
    }
}
