//! A value in a schema, read where it lies: what a keyword holds.

use std::fmt;

use serde_json::Value;

use super::keyword::{self, Keyword};
use super::kinds;
use super::table::{Row, Table, Values, Word, WordKind};

/// A schema is expanded this deep, and as so many values. Only those of a damaged archive contain themselves or are larger.
const DEEPEST: usize = 64;
const LARGEST: usize = 1 << 18;

/// A value in a schema. It is a pointer and a number: copy it.
#[derive(Clone, Copy)]
pub struct Literal<'a> {
    table: &'a Table<'a>,
    word: Word,
}

impl<'a> Literal<'a> {
    pub(super) fn new(table: &'a Table<'a>, word: Word) -> Self {
        Self { table, word }
    }

    pub(super) fn word(self) -> Word {
        self.word
    }

    /// The text, where it is one.
    #[must_use]
    pub fn as_str(self) -> Option<&'a str> {
        (self.word.kind() == WordKind::Text).then(|| self.table.text(self.word.held()))
    }

    /// The number, where it is one.
    #[must_use]
    pub fn as_f64(self) -> Option<f64> {
        match self.word.kind() {
            WordKind::Small => Some(f64::from(self.word.held())),
            WordKind::Number => self.table.text(self.word.held()).parse().ok(),
            _ => None,
        }
    }

    /// The whole number that is not negative, where it is one.
    #[must_use]
    pub fn as_u64(self) -> Option<u64> {
        match self.word.kind() {
            WordKind::Small => Some(u64::from(self.word.held())),
            WordKind::Number => self.table.text(self.word.held()).parse().ok(),
            _ => None,
        }
    }

    /// `true` or `false`, where it is one of them.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        match self.word {
            Word::TRUE => Some(true),
            Word::FALSE => Some(false),
            _ => None,
        }
    }

    pub(super) fn is_schema(self) -> bool {
        self.word.kind() == WordKind::Node
    }

    pub(super) fn is_list(self) -> bool {
        self.word.kind() == WordKind::List
    }

    /// The items, where it is a list.
    #[must_use]
    pub fn items(self) -> Literals<'a> {
        Literals { table: self.table, row: self.table.list(self.word) }
    }

    /// The value of a key, where it is a map.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Self> {
        self.table.value(self.word, key).map(|word| Self { word, ..self })
    }

    /// The keys and values, where it is a map: by key.
    pub fn entries(self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let (keys, values) = self.table.map(self.word);
        keys.iter().zip(values.iter()).map(move |(key, word)| (self.table.text(key.0), Self { word, ..self }))
    }

    /// The JSON as it was published, references unresolved.
    #[must_use]
    pub fn to_json(self) -> Value {
        self.json(DEEPEST, &mut { LARGEST })
    }

    /// The JSON, as far as it goes with so many levels and values.
    pub(super) fn json(self, depth: usize, rest: &mut usize) -> Value {
        let (Some(depth), Some(left)) = (depth.checked_sub(1), rest.checked_sub(1)) else { return Value::Null };
        *rest = left;
        let held = || self.table.text(self.word.held());
        match self.word.kind() {
            WordKind::Text => held().into(),
            WordKind::Small => self.word.held().into(),
            WordKind::Number => held().parse().map_or(Value::Null, Value::Number),
            WordKind::Constant => self.as_bool().map_or(Value::Null, Value::Bool),
            WordKind::List => self.items().iter().map(|item| item.json(depth, rest)).collect(),
            WordKind::Map => self.entries().map(|(key, value)| (key.to_owned(), value.json(depth, rest))).collect(),
            WordKind::Node => {
                Value::Object(self.keywords().map(|(name, value)| (name.to_owned(), value.json(depth, rest))).collect())
            }
            WordKind::Types => kinds::to_json(self.word.held()),
        }
    }

    /// The keywords of a schema, by name, with their values.
    fn keywords(self) -> impl Iterator<Item = (&'static str, Self)> + use<'a> {
        let mask = self.table.mask(self.word);
        keyword::NAMES.into_iter().filter_map(move |name| {
            let word = self.table.keyword(self.word, mask, Keyword::named(name)?)?;
            Some((name, Self { word, ..self }))
        })
    }
}

impl fmt::Display for Literal<'_> {
    /// The JSON, on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_json().fmt(f)
    }
}

impl fmt::Debug for Literal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq<Value> for Literal<'_> {
    fn eq(&self, other: &Value) -> bool {
        match other {
            Value::String(text) => self.as_str() == Some(text),
            other => self.to_json() == *other,
        }
    }
}

/// Values in a schema: the items of a list. They are read where they lie: copy it.
#[derive(Clone, Copy)]
pub struct Literals<'a> {
    table: &'a Table<'a>,
    row: Row<'a>,
}

impl<'a> Literals<'a> {
    pub(super) fn none(table: &'a Table<'a>) -> Self {
        Self { table, row: Row::EMPTY }
    }

    /// The number of values.
    #[must_use]
    pub fn len(self) -> usize {
        self.row.len()
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The value at a place.
    #[must_use]
    pub fn get(self, index: usize) -> Option<Literal<'a>> {
        self.row.get(index).map(|word| Literal { table: self.table, word })
    }

    /// The values, in order.
    pub fn iter(self) -> Iter<'a> {
        self.into_iter()
    }

    /// Those of the values that are texts, in order.
    pub fn texts(self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        self.iter().filter_map(Literal::as_str)
    }

    /// Whether a value is among these.
    #[must_use]
    pub fn contains(self, value: &Value) -> bool {
        self.iter().any(|literal| literal == *value)
    }
}

impl<'a> IntoIterator for Literals<'a> {
    type Item = Literal<'a>;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        Iter { table: self.table, values: self.row.iter() }
    }
}

/// Iterates over [`Literals`].
#[derive(Clone)]
pub struct Iter<'a> {
    table: &'a Table<'a>,
    values: Values<'a>,
}

impl<'a> Iterator for Iter<'a> {
    type Item = Literal<'a>;

    fn next(&mut self) -> Option<Literal<'a>> {
        self.values.next().map(|word| Literal { table: self.table, word })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.values.size_hint()
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl fmt::Debug for Literals<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl PartialEq<[Value]> for Literals<'_> {
    fn eq(&self, other: &[Value]) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(one, other)| one == *other)
    }
}

impl<const N: usize> PartialEq<[Value; N]> for Literals<'_> {
    fn eq(&self, other: &[Value; N]) -> bool {
        *self == other[..]
    }
}
