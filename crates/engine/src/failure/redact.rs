//! Secrets in messages, which are not repeated.

use crate::language::read::secret;

const HIDDEN: &str = "***";

/// Whether a word of a message is a secret by its form.
pub(super) fn is_secret(word: &str) -> bool {
    secret::is_credential(word)
}

/// A message without what looks like a secret: credentials, and values after a name such as `DB_PASSWORD`.
pub fn redacted(message: &str) -> String {
    let is_edge = |c: char| c.is_whitespace() || "\"'`()[]{},;<>=“”".contains(c);
    let (mut text, mut rest) = (String::new(), message);
    let (mut is_named, mut is_assigned) = (false, false);
    while !rest.is_empty() {
        let end = rest.find(is_edge).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if !word.is_empty() {
            let plain = word.trim_matches(':');
            let is_value = is_assigned && secret::could_be_secret(plain);
            text.push_str(if is_value || is_secret(plain) { HIDDEN } else { word });
            // `password: x`, `PASSWORD=x` and `"Password": "x"` name a value; `password must be longer` does not.
            is_named = secret::is_named_so(plain) || secret::is_parameter_named_so(plain);
            is_assigned = is_named && word.ends_with(':');
        }
        let edge = after.chars().next();
        is_assigned |= is_named && (edge == Some('=') || after.starts_with("\":") || after.starts_with("\" :"));
        let length = edge.map_or(0, char::len_utf8);
        text.push_str(&after[..length]);
        rest = &after[length..];
        if rest.starts_with(':') && is_named {
            text.push(':');
            rest = &rest[1..];
            is_assigned = true;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::redacted;

    #[test]
    fn secrets_are_not_repeated() {
        for (message, expected) in [
            ("DB_PASSWORD=hunter22 is refused", "DB_PASSWORD=*** is refused"),
            (r#"{"MasterUserPassword": "hunter22"}"#, r#"{"MasterUserPassword": "***"}"#),
            ("key AKIAIOSFODNN7EXAMPLE is invalid", "key *** is invalid"),
            ("dial postgres://root:hunter2@db:5432/app", "dial ***"),
            (
                "The parameter MasterUserPassword is not a valid password",
                "The parameter MasterUserPassword is not a valid password",
            ),
        ] {
            assert_eq!(redacted(message), expected);
        }
    }
}
