//! What a save changed: the templates before and after it, compared and told in short.

use std::collections::BTreeMap;
use std::path::PathBuf;

use indexmap::IndexMap;

use super::base::{self, side};
use super::compared::Compared;
use super::text;
use crate::cli::session::Session;
use crate::cli::terminal::{Palette, Style};
use crate::diff::{self, Side};
use crate::template::counted;

/// The stacks of each environment; those of no environment under the empty name.
pub(in crate::cli) type Templates = BTreeMap<String, Vec<(String, Side)>>;

/// What is said where nothing changed.
pub(in crate::cli) const SAME: &str = "no change\n";

/// The lines that are shown of what is the same in some environments.
const LINES: usize = 40;

/// The templates of these files, each in the directory of its environment; nothing where one of them cannot be read.
pub(in crate::cli) fn read(files: &[PathBuf], session: &Session) -> Option<Templates> {
    let mut templates = Templates::new();
    for path in files {
        let environment = path.parent()?.file_name()?.to_string_lossy().into_owned();
        let (stack, side) = base::stack_file(path, session).ok()??;
        templates.entry(environment).or_default().push((stack, side.assuming_defaults()));
    }
    Some(templates)
}

/// A template; nothing where it cannot be read.
pub(in crate::cli) fn one(bytes: &[u8], name: &str) -> Option<Side> {
    side(bytes, name, BTreeMap::new()).ok()
}

/// What changed against `base`, each change once for all environments that have it.
pub(in crate::cli) fn text(before: &Templates, after: &Templates, base: &str) -> String {
    let palette = Palette::stdout();
    let mut told: IndexMap<String, Vec<(&str, String)>> = IndexMap::new();
    for (environment, stacks) in after {
        let earlier = before.get(environment).map(Vec::as_slice).unwrap_or_default();
        let comparison = diff::compare(earlier, stacks);
        if !comparison.is_same() {
            let compared = Compared::of("", base.to_owned(), comparison);
            let text = text::brief(&compared, palette, text::width(None));
            told.entry(without_word(&text, environment)).or_default().push((environment, text));
        }
    }
    let gone = before.keys().filter(|environment| !environment.is_empty() && !after.contains_key(*environment));
    let gone: String = gone.map(|environment| format!("{environment} · gone; what was written for it stays\n")).collect();
    if told.is_empty() && gone.is_empty() {
        return SAME.to_owned();
    }
    let parts = told.into_iter().map(|(common, found)| {
        let names = found.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        // Names that have the environment's in them differ; what all have in common is said then.
        let is_one = found.iter().all(|(_, text)| *text == found[0].1);
        let text = if is_one { &found[0].1 } else { &common };
        let heading = if names.is_empty() { names } else { format!("{} · ", palette.paint(Style::Strong, names)) };
        format!("{heading}{}\n", short(text))
    });
    parts.collect::<String>() + &gone
}

/// A text in which a word stands for itself no more.
fn without_word(text: &str, word: &str) -> String {
    if word.is_empty() {
        return text.to_owned();
    }
    let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(word) {
        let (before, after) = (&rest[..at], &rest[at + word.len()..]);
        let last = before.chars().next_back().or_else(|| out.chars().next_back());
        let is_whole = !is_part(last) && !is_part(after.chars().next());
        out.push_str(before);
        out.push_str(if is_whole { "(environment)" } else { word });
        rest = after;
    }
    out + rest
}

fn short(text: &str) -> String {
    let more = text.lines().count().saturating_sub(LINES);
    let shown: String = text.lines().take(LINES).map(|line| format!("{line}\n")).collect();
    if more > 0 { format!("{shown}  … {}\n", counted(more, "more line")) } else { shown }
}

#[cfg(test)]
mod tests {
    use super::{Templates, one, text, without_word};

    /// The environments `dev` and `prod`, in each of which a topic has this name after that of its environment.
    fn named(name: &str) -> Templates {
        let template = |environment: &str| {
            format!("Resources: {{T: {{Type: AWS::SNS::Topic, Properties: {{TopicName: shop-{environment}-{name}}}}}}}")
        };
        let side = |environment: &str| one(template(environment).as_bytes(), "a").unwrap();
        let stacks = |environment: &str| (environment.to_owned(), vec![("a".to_owned(), side(environment))]);
        Templates::from([stacks("dev"), stacks("prod")])
    }

    #[test]
    fn what_environments_have_in_common_is_told_once() {
        insta::assert_snapshot!(text(&named("one"), &named("two"), "the last synth"), @r#"
        dev, prod · against the last synth

        a · 1 replaced
          ± T  AWS::SNS::Topic  REPLACE
              its subscriptions go with it, also those that others made and confirmed
              TopicName: "shop-(environment)-one" → "shop-(environment)-two"  (replaces)
        "#);
        let mut left = named("two");
        left.remove("prod");
        assert_eq!(text(&named("two"), &left, "x"), "prod · gone; what was written for it stays\n");
        assert_eq!(text(&left, &left, "x"), "no change\n");
    }

    #[test]
    fn only_whole_words_are_replaced() {
        assert_eq!(without_word("shop-dev-a device undev dev", "dev"), "shop-(environment)-a device undev (environment)");
        assert_eq!(without_word("dev", ""), "dev");
    }
}
