//! Literals of Rust.

use serde_json::Number;

use super::code::Code;

/// A text literal: raw where it has several lines, so that it reads as it stands.
pub(super) fn text(text: &str) -> Code {
    let is_block = text.trim_end_matches('\n').contains('\n');
    Code::Atom(if is_block && text.chars().all(is_plain) { raw(text) } else { escaped(text) })
}

/// A text literal on one line.
pub(super) fn escaped(text: &str) -> String {
    // `escape_debug` leaves what is printable; what is not, and what reorders text, it escapes.
    let inner: String = text
        .chars()
        .map(|c| match c {
            '\'' => "'".to_owned(),
            c if is_invisible(c) => c.escape_unicode().to_string(),
            c => c.escape_debug().to_string(),
        })
        .collect();
    format!("\"{inner}\"")
}

fn raw(text: &str) -> String {
    let hashes = (1..).map(|count| "#".repeat(count)).find(|hashes| !text.contains(&format!("\"{hashes}"))).unwrap_or_default();
    format!("r{hashes}\"{text}\"{hashes}")
}

/// Whether a character may stand in a raw literal.
fn is_plain(c: char) -> bool {
    c == '\n' || !(c.is_control() || is_invisible(c))
}

/// What the compiler or clippy refuses in a literal: it reorders text, or cannot be seen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
}

/// A whole number, with its type; nothing for another.
pub(super) fn integer(number: &Number) -> Option<(Code, &'static str)> {
    if let Some(value) = number.as_i64() {
        return Some(match i32::try_from(value) {
            Ok(value) => (Code::atom(value.to_string()), "i32"),
            Err(_) => (Code::atom(format!("{value}_i64")), "i64"),
        });
    }
    number.as_u64().map(|value| (Code::atom(format!("{value}_u64")), "u64"))
}

/// A number, with its type.
pub(super) fn number(number: &Number) -> (Code, &'static str) {
    integer(number).unwrap_or_else(|| {
        let text = number.to_string();
        let is_plain = text.contains(['.', 'e']);
        (Code::atom(if is_plain { text } else { format!("{text}_f64") }), "f64")
    })
}

#[cfg(test)]
mod tests {
    use super::{Code, text};

    #[test]
    fn a_text_reads_as_it_stands() {
        let written = |given: &str| match text(given) {
            Code::Atom(text) => text,
            other => format!("{other:?}"),
        };
        assert_eq!(written("it's \"a\"\n"), r#""it's \"a\"\n""#);
        assert_eq!(written("#!/bin/bash\necho \"#\"\n"), "r##\"#!/bin/bash\necho \"#\"\n\"##");
        assert_eq!(written("a\r\nb"), r#""a\r\nb""#);
        assert_eq!(written("a\u{200b}b ü"), "\"a\\u{200b}b ü\"");
    }
}
