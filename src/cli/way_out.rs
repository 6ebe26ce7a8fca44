//! A way out as its reader can go it: rules say it for Rust and for YAML, and who checks a template has only one of them.

/// What the author of a mistake writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Rust,
    Yaml,
}

const RUST: &str = "n Rust ";
const YAML: &str = "in YAML ";

/// The text with one of each pair `in Rust …, in YAML …`, which ends with its sentence, at a semicolon or at a parenthesis.
pub(super) fn fitting(text: &str, language: Language) -> String {
    let pair = text.find(RUST).and_then(|at| Some((at, at + RUST.len() + text[at + RUST.len()..].find(YAML)?)));
    let Some((at, yaml)) = pair.filter(|(at, _)| text[..*at].ends_with(['i', 'I'])) else { return text.to_owned() };
    let (before, rust) = (&text[..at - 1], text[at + RUST.len()..yaml].trim_end_matches([' ', ',', ';']));
    let (yaml, rest) = text[yaml + YAML.len()..].split_at(end(&text[yaml + YAML.len()..]));
    let chosen = if language == Language::Rust { rust } else { yaml };
    let is_first = text[..at].ends_with('I');
    let mut letters = chosen.chars();
    let chosen = match letters.next() {
        Some(first) if is_first => first.to_uppercase().chain(letters).collect(),
        _ => chosen.to_owned(),
    };
    format!("{before}{chosen}{}", fitting(rest, language))
}

/// Where a half ends: what is code, or in parentheses of its own, belongs to it.
fn end(text: &str) -> usize {
    let (mut is_code, mut depth) = (false, 0_usize);
    for (index, letter) in text.char_indices() {
        match letter {
            '`' => is_code = !is_code,
            _ if is_code => {}
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            '.' | ';' | ')' if depth == 0 => return index,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::Language::{Rust, Yaml};
    use super::fitting;
    use crate::check;

    #[test]
    fn one_half_of_each_pair_stays() {
        let both = |text| (fitting(text, Rust), fitting(text, Yaml));
        let two = |rust: &str, yaml: &str| (rust.to_owned(), yaml.to_owned());
        assert_eq!(
            both("In Rust `.encrypted(true)`, in YAML `Encrypted: true` (of DAX `A: b.c`). It costs."),
            two("`.encrypted(true)`. It costs.", "`Encrypted: true` (of DAX `A: b.c`). It costs.")
        );
        assert_eq!(
            both("Name it (in Rust `.on(x)`, in YAML `Resource: y`), or drop it."),
            two("Name it (`.on(x)`), or drop it.", "Name it (`Resource: y`), or drop it.")
        );
        assert_eq!(
            both("In Rust the construct does; in YAML write it; or leave it."),
            two("The construct does; or leave it.", "Write it; or leave it.")
        );
        assert_eq!(both("Say it in Rust alone"), two("Say it in Rust alone", "Say it in Rust alone"));
    }

    /// Nobody who checks a template is told to call a setter.
    #[test]
    fn every_rule_has_a_way_out_for_templates() {
        let is_call = |text: &str| {
            text.split('`')
                .skip(1)
                .step_by(2)
                .any(|code| code.starts_with('.') && code.contains('(') || code.contains("::") && code.contains('('))
        };
        // What only the library finds begins with FW0.
        let rules = check::rules().filter(|rule| !rule.code.starts_with("FW0"));
        let wrong: Vec<String> = rules
            .map(|rule| (rule.code, fitting(rule.fix, Yaml)))
            .filter(|(_, fix)| is_call(fix) || fix.contains("in Rust") || fix.contains("stack."))
            .map(|(code, fix)| format!("{code}: {fix}"))
            .collect();
        assert_eq!(wrong, Vec::<String>::new());
    }
}
