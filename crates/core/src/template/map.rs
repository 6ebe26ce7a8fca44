//! An ordered map whose keys are texts.

use std::hash::BuildHasher;

use hashbrown::HashTable;

/// Up to this many entries are looked for one by one, which is faster than hashing: most maps of a template have one to six.
const FEW: usize = 8;

/// The hashes of keys. They begin with a number that each process chooses anew, so nobody can write a template whose keys collide
/// without having seen the process at work; and what a process reads, it reads once.
pub type KeyHasher = foldhash::fast::RandomState;

/// An ordered map: what was written first stands first. That of a template is [`Map`](super::Map), and an empty one is `Map::default()`.
///
/// Two maps are equal when they have equal values under the same keys, in whatever order.
///
/// ```
/// use formwork::template::{Map, Node};
///
/// let mut map = Map::default();
/// map.insert("Port".into(), Node::text("80"));
/// map.insert("Protocol".into(), Node::text("HTTP"));
/// assert_eq!(map.get("Port").and_then(Node::as_str), Some("80"));
/// assert!(map.keys().map(|key| key.as_str()).eq(["Port", "Protocol"]));
/// ```
#[derive(Clone, Debug)]
pub struct OrderedMap<K, V> {
    entries: Vec<(K, V)>,
    /// Where the entry of a key is, once there are more than a few.
    index: Option<Box<Positions>>,
}

#[derive(Clone, Debug, Default)]
struct Positions {
    hasher: KeyHasher,
    table: HashTable<usize>,
}

impl Positions {
    fn of<K: AsRef<str>, V>(entries: &[(K, V)]) -> Self {
        let mut positions = Positions::default();
        for at in 0..entries.len() {
            positions.add(entries, at);
        }
        positions
    }

    fn find<K: AsRef<str>, V>(&self, entries: &[(K, V)], key: &str) -> Option<usize> {
        self.table.find(self.hasher.hash_one(key), |&at| entries[at].0.as_ref() == key).copied()
    }

    /// Notes the position of an entry whose key is not there yet.
    fn add<K: AsRef<str>, V>(&mut self, entries: &[(K, V)], at: usize) {
        let hash = |&at: &usize| self.hasher.hash_one(entries[at].0.as_ref());
        self.table.insert_unique(hash(&at), at, hash);
    }
}

impl<K, V> Default for OrderedMap<K, V> {
    fn default() -> Self {
        OrderedMap { entries: Vec::new(), index: None }
    }
}

impl<K: AsRef<str>, V> OrderedMap<K, V> {
    /// An empty map with room for this many entries.
    pub fn with_capacity(entries: usize) -> Self {
        OrderedMap { entries: Vec::with_capacity(entries), index: None }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The position of a key, from 0.
    pub fn position(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.find(&self.entries, key),
            None => self.entries.iter().position(|(known, _)| known.as_ref() == key),
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&V> {
        self.get_key_value(key).map(|(_, node)| node)
    }

    /// The value of a key, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.position(key).map(|at| &mut self.entries[at].1)
    }

    /// A key as it was written, with its value.
    pub fn get_key_value(&self, key: &str) -> Option<(&K, &V)> {
        self.position(key).map(|at| pair(&self.entries[at]))
    }

    /// Whether there is an entry of this key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// The first entry.
    pub fn first(&self) -> Option<(&K, &V)> {
        self.entries.first().map(pair)
    }

    /// The entry at a position, from 0.
    pub fn get_index(&self, at: usize) -> Option<(&K, &V)> {
        self.entries.get(at).map(pair)
    }

    /// Puts a value under a key, in the place of what was there, or at the end. Returns what was there.
    pub fn insert(&mut self, key: K, node: V) -> Option<V> {
        match self.position(key.as_ref()) {
            Some(at) => Some(std::mem::replace(&mut self.entries[at].1, node)),
            None => {
                self.push(key, node);
                None
            }
        }
    }

    /// Puts an entry before the one at a position, from 0. The key is not there yet.
    pub(crate) fn insert_before(&mut self, at: usize, key: K, node: V) {
        self.entries.insert(at, (key, node));
        self.reindex();
    }

    /// The value of a key, after putting one there if there is none.
    pub fn get_or_insert_with(&mut self, key: K, node: impl FnOnce() -> V) -> &mut V {
        let at = self.position(key.as_ref()).unwrap_or_else(|| {
            self.push(key, node());
            self.entries.len() - 1
        });
        &mut self.entries[at].1
    }

    /// Puts an entry at the end, whose key is not there.
    pub(super) fn push(&mut self, key: K, node: V) {
        self.entries.push((key, node));
        match &mut self.index {
            Some(index) => index.add(&self.entries, self.entries.len() - 1),
            None if self.entries.len() > FEW => self.index = Some(Box::new(Positions::of(&self.entries))),
            None => {}
        }
    }

    /// Takes the value of a key out; the entries after it move up.
    pub fn shift_remove(&mut self, key: &str) -> Option<V> {
        self.shift_remove_entry(key).map(|(_, node)| node)
    }

    /// Takes an entry out; the entries after it move up.
    pub fn shift_remove_entry(&mut self, key: &str) -> Option<(K, V)> {
        let at = self.position(key)?;
        let entry = self.entries.remove(at);
        self.reindex();
        Some(entry)
    }

    /// Finds the positions again, after entries have moved.
    fn reindex(&mut self) {
        self.index = (self.entries.len() > FEW).then(|| Box::new(Positions::of(&self.entries)));
    }

    /// Takes all entries out into a map that has no room for more, and keeps the room for what comes next.
    pub(super) fn take_exact(&mut self) -> OrderedMap<K, V> {
        let mut entries = Vec::with_capacity(self.entries.len());
        entries.append(&mut self.entries);
        OrderedMap { entries, index: self.index.take() }
    }

    /// The entries, in their order.
    pub fn iter(&self) -> Iter<'_, K, V> {
        self.entries.iter().map(pair)
    }

