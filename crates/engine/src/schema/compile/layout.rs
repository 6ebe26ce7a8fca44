//! From blocks to bytes: what is equal is found, everything gets its place.

use std::collections::BTreeMap;

use super::{Block, Compiled, Compiler, Item, SMALL};
use crate::schema::table::{MAGIC, Word, WordKind};

/// From blocks to bytes.
impl Compiler {
    /// The block that a value is, be it through a reference.
    fn held(&self, item: Item) -> Option<usize> {
        match item {
            Item::Block(number) => Some(number),
            Item::Reference(reference) => self.targets.get(reference).and_then(|target| self.held(*target)),
            _ => None,
        }
    }

    /// For each block, the first one that means the same. Blocks are divided by what they hold themselves, then by the classes of
    /// what they name, until nothing divides further: so circles of references that are alike are found to be equal too.
    fn classes(&self) -> Vec<usize> {
        let mut classes = vec![0; self.blocks.len()];
        let mut count = 1;
        loop {
            let mut first = BTreeMap::new();
            let divided = self.blocks.iter().enumerate().map(|(number, block)| {
                let named = |item: &Item| self.held(*item).map_or(Err(*item), |held| Ok(classes[held]));
                let key = (block.kind, block.mask, &block.keys, block.items.iter().map(named).collect::<Vec<_>>());
                *first.entry(key).or_insert(number)
            });
            let divided: Vec<usize> = divided.collect();
            if first.len() == count {
                return divided;
            }
            count = first.len();
            drop(first);
            classes = divided;
        }
    }

    /// The files; `None` where a number does not fit.
    pub(super) fn write(self, source: u32, types: &[(u32, Item)]) -> Option<Compiled> {
        let classes = self.classes();
        let (locations, order) = self.layout(&classes, types.iter().filter_map(|(_, root)| self.held(*root)))?;
        // In order, so that texts compare as their numbers do.
        let mut ranks = vec![0; self.texts.len()];
        let (mut texts, mut words) =
            (String::new(), vec![u32::try_from(self.texts.len()).ok()?, u32::try_from(types.len()).ok()?]);
        let mut ends = Vec::new();
        for (rank, (text, number)) in self.texts.iter().enumerate() {
            *ranks.get_mut(*number as usize)? = u32::try_from(rank).ok()?;
            texts.push_str(text);
            ends.push(u32::try_from(texts.len()).ok()?);
        }
        let word = |item: &Item| match *item {
            Item::Word(word) => Some(word.0),
            Item::Text(number) => Some(Word::new(WordKind::Text, *ranks.get(number as usize)?).0),
            Item::Number(number) => Some(Word::new(WordKind::Number, *ranks.get(number as usize)?).0),
            Item::Block(_) | Item::Reference(_) => {
                let class = *classes.get(self.held(*item)?)?;
                Some(Word::new(self.blocks.get(class)?.kind, (*locations.get(class)?)?).0)
            }
        };
        words.push(*ranks.get(source as usize)?);
        words.extend(ends);
        for (name, root) in types {
            words.extend([*ranks.get(*name as usize)?, word(root)?]);
        }
        for class in order {
            let block = self.blocks.get(class)?;
            words.extend(block.head()?);
            words.extend(block.keys.iter().map(|key| ranks.get(*key as usize).copied()).collect::<Option<Vec<_>>>()?);
            words.extend(block.items.iter().map(word).collect::<Option<Vec<_>>>()?);
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend(words.into_iter().flat_map(u32::to_le_bytes));
        Some(Compiled { bytes, texts })
    }

    /// The place of each block and their order: what a schema is made of stands together.
    fn layout(&self, classes: &[usize], roots: impl Iterator<Item = usize>) -> Option<(Vec<Option<u32>>, Vec<usize>)> {
        let (mut locations, mut order, mut end) = (vec![None; self.blocks.len()], Vec::new(), 0);
        for root in roots {
            let mut open = vec![root];
            while let Some(number) = open.pop() {
                let class = *classes.get(number)?;
                if locations.get(class)?.is_some() {
                    continue;
                }
                let block = self.blocks.get(class)?;
                *locations.get_mut(class)? = Some(u32::try_from(end).ok().filter(|location| u64::from(*location) < SMALL)?);
                order.push(class);
                end += block.head()?.len() + block.keys.len() + block.items.len();
                open.extend(block.items.iter().rev().filter_map(|item| self.held(*item)));
            }
        }
        Some((locations, order))
    }
}

impl Block {
    /// What stands before the keys and items.
    fn head(&self) -> Option<Vec<u32>> {
        Some(match self.kind {
            WordKind::Node => {
                vec![u32::try_from(self.mask & u64::from(u32::MAX)).ok()?, u32::try_from(self.mask >> u32::BITS).ok()?]
            }
            _ => vec![u32::try_from(self.items.len()).ok()?],
        })
    }
}
