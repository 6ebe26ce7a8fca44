//! The compiled schemas, read in place: nothing is parsed, inflated or copied.
//!
//! The texts of all schemas, each once and sorted, lie one after another in `schemas.text`. `schemas.bin` consists of little-endian
//! `u32` words, in this order:
//!
//! | part    | content |
//! |---------|---------|
//! | header  | the 8 bytes `FWTABLE1`; the number of texts, the number of types, the text that is the source note |
//! | ends    | for each text: where it ends in `schemas.text` |
//! | types   | for each type, by name: the text that is its name, its schema |
//! | blocks  | nodes, lists and maps, each once however many schemas share it |
//!
//! A value is one word: its kind in the lowest [`KIND_BITS`] bits, and above them what it holds, or where in the blocks that lies.
//! A block is
//!
//! - a node: the mask of its keywords in two words, then the value of each keyword in the order of the bits;
//! - a list: the number of items, then the items;
//! - a map: the number of keys, then the keys, which are texts in ascending order, then their values.
//!
//! Places are relative to the first block, so the table lies anywhere. A reference is resolved: it holds its target beside how it is
//! written. Since texts are sorted, texts compare as their numbers do.
//!
//! No content of the two files makes a reader panic or run for ever: what lies beyond an end is as if it were not there.

use std::ops::Range;

use super::keyword::Keyword;

/// The number of bits that say what a value is.
pub(super) const KIND_BITS: u32 = 3;

pub(super) const MAGIC: &[u8; 8] = b"FWTABLE1";
/// The words before the ends of the texts.
const HEADER: usize = 5;

/// A word as it lies in the file.
type Bytes = [u8; 4];

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum WordKind {
    /// A text; its number follows.
    Text,
    /// A whole number, which follows.
    Small,
    /// Another number; the text that it is written as follows.
    Number,
    /// `null`, `false` or `true`: 0, 1 or 2.
    Constant,
    /// A list.
    List,
    /// A map.
    Map,
    /// A schema.
    Node,
    /// What `type` says: see [`super::kinds`].
    Types,
}

const WORD_KINDS: [WordKind; 1 << KIND_BITS] = [
    WordKind::Text,
    WordKind::Small,
    WordKind::Number,
    WordKind::Constant,
    WordKind::List,
    WordKind::Map,
    WordKind::Node,
    WordKind::Types,
];

/// One value, as its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Word(pub(super) u32);

impl Word {
    pub(super) const NULL: Self = Self::new(WordKind::Constant, 0);
    pub(super) const FALSE: Self = Self::new(WordKind::Constant, 1);
    pub(super) const TRUE: Self = Self::new(WordKind::Constant, 2);

    pub(super) const fn new(kind: WordKind, held: u32) -> Self {
        Self(held << KIND_BITS | kind as u32)
    }

    pub(super) fn kind(self) -> WordKind {
        WORD_KINDS[(self.0 & ((1 << KIND_BITS) - 1)) as usize]
    }

    pub(super) const fn held(self) -> u32 {
        self.0 >> KIND_BITS
    }
}

/// The two files, divided into their parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'a> {
    texts: &'a str,
    source: u32,
    ends: &'a [Bytes],
    types: &'a [[Bytes; 2]],
    blocks: &'a [Bytes],
}

impl<'a> Table<'a> {
    /// A table without types.
    pub(super) const EMPTY: Self = Self { texts: "", source: 0, ends: &[], types: &[], blocks: &[] };

    /// Divides the files into their parts; `None` when they are no table.
    pub(super) fn new(bytes: &'a [u8], texts: &'a str) -> Option<Self> {
        let (words, []) = bytes.as_chunks() else { return None };
        let (header, words) = words.split_at_checked(HEADER)?;
        if !bytes.starts_with(MAGIC) {
            return None;
        }
        let count = |index: usize| header.get(index).map(|word| u32::from_le_bytes(*word));
        let (ends, words) = words.split_at_checked(count(2)? as usize)?;
        let (types, blocks) = words.split_at_checked((count(3)? as usize).checked_mul(2)?)?;
        let (types, _) = types.as_chunks();
        Some(Self { texts, source: count(4)?, ends, types, blocks })
    }

