//! Quoting for a POSIX shell.

/// A word that any POSIX shell reads back as this text.
pub fn quote(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_./:=@%+,-".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn only_what_a_shell_would_change_is_quoted() {
        assert_eq!(quote("file://out/prod/backend.parameters.json"), "file://out/prod/backend.parameters.json");
        assert_eq!(quote("Team=the core"), "'Team=the core'");
        assert_eq!(quote("it's"), r"'it'\''s'");
        assert_eq!(quote("~$HOME"), "'~$HOME'");
        assert_eq!(quote(""), "''");
    }
}
