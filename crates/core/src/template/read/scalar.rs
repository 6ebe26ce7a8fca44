//! What a plain YAML scalar is.
//!
//! CloudFormation reads YAML 1.1, in which `yes`, `0755`, `22:80` and `1_000` are no texts. It also turns every scalar into the type of its
//! property, so `"80"` and `80` are one and the same. What is decided here follows from both:
//! - `true`, `yes`, `on` and their opposites, in the spellings of YAML 1.1, are flags. (`y` and `n` are not: no reader of AWS takes them so.)
//! - A number is one only if it would be written again just as it stands, so `1.10` (a version) and `012345678901` (an account) lose
//!   nothing; where a property wants a number, the check takes the text for one. `1_000` is taken for 1000, since no number is written so.
//! - `0755`, `22:80` (the octal and sexagesimal numbers of YAML 1.1), hexadecimal numbers, dates, `.inf` and `.nan` stay texts: what
//!   CloudFormation makes of them is not documented, and a check that guesses would report what deploys.

use serde_json::Number;

use crate::template::Content;

/// The content of a scalar that is written without quotes.
pub(super) fn plain(text: &str) -> Content {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Content::Null,
        _ => flag(text).map(Content::Bool).or_else(|| number(text).map(Content::Number)).unwrap_or_else(|| owned(text)),
    }
}

/// A text.
pub(super) fn owned(text: &str) -> Content {
    Content::Text(text.to_owned().into())
}

/// The flag that a text is in YAML 1.1.
pub(super) fn flag(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

/// The number that a text is.
pub(super) fn number(text: &str) -> Option<Number> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '-') || text.len() > 40 {
        return None;
    }
    // Most are whole, and no leading zero is lost.
    if let Some(number) = text.parse::<u64>().ok().filter(|_| text == "0" || !text.starts_with('0')) {
        return Some(number.into());
    }
    let grouped = text.contains('_') && text.split('_').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let digits = if grouped && !text.starts_with('0') { text.replace('_', "") } else { text.to_owned() };
    let number: Number = serde_json::from_str(&digits).ok()?;
    (number.to_string() == digits).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::plain;

    /// How a plain scalar is written again in JSON.
    fn read(text: &str) -> String {
        serde_json::to_string(&crate::template::Node::new(plain(text))).unwrap()
    }

    #[test]
    fn flags_are_those_of_yaml_1_1() {
        for (text, flag) in [("yes", "true"), ("On", "true"), ("TRUE", "true"), ("off", "false"), ("No", "false")] {
            assert_eq!(read(text), flag);
        }
        assert_eq!(["y", "n", "tRUE"].map(read), ["\"y\"", "\"n\"", "\"tRUE\""]);
        assert_eq!(["~", "null", ""].map(read), ["null", "null", "null"]);
    }

    #[test]
    fn a_number_is_one_that_is_written_again_as_it_stands() {
        for text in ["0", "80", "-1", "1.5", "931637612335", "18446744073709551615"] {
            assert_eq!(read(text), text);
        }
        assert_eq!(read("1_000"), "1000");
        for text in [
            "1.10",
            "012345678901",
            "0755",
            "22:80",
            "0x1F",
            "2012-10-17",
            "1e3",
            "+5",
            ".5",
            "-",
            "1_",
            "99999999999999999999",
            ".inf",
        ] {
            assert_eq!(read(text), format!("\"{text}\""));
        }
    }
}
