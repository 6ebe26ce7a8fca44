//! The failures that are known, read from their data files.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::codes::Codes;
use super::entry::{Cause, Failure};
use super::words::{Synonyms, words};

/// The files, by service. A failure stands in the file of the service that says it.
const FILES: [(&str, &str); 16] = [
    ("cloudformation", include_str!("data/cloudformation.toml")),
    ("template", include_str!("data/template.toml")),
    ("ecs", include_str!("data/ecs.toml")),
    ("load_balancing", include_str!("data/load_balancing.toml")),
    ("ec2", include_str!("data/ec2.toml")),
    ("iam", include_str!("data/iam.toml")),
    ("rds", include_str!("data/rds.toml")),
    ("lambda", include_str!("data/lambda.toml")),
    ("s3", include_str!("data/s3.toml")),
    ("dns", include_str!("data/dns.toml")),
    ("secrets", include_str!("data/secrets.toml")),
    ("api", include_str!("data/api.toml")),
    ("operations", include_str!("data/operations.toml")),
    ("data", include_str!("data/data.toml")),
    ("delivery", include_str!("data/delivery.toml")),
    ("general", include_str!("data/general.toml")),
];
const WORDS: &str = include_str!("data/words.toml");
const CODES: &str = include_str!("data/codes.toml");
const OPERATIONS: &str = include_str!("data/services.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    failure: Vec<Failure>,
}

/// One alternative of a term: words in a row.
pub(super) type Phrase = Vec<Piece>;

/// A part of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Word(String),
    /// Any one word, with the name that it is captured by.
    Name(String),
    /// Up to six words that do not matter.
    Gap,
}

impl Piece {
    /// The word, where it is one.
    pub(super) fn word(&self) -> Option<String> {
        match self {
            Piece::Word(word) => Some(word.clone()),
            Piece::Name(_) | Piece::Gap => None,
        }
    }
}

/// What must be said, in any of several ways; or must not; or who must say it.
#[derive(Clone, Debug, Default)]
pub(super) struct Term {
    pub phrases: Vec<Phrase>,
    pub is_forbidden: bool,
    /// The services of which one says it, for `@`.
    pub services: Vec<String>,
}

/// A pattern of a failure's messages: all its terms are said near each other, in any order.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub failure: usize,
    pub terms: Vec<Term>,
}

/// Everything that is known of failures.
pub struct Catalog {
    /// The failures.
    pub failures: Vec<Failure>,
    pub(super) patterns: Vec<Pattern>,
    /// The patterns that can fit only a message with a word.
    pub(super) having: BTreeMap<String, Vec<usize>>,
    /// What each cause of each failure is said by, where it has a pattern of its own.
    pub(super) conditions: Vec<Vec<Option<Vec<Term>>>>,
    /// The words of each failure, its causes and ways out, once they are asked for.
    pub(super) vocabulary: Vec<OnceCell<BTreeSet<String>>>,
    pub(super) synonyms: Synonyms,
    /// How many patterns have a word: what many have tells less.
    pub(super) frequency: BTreeMap<String, usize>,
    /// What operations of the API are about, each with the services that have them.
    pub(super) operations: BTreeMap<String, Vec<String>>,
    pub(super) codes: Codes,
}

impl Catalog {
    /// Reads the data files.
    ///
    /// # Errors
    ///
    /// Says which file is malformed, and where; a test sees to it that none is.
    pub fn load() -> Result<Self, String> {
        let synonyms = Synonyms::read(WORDS).map_err(|error| format!("words.toml: {error}"))?;
        let codes = Codes::read(CODES).map_err(|error| format!("codes.toml: {error}"))?;
        let operations = toml::from_str(OPERATIONS).map_err(|error| format!("services.toml: {error}"))?;
        let (mut failures, mut patterns, mut conditions) = (Vec::new(), Vec::new(), Vec::new());
        for (name, text) in FILES {
            let file: File = toml::from_str(text).map_err(|error| format!("{name}.toml: {error}"))?;
            for failure in file.failure {
                let terms = |says: &String| Pattern { failure: failures.len(), terms: terms(says, &synonyms) };
                patterns.extend(failure.says.iter().map(terms));
                let condition = |cause: &Cause| cause.when.as_ref().map(|when| self::terms(when, &synonyms));
                conditions.push(failure.cause.iter().map(condition).collect());
                failures.push(failure);
            }
        }
        let mut frequency = BTreeMap::new();
        let pieces = patterns.iter().flat_map(|pattern| &pattern.terms).flat_map(|term| &term.phrases).flatten();
        for piece in pieces {
            if let Piece::Word(word) = piece {
                *frequency.entry(word.clone()).or_insert(0) += 1;
            }
        }
        let having = having(&patterns, &frequency);
        let vocabulary = vec![OnceCell::new(); failures.len()];
        Ok(Catalog { failures, patterns, having, conditions, vocabulary, synonyms, frequency, operations, codes })
    }

    /// What an error code that any service has means in general, of those that a message has.
    pub fn code(&self, message: &str) -> Option<(&str, &str)> {
        self.codes.of_any(message)
    }
}

/// The patterns by the rarest words of one of their terms, of which a message has one if the pattern fits it: of the term that the fewest
/// other patterns are found by as well.
fn having(patterns: &[Pattern], frequency: &BTreeMap<String, usize>) -> BTreeMap<String, Vec<usize>> {
    let count = |word: &String| frequency.get(word).copied().unwrap_or_default();
    let rarest = |phrase: &Phrase| phrase.iter().filter_map(Piece::word).min_by_key(count);
    let mut having: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, pattern) in patterns.iter().enumerate() {
        let wanted = pattern.terms.iter().filter(|term| !term.is_forbidden && term.services.is_empty());
        let words = wanted.map(|term| term.phrases.iter().filter_map(rarest).collect::<BTreeSet<String>>());
        for word in words.min_by_key(|words| words.iter().map(count).sum::<usize>()).into_iter().flatten() {
            having.entry(word).or_default().push(index);
        }
    }
    having
}

fn terms(says: &str, synonyms: &Synonyms) -> Vec<Term> {
    let term = |text: &str| {
        let text = text.trim();
        if let Some(services) = text.strip_prefix('@') {
            return Term { services: services.split('|').map(str::to_owned).collect(), ..Term::default() };
        }
        let (is_forbidden, text) = text.strip_prefix('!').map_or((false, text), |rest| (true, rest));
        let phrases = text.split('|').map(|phrase| pieces(phrase, synonyms)).collect();
        Term { phrases, is_forbidden, ..Term::default() }
    };
    says.split(';').map(term).collect()
}

fn pieces(phrase: &str, synonyms: &Synonyms) -> Phrase {
    let (mut found, mut plain) = (Vec::new(), Vec::new());
    let flush = |plain: &mut Vec<&str>, found: &mut Phrase| {
        found.extend(words(&plain.join(" "), synonyms).into_iter().map(|word| Piece::Word(word.form)));
        plain.clear();
    };
    for part in phrase.split_whitespace() {
        let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        match name {
            _ if part == ".." => {
                flush(&mut plain, &mut found);
                found.push(Piece::Gap);
            }
            Some(name) => {
                flush(&mut plain, &mut found);
                found.push(Piece::Name(name.to_owned()));
            }
            None => plain.push(part),
        }
    }
    flush(&mut plain, &mut found);
    found
}