    /// The entries, in their order, with values that may be changed.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (&K, &mut V)> + ExactSizeIterator {
        self.entries.iter_mut().map(|(key, node)| (&*key, node))
    }

    /// The keys, in their order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + ExactSizeIterator + Clone {
        self.entries.iter().map(|(key, _)| key)
    }

    /// The values, in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + ExactSizeIterator + Clone {
        self.entries.iter().map(|(_, node)| node)
    }

    /// The values, in the order of their keys, to change them.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut V> + ExactSizeIterator {
        self.entries.iter_mut().map(|(_, node)| node)
    }
}

fn pair<K, V>((key, node): &(K, V)) -> (&K, &V) {
    (key, node)
}

/// The entries of a [`OrderedMap`] in their order.
pub type Iter<'m, K, V> = std::iter::Map<std::slice::Iter<'m, (K, V)>, fn(&'m (K, V)) -> (&'m K, &'m V)>;

impl<'m, K: AsRef<str>, V> IntoIterator for &'m OrderedMap<K, V> {
    type Item = (&'m K, &'m V);
    type IntoIter = Iter<'m, K, V>;

    fn into_iter(self) -> Iter<'m, K, V> {
        self.iter()
    }
}

impl<K, V> IntoIterator for OrderedMap<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<K: AsRef<str>, V> Extend<(K, V)> for OrderedMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        let entries = entries.into_iter();
        self.entries.reserve(entries.size_hint().0);
        entries.for_each(|(key, node)| {
            self.insert(key, node);
        });
    }
}

impl<K: AsRef<str>, V> FromIterator<(K, V)> for OrderedMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = OrderedMap::default();
        map.extend(entries);
        map
    }
}

impl<K: AsRef<str>, V: PartialEq> PartialEq for OrderedMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        let same = |(at, (key, node)): (usize, (&K, &V))| match other.get_index(at) {
            Some((known, value)) if known.as_ref() == key.as_ref() => value == node,
            _ => other.get(key.as_ref()) == Some(node),
        };
        self.len() == other.len() && self.iter().enumerate().all(same)
    }
}

#[cfg(test)]
mod tests {
    use super::OrderedMap;

    /// Past the few entries that are looked for one by one, an index finds them: it must say the same.
    #[test]
    fn entries_are_found_in_their_order_however_many_there_are() {
        for count in [3, 8, 9, 40] {
            let key = |number: usize| format!("key{number}");
            let mut map: OrderedMap<String, usize> = (0..count).map(|number| (key(number), number)).collect();
            assert!(
                (0..count).all(|number| map.get(&key(number)) == Some(&number) && map.position(&key(number)) == Some(number))
            );
            assert_eq!((map.insert(key(1), 100), map.get("key1"), map.len()), (Some(1), Some(&100), count));
            assert_eq!((map.shift_remove("key0"), map.get("key0"), map.position("key2")), (Some(0), None, Some(1)));
            map.insert_before(0, "first".to_owned(), 7);
            assert_eq!((map.first(), map.position(&key(count - 1))), (Some((&"first".to_owned(), &7)), Some(count - 1)));
            let mut turned: OrderedMap<String, usize> = OrderedMap::default();
            turned.extend(map.clone().into_iter().rev());
            assert_eq!(turned, map);
            let exact = turned.take_exact();
            assert_eq!((exact.len(), turned.len(), turned.get("first"), exact.get("first")), (count, 0, None, Some(&7)));
        }
    }
}
