//! What no command shows: the values of secrets, wherever a template, its parameters or its settings hold them.
//!
//! A [`Redactor`] learns the secrets of what a command reads, and takes them out of what the command shows: messages, changed values,
//! the labels of a picture, lines of source. What is a secret is told in one place, `docs/secrets.md`:
//!
//! - the values and defaults of parameters with `NoEcho`, and what a condition compares these with;
//! - literal values of properties that AWS never shows again and that are named like secrets, such as `MasterUserPassword`;
//! - literal values of whatever else is named like a secret: properties, variables, headers, parameters, settings;
//! - texts that are credentials by their form, wherever they stand: access keys, private keys, tokens, passwords in addresses.
//!
//! A reference to a secret is not one: an ARN, a `{{resolve:…}}`, the name of a parameter.

mod collect;
mod commands;
mod form;
mod known;

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::template::path::Path;
use crate::template::{Content, Key, Node};
pub(crate) use collect::is_secret_place;
pub use collect::{Version, is_withheld};
pub use known::HIDDEN;
use known::{Known, Reading};

/// The secrets that are known, and how they are taken out of texts.
#[derive(Clone, Debug, Default)]
pub struct Redactor {
    known: Known,
}

/// A line of a source file without its secrets.
#[derive(Clone, Debug)]
pub struct ShownLine {
    /// The line, with a mark for each secret.
    pub text: String,
    /// What the marks stand for, in characters of the file's line.
    hidden: Vec<Range<usize>>,
}

impl ShownLine {
    /// Where a column of the file's line is now; both are counted from 1.
    pub fn column(&self, column: usize) -> usize {
        let before = column.saturating_sub(1);
        self.hidden.iter().fold(column, |column, range| {
            if range.end <= before {
                (column + HIDDEN.len()).saturating_sub(range.len())
            } else {
                column - before.saturating_sub(range.start)
            }
        })
    }
}

/// The words of circumstances that are no values.
const OF_CIRCUMSTANCES: [&str; 28] = [
    "and",
    "another",
    "condition",
    "default",
    "does",
    "every",
    "from",
    "given",
    "goes",
    "has",
    "hidden",
    "hold",
    "holds",
    "in",
    "is",
    "its",
    "keeps",
    "more",
    "none",
    "not",
    "of",
    "or",
    "other",
    "parameter",
    "than",
    "the",
    "to",
    "value",
];

impl Redactor {
    /// A text for people, such as a message, without the secrets in it.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut found = self.known.find(text, Reading::Message);
        form::find(text, &mut found);
        replaced(text, found)
    }

    /// A line of a source file without the secrets in it.
    pub fn line(&self, line: &str) -> ShownLine {
        let mut found = self.known.find(line, Reading::Source);
        form::find(line, &mut found);
        form::assigned(line, true, &mut found);
        let characters = |range: Range<usize>| line.get(range).map_or(0, |text| text.chars().count());
        let (mut hidden, mut byte, mut at) = (Vec::new(), 0, 0);
        for range in merged(found.clone()) {
            let start = at + characters(byte..range.start);
            (byte, at) = (range.end, start + characters(range));
            hidden.push(start..at);
        }
        ShownLine { text: replaced(line, found).into_owned(), hidden }
    }

    /// A message that was not made of a known template, such as one of AWS: values after names of secrets are taken out, too.
    pub fn message(&self, text: &str) -> String {
        let mut found = Vec::new();
        form::find(text, &mut found);
        form::assigned(text, true, &mut found);
        // What is named as a secret in one place is one in all others.
        let mut known = self.known.clone();
        found.iter().for_each(|range| known.add(&text[range.clone()]));
        if form::is_encoded_credential(text) {
            known.add(text);
        }
        found.extend(known.find(text, Reading::Message));
        replaced(text, found).into_owned()
    }

    /// The text of a value, without the secrets in it.
    pub fn value(&self, text: &str) -> String {
        if self.known.is_one(text) { HIDDEN.to_owned() } else { self.text(text).into_owned() }
    }

    /// A value without the secrets in it.
    #[must_use]
    pub fn node(&self, node: &Node) -> Node {
        let content = match &node.content {
            Content::Text(text) => Content::Text(self.value(text).into()),
            Content::Number(number) if self.known.is_one(&number.to_string()) => Content::Text(HIDDEN.into()),
            Content::List(items) => Content::List(items.iter().map(|item| self.node(item)).collect()),
            Content::Map(map) => Content::Map(map.iter().map(|(key, item)| (self.key(key), self.node(item))).collect()),
            _ => return node.clone(),
        };
        node.with_content(content)
    }

    /// A path without the secrets in it. The keys of a mapping are values: a parameter chooses among them.
    pub fn path(&self, path: &Path<'_>) -> Path<'static> {
        let of_mapping = path.first().is_some_and(|step| step.is_key("Mappings"));
        let name = |name: &str| if of_mapping { self.value(name) } else { self.text(name).into_owned() };
        path.iter().map(|step| step.clone().map_name(name)).collect()
    }

    fn key(&self, key: &Key) -> Key {
        match self.text(key.as_str()) {
            Cow::Owned(redacted) => Key::new(redacted, key.location()),
            Cow::Borrowed(_) => key.clone(),
        }
    }

    /// What was found, without the secrets in its words.
    pub fn diagnostic(&self, diagnostic: &mut Diagnostic) {
        self.in_place(&mut diagnostic.message);
        diagnostic.help.iter_mut().for_each(|help| self.in_place(help));
        diagnostic.related.iter_mut().for_each(|(_, what)| self.in_place(what));
    }

    /// Circumstances, such as `where Stage = prod`, without the secrets in them: values stand there without quotes.
    pub fn circumstances(&self, text: &mut String) {
        let mut found = self.known.find(text, Reading::Source);
        found.retain(|range| !OF_CIRCUMSTANCES.contains(&&text[range.clone()]));
        form::find(text, &mut found);
        if let Cow::Owned(redacted) = replaced(text, found) {
            *text = redacted;
        }
    }

    /// The text without the secrets in it.
    pub fn in_place(&self, text: &mut String) {
        if let Cow::Owned(redacted) = self.text(text) {
            *text = redacted;
        }
    }
}

/// Whether a word of a message is a credential by its form.
#[cfg(feature = "failures")]
pub(crate) fn is_credential(word: &str) -> bool {
    let mut found = Vec::new();
    form::find(word, &mut found);
    !found.is_empty() || crate::language::read::secret::is_credential(word)
}

/// A text in which a mark stands for these parts.
fn replaced(text: &str, found: Vec<Range<usize>>) -> Cow<'_, str> {
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for range in merged(found) {
        out.push_str(&text[at..range.start]);
        out.push_str(HIDDEN);
        at = range.end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// Ranges in their order, none of which touches another.
fn merged(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests;