    /// Where the schemas come from.
    pub(super) fn source(&self) -> &'a str {
        self.text(self.source)
    }

    /// The number of types.
    pub(super) fn len(&self) -> usize {
        self.types.len()
    }

    /// The name of the type at a place in the index.
    pub(super) fn name(&self, index: usize) -> Option<&'a str> {
        Some(self.text(u32::from_le_bytes(self.types.get(index)?[0])))
    }

    /// The schema of a type, by its name.
    pub(super) fn find(&self, type_name: &str) -> Option<Word> {
        let index = self.types.binary_search_by(|[name, _]| self.bytes(*name).cmp(type_name.as_bytes())).ok()?;
        self.types.get(index).map(|[_, schema]| Word(u32::from_le_bytes(*schema)))
    }

    /// The text of that number; empty where there is none.
    pub(super) fn text(&self, number: u32) -> &'a str {
        self.range(number).and_then(|range| self.texts.get(range)).unwrap_or_default()
    }

    /// The same as bytes, which compare as texts do and need not be divided between characters.
    fn bytes(&self, number: Bytes) -> &'a [u8] {
        self.range(u32::from_le_bytes(number)).and_then(|range| self.texts.as_bytes().get(range)).unwrap_or_default()
    }

    fn range(&self, number: u32) -> Option<Range<usize>> {
        let end = |index: usize| self.ends.get(index).map(|end| u32::from_le_bytes(*end) as usize);
        let start = match (number as usize).checked_sub(1) {
            Some(before) => end(before)?,
            None => 0,
        };
        Some(start..end(number as usize)?)
    }

    /// The items of a list.
    pub(super) fn list(&self, value: Word) -> Row<'a> {
        let items = || {
            let rest = self.blocks.get(value.held() as usize..)?;
            let (count, rest) = rest.split_first()?;
            rest.get(..u32::from_le_bytes(*count) as usize)
        };
        Row(if value.kind() == WordKind::List { items().unwrap_or_default() } else { &[] })
    }

    /// The keys of a map and its values, as many as there are keys.
    pub(super) fn map(&self, value: Word) -> (Row<'a>, Row<'a>) {
        let parts = || {
            let rest = self.blocks.get(value.held() as usize..)?;
            let (count, rest) = rest.split_first()?;
            let count = u32::from_le_bytes(*count) as usize;
            let (keys, rest) = rest.split_at_checked(count)?;
            Some((keys, rest.get(..count)?))
        };
        let parts = if value.kind() == WordKind::Map { parts() } else { None };
        let (keys, values) = parts.unwrap_or_default();
        (Row(keys), Row(values))
    }

    /// The value of a key in a map.
    pub(super) fn value(&self, map: Word, key: &str) -> Option<Word> {
        let (keys, values) = self.map(map);
        let index = keys.0.binary_search_by(|number| self.bytes(*number).cmp(key.as_bytes())).ok()?;
        values.get(index)
    }

    /// The keywords of a node; none where it is no node.
    pub(super) fn mask(&self, node: Word) -> u64 {
        let mask = || {
            let [low, high] = *self.blocks.get(node.held() as usize..)?.first_chunk()?;
            Some(u64::from(u32::from_le_bytes(high)) << 32 | u64::from(u32::from_le_bytes(low)))
        };
        if node.kind() == WordKind::Node { mask().unwrap_or(0) } else { 0 }
    }

    /// The value of a keyword that is in the mask of the node.
    pub(super) fn keyword(&self, node: Word, mask: u64, keyword: Keyword) -> Option<Word> {
        if mask & keyword.bit() == 0 {
            return None;
        }
        let before = (mask & (keyword.bit() - 1)).count_ones();
        let value = self.blocks.get(node.held() as usize + 2 + before as usize)?;
        Some(Word(u32::from_le_bytes(*value)))
    }
}

/// Values, or keys, one after another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a>(&'a [Bytes]);

impl<'a> Row<'a> {
    /// A row of nothing.
    pub(super) const EMPTY: Self = Self(&[]);

    /// The number of values.
    pub(super) fn len(self) -> usize {
        self.0.len()
    }

    /// The value at a place.
    pub(super) fn get(self, index: usize) -> Option<Word> {
        self.0.get(index).map(|word| Word(u32::from_le_bytes(*word)))
    }

    /// The values, in order.
    pub(super) fn iter(self) -> Values<'a> {
        Values(self.0.iter())
    }
}

/// Iterates over a [`Row`].
#[derive(Clone, Debug)]
pub(super) struct Values<'a>(std::slice::Iter<'a, Bytes>);

impl Iterator for Values<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        self.0.next().map(|word| Word(u32::from_le_bytes(*word)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}
