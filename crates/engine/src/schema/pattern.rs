//! The regular expressions of the schemas, as far as they can be checked.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use regex_lite::{Regex, RegexBuilder};

use super::dialect;

/// The memory of one compiled expression. The few published ones that need more would take milliseconds to compile.
const LARGEST: usize = 1 << 18;

/// The ways of matching that an expression follows at once, unless it repeats something often and may begin anywhere.
const USUAL_BREADTH: usize = 16;

/// One expression that a text must contain a match of: it is searched, not anchored.
///
/// The expressions are written for other engines than Rust's. What all engines have in common is checked. An expression that is
/// beyond that, or that is plainly escaped wrongly, has no `Pattern`: nothing is said about its values.
#[derive(Debug)]
pub struct Pattern {
    parts: Vec<Part>,
    /// Whether engines differ in what the expression means for other texts.
    ascii_only: bool,
    breadth: usize,
}

/// What a text must contain a match of, or must not.
#[derive(Debug)]
struct Part {
    regex: Regex,
    wanted: bool,
}

impl Pattern {
    /// The expression as published; `None` where it cannot be checked.
    #[must_use]
    pub fn new(published: &str) -> Option<Self> {
        let split = dialect::split(published)?;
        let is_anchored = split.iter().all(|(wanted, expression)| !wanted || dialect::is_anchored(expression));
        let breadth = if is_anchored { USUAL_BREADTH } else { dialect::most_repeated(published).max(USUAL_BREADTH) };
        let mut pattern = Self { parts: Vec::new(), ascii_only: false, breadth };
        for (wanted, expression) in split {
            let expression = dialect::translate(&expression)?;
            pattern.ascii_only |= expression.ascii_only;
            pattern.parts.push(Part { regex: RegexBuilder::new(&expression.text).size_limit(LARGEST).build().ok()?, wanted });
        }
        Some(pattern)
    }

    /// The expression as published, compiled once in a process.
    #[must_use]
    pub fn find(published: &str) -> Option<Arc<Self>> {
        static COMPILED: Mutex<BTreeMap<String, Option<Arc<Pattern>>>> = Mutex::new(BTreeMap::new());
        let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pattern) = compiled.get(published) {
            return pattern.clone();
        }
        let pattern = Self::new(published).map(Arc::new);
        compiled.insert(published.to_owned(), pattern.clone());
        pattern
    }

    /// The expression of one character that a text may have which matches as a whole; `None` where any may.
    #[must_use]
    pub fn of_letter(published: &str) -> Option<Arc<Self>> {
        Self::find(&dialect::of_letter(published)?)
    }

    /// Whether a text contains a match; `None` where engines differ.
    #[must_use]
    pub fn matches(&self, text: &str) -> Option<bool> {
        if self.ascii_only && !text.is_ascii() {
            return None;
        }
        // Java's and Python's `$` also stands before a line break that ends the text.
        Some(self.holds(text) || text.strip_suffix('\n').is_some_and(|line| self.holds(line)))
    }

    /// About how many steps a match takes: one for each character and each way of matching.
    #[must_use]
    pub fn steps(&self, text: &str) -> usize {
        self.breadth.saturating_mul(text.len())
    }

    fn holds(&self, text: &str) -> bool {
        self.parts.iter().all(|part| part.regex.is_match(text) == part.wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn validate(expression: &str, text: &str) -> Option<bool> {
        Pattern::new(expression).and_then(|pattern| pattern.matches(text))
    }

    #[test]
    fn an_expression_is_searched() {
        assert_eq!(validate("b+", "abc"), Some(true));
        assert_eq!(validate("^b+$", "abc"), Some(false));
        assert_eq!(validate(r"^[a-c]{3}\Z", "abc"), Some(true));
        assert_eq!(validate("^abc$", "abc\n"), Some(true));
    }

    #[test]
    fn a_character_is_one_of_a_part() {
        let takes = |expression: &str, letter: &str| Pattern::of_letter(expression)?.matches(letter);
        for (expression, taken, refused) in [
            ("^[a-z0-9][a-z0-9.-]*[a-z0-9]$", ".", "_"),
            (r"^[\.\-_/#A-Za-z0-9]{1,512}\Z", "#", "!"),
            (r"^(?:\d{12}|self)(-x){0,1}$", "-", "y"),
            (r"^a\$b]c$", "]", "d"),
        ] {
            assert_eq!((takes(expression, taken), takes(expression, refused)), (Some(true), Some(false)), "{expression}");
        }
        for expression in ["[a-z]+", "^a.b$", "^a$|^b$", r"^a\$", "^(?=.{1,3}$)[a-z]+$", r"^(a)\1$"] {
            assert!(Pattern::of_letter(expression).is_none(), "{expression}");
        }
    }

    #[test]
    fn look_arounds_at_the_ends_are_checked() {
        assert_eq!(validate("^(?!aws:)[a-z:]+$", "aws:name"), Some(false));
        assert_eq!(validate("^(?!aws:)[a-z:]+$", "name"), Some(true));
        assert_eq!(validate("^(?!aws:)[a-z:]+$", "NAME"), Some(false));
        assert_eq!(validate("^(?=.{1,3}$)(?!-)[a-z-]+$", "a-b"), Some(true));
        assert_eq!(validate("^(?=.{1,3}$)(?!-)[a-z-]+$", "a-b-c"), Some(false));
        assert_eq!(validate(r"^\S+(?![\s\S])", "a b"), Some(false));
        assert_eq!(validate(r"^[a-z.]+(?<!\.git)$", "a.git"), Some(false));
        assert_eq!(validate(r"^[a-z.]+(?<!\.git)$", "a.gitx"), Some(true));
    }

    #[test]
    fn what_engines_read_differently_is_not_checked() {
        for expression in ["^a(?!b)", "(?!^a)b", "^(?!a)b|c", r"(a)\1", "a(?<!b)$", r"^\\d{12}$", r"^x\\.y$", "^[a&&[^b]]$"] {
            assert!(Pattern::new(expression).is_none(), "{expression}");
        }
        assert_eq!(validate(r"^\w+$", "ä"), None);
        assert_eq!(validate(r"^[\p{L}-_]+$", "ä"), None);
        assert_eq!(validate(r"^[a-z]+$", "ä"), Some(false));
    }

    #[test]
    fn classes_of_unicode_are_checked_for_ascii() {
        assert_eq!(validate(r"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$", "a b=1"), Some(true));
        assert_eq!(validate(r"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$", "a;b"), Some(false));
        assert_eq!(validate(r"^[\p{L}-_]+$", "a-_"), Some(true));
        assert_eq!(validate(r"^\P{C}+$", "a\tb"), Some(false));
        assert_eq!(validate(r"^[^\p{C}]+$", "a b!"), Some(true));
    }
}
