//! What is not for readers: characters that nobody sees and that move a terminal's cursor, colour it, or turn text around, and how
//! the commands of a workflow begin.

/// Whether a character is one of them. A tab and a line feed are not.
#[doc(hidden)]
#[must_use]
pub fn is_unseen(c: char) -> bool {
    // Marks and embeddings of direction, separators of lines and paragraphs, tags, and the mark of byte order.
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns
        || (c.is_control() && c != '\t' && c != '\n')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// How the older commands of workflows begin, which a runner finds anywhere in a line of its log: `##[error]`.
pub const COMMAND: &str = "##";

/// A text of JSON in which such characters are escaped, and what a runner would take for a command. They stand in strings only, where an
/// escape is the same.
#[doc(hidden)]
#[must_use]
pub fn in_json(text: &str) -> String {
    if !text.contains(COMMAND) && !text.chars().any(is_unseen) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unseen(c) || c == '#' && out.ends_with('#') {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::in_json;

    #[test]
    fn json_says_the_same() {
        assert_eq!(in_json("\"##[x]\""), "\"#\\u0023[x]\"");
        let text = "a\u{9b}\u{202e}\u{e0041}é";
        let json = in_json(&serde_json::to_string(text).unwrap());
        assert_eq!(json, "\"a\\u009b\\u202e\\udb40\\udc41é\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
