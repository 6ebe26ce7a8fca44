//! Texts of a Compose file: what the shell would put into them, whether they are secrets, and names made of them.

/// A text with the defaults of its variables, `${PORT:-80}`; the names of those that have none.
pub(super) fn interpolated(text: &str) -> Result<String, Vec<String>> {
    let (mut made, mut missing, mut rest) = (String::new(), Vec::new(), text);
    while let Some(at) = rest.find('$') {
        made.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            made.push('$');
            rest = after;
        } else if let Some(braced) = rest.strip_prefix('{') {
            let (inner, after) = braced.split_once('}').unwrap_or((braced, ""));
            rest = after;
            let name_end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(inner.len());
            let (name, operator) = inner.split_at(name_end);
            match operator.strip_prefix(":-").or_else(|| operator.strip_prefix('-')) {
                // A default within a default is no text.
                Some(default) if !default.contains('$') => made.push_str(default),
                _ => missing.push(name.to_owned()),
            }
        } else {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            if name.is_empty() {
                made.push('$')
            } else {
                missing.push(name.to_owned())
            }
            rest = after;
        }
    }
    made.push_str(rest);
    if missing.is_empty() { Ok(made) } else { Err(missing) }
}

/// The words of a line, as a shell splits it: quotes hold them together, and nothing is expanded.
pub(super) fn split(line: &str) -> Vec<String> {
    let (mut words, mut word) = (Vec::new(), None::<String>);
    let mut quote = None;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (letter, quote) {
            (end, Some(open)) if end == open => quote = None,
            ('"' | '\'', None) => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            ('\\', None | Some('"')) => word.get_or_insert_default().extend(letters.next()),
            (space, None) if space.is_whitespace() => words.extend(word.take()),
            (letter, _) => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

/// Whether a variable holds what nobody should read in a template: by its name, or by a password in an address.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    const WORDS: [&str; 9] =
        ["PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "API_KEY", "APIKEY", "PRIVATE_KEY", "ACCESS_KEY"];
    let name = name.to_uppercase();
    let address = value.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default());
    let has_password = address.and_then(|address| address.rsplit_once('@')).is_some_and(|(user, _)| user.contains(':'));
    has_password || WORDS.iter().any(|word| name.contains(word)) || name.ends_with("_PASS") || name.ends_with("_KEY")
}

/// A name of lower-case letters, digits and hyphens that begins with a letter.
pub(super) fn plain(name: &str) -> String {
    let lower = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    let words: Vec<String> = lower.collect::<String>().split('-').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let joined: String = words.join("-").chars().take(24).collect();
    let joined = joined.trim_end_matches('-');
    if joined.starts_with(|c: char| c.is_ascii_lowercase()) {
        joined.to_owned()
    } else {
        format!("service-{joined}").trim_end_matches('-').to_owned()
    }
}

/// The same as a part of a logical id.
pub(super) fn pascal(plain: &str) -> String {
    let word = |word: &str| word.chars().take(1).map(|c| c.to_ascii_uppercase()).chain(word.chars().skip(1)).collect::<String>();
    plain.split('-').map(word).collect()
}

/// A text as Rust writes it.
pub(super) fn quoted(text: &str) -> String {
    format!("{text:?}")
}

#[cfg(test)]
mod tests {
    use super::{interpolated, is_secret, pascal, plain, split};

    #[test]
    fn the_shells_variables_have_their_defaults() {
        assert_eq!(interpolated("a${B:-c}-$$d").as_deref(), Ok("ac-$d"));
        assert_eq!(interpolated("${A-x}${B:-}").as_deref(), Ok("x"));
        assert_eq!(interpolated("$A ${B} ${C:?no}").unwrap_err(), ["A", "B", "C"]);
        assert_eq!(interpolated("5$ ${D:-${E}}").unwrap_err(), ["D"]);
    }

    #[test]
    fn lines_are_split_as_a_shell_does() {
        assert_eq!(split(" a  'b c'd \"e \\\" f\"\n g\\ h '' "), ["a", "b cd", "e \" f", "g h", ""]);
        assert_eq!(split("  "), Vec::<String>::new());
    }

    #[test]
    fn secrets_are_known_by_name_and_by_address() {
        assert!(
            is_secret("MYSQL_ROOT_PASSWORD", "x") && is_secret("URL", "postgres://u:p@db:5432/x") && is_secret("STRIPE_KEY", "")
        );
        assert!(!is_secret("URL", "http://db:80/a@b:c") && !is_secret("MODE", "dev") && !is_secret("PASSENGERS", "4"));
    }

    #[test]
    fn names_are_those_of_resources() {
        assert_eq!([plain("My_App.web"), plain("0"), plain("--"), plain("é")], ["my-app-web", "service-0", "service", "service"]);
        assert_eq!(pascal("my-app-2"), "MyApp2");
    }
}
