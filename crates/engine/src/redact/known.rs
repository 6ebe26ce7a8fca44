//! The values of secrets, and where they stand in a text.

use std::collections::BTreeSet;
use std::ops::Bound::{Excluded, Included, Unbounded};
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What stands for a secret.
pub const HIDDEN: &str = "***";
/// From so many bytes on, a value that is not a plain word is a secret wherever it stands, also within a word.
const LONG: usize = 8;
/// From so many bytes on, a value is a secret where it is a word by itself.
const WORD: usize = 4;
/// So many bytes of a secret that was cut are still one.
const CUT: usize = 4;

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Prose, in which values are quoted: a short secret that is also a word of English is one in quotes only.
    Message,
    /// A line of a template or of settings.
    Source,
}

/// The values of secrets.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    values: BTreeSet<String>,
    /// The bytes with which they begin: most of a text begins none.
    beginnings: BTreeSet<u8>,
}

impl Known {
    /// A value, in every form in which a text may have it: escaped, encoded, or a line of it.
    pub(super) fn add(&mut self, value: &str) {
        if value.is_empty() || value == HIDDEN || ["true", "false"].contains(&value.to_ascii_lowercase().as_str()) {
            return;
        }
        let debug = format!("{value:?}");
        let json = serde_json::to_string(value).unwrap_or_default();
        let inner = |quoted: &str| quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned();
        [value.to_owned(), inner(&debug), inner(&json)].into_iter().for_each(|form| self.insert(form));
        if value.len() >= LONG {
            self.insert(STANDARD.encode(value));
        }
        if value.contains('\n') {
            let lines = value.lines().map(str::trim).filter(|line| line.len() >= WORD);
            lines.for_each(|line| self.insert(line.to_owned()));
        }
    }

    fn insert(&mut self, form: String) {
        if let Some(first) = form.bytes().next() {
            self.beginnings.insert(first);
            self.values.insert(form);
        }
    }

    /// Whether a text as a whole is a secret.
    pub(super) fn is_one(&self, text: &str) -> bool {
        self.values.contains(text)
    }

    /// Where secrets stand in a text.
    pub(super) fn find(&self, text: &str, reading: Reading) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if self.values.is_empty() {
            return found;
        }
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            match self.at(text, at, reading) {
                Some(length) => {
                    found.push(at..at + length);
                    at += length;
                }
                None => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
        found
    }

    /// The length of the longest secret that begins here.
    fn at(&self, text: &str, at: usize, reading: Reading) -> Option<usize> {
        if !self.beginnings.contains(&text.as_bytes()[at]) {
            return None;
        }
        let mut rest = &text[at..];
        // In the order of texts, whatever begins a text stands before it; what shares less of it stands further before.
        let longest = self.nearest(rest).map(|value| shared(value, rest)).max().unwrap_or(0);
        if longest >= CUT && is_cut(&rest[longest..]) && !is_part(text[..at].chars().next_back()) {
            return Some(longest);
        }
        while let Some(value) = self.values.range::<str, _>((Unbounded, Included(rest))).next_back() {
            let shared = shared(value, rest);
            if shared == value.len() && counts(value, text, at, reading) {
                return Some(shared);
            }
            let shorter = if shared == value.len() { shared.checked_sub(1)? } else { shared };
            rest = &rest[..floor(rest, shorter)];
            if rest.is_empty() {
                return None;
            }
        }
        None
    }

    /// The values that stand beside a text in their order: no other begins with more of what it begins with.
    fn nearest(&self, text: &str) -> impl Iterator<Item = &String> {
        let before = self.values.range::<str, _>((Unbounded, Included(text))).next_back();
        before.into_iter().chain(self.values.range::<str, _>((Excluded(text), Unbounded)).next())
    }
}

/// The end of a character at or before a byte.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How many bytes two texts begin alike with, in whole characters.
fn shared(one: &str, other: &str) -> usize {
    let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    floor(one, same)
}

/// Whether a text goes on with the mark of what was left out.
fn is_cut(after: &str) -> bool {
    after.starts_with('…') || after.starts_with("...")
}

fn is_part(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

/// Whether a value that stands at a byte of a text is the secret, and not a part of a word or a word that anyone may say.
fn counts(value: &str, text: &str, at: usize, reading: Reading) -> bool {
    let is_plain = value.bytes().all(|b| b.is_ascii_alphabetic()) || value.bytes().all(|b| b.is_ascii_digit());
    if value.len() >= LONG && !is_plain {
        return true;
    }
    let (before, after) = (text[..at].chars().next_back(), text[at + value.len()..].chars().next());
    if reading == Reading::Source || value.len() >= WORD && !is_plain || value.len() >= 2 * LONG {
        return !is_part(before) && !is_part(after);
    }
    let is_quote = |c: Option<char>| c.is_some_and(|c| "\"'`".contains(c));
    is_quote(before) && is_quote(after)
}
