//! A way out as its reader can go it: rules say it for Rust and for YAML, and who checks a template has only one of them.

/// What the author of a mistake writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Rust,
    Yaml,
}

const RUST: &str = "in Rust ";
const YAML: &str = "in YAML ";

/// The text with one of each pair `in Rust …, in YAML …`, which ends at a semicolon or at a parenthesis.
pub(super) fn fitting(text: &str, language: Language) -> String {
    let pair = text.find(RUST).and_then(|at| Some((at, at + RUST.len() + text[at + RUST.len()..].find(YAML)?)));
    let Some((at, yaml)) = pair else { return text.to_owned() };
    let (before, rust) = (&text[..at], text[at + RUST.len()..yaml].trim_end_matches([' ', ',', ';']));
    let (yaml, rest) = text[yaml + YAML.len()..].split_at(end(&text[yaml + YAML.len()..]));
    let chosen = if language == Language::Rust { rust } else { yaml };
    format!("{before}{chosen}{}", fitting(rest, language))
}

/// The text as a page has it: after `help:` it is a part of a sentence, as messages are. A question has its end already.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let end = (!text.ends_with('?')).then_some('.');
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).chain(end).collect()
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
            ';' | ')' if depth == 0 => return index,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::Language::{Rust, Yaml};
    use super::{fitting, sentence};
    use crate::check;

    #[test]
    fn one_half_of_each_pair_stays() {
        let both = |text| (fitting(text, Rust), fitting(text, Yaml));
        let two = |rust: &str, yaml: &str| (rust.to_owned(), yaml.to_owned());
        assert_eq!(
            both("in Rust `.encrypted(true)`, in YAML `Encrypted: true` (of DAX `A: b;c`); it costs"),
            two("`.encrypted(true)`; it costs", "`Encrypted: true` (of DAX `A: b;c`); it costs")
        );
        assert_eq!(
            both("name it (in Rust `.on(x)`, in YAML `Resource: y`), or drop it"),
            two("name it (`.on(x)`), or drop it", "name it (`Resource: y`), or drop it")
        );
        assert_eq!(
            both("in Rust the construct does; in YAML write it; or leave it"),
            two("the construct does; or leave it", "write it; or leave it")
        );
        assert_eq!(both("say it in Rust alone"), two("say it in Rust alone", "say it in Rust alone"));
    }

    #[test]
    fn a_question_ends_with_its_mark() {
        assert_eq!(["add it", "did you mean `A`?"].map(sentence), ["Add it.", "Did you mean `A`?"]);
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
