//! What `Fn::FindInMap` can find where a parameter of no known value makes one of its keys.

use std::collections::BTreeMap;
use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};

use super::constraints;
use super::scenario::Chosen;
use super::scope::{Entries, Scope};
use crate::template::{Content, KeyHasher, Map, Node, function};

/// A call of `Fn::FindInMap` with a key that a parameter of no known value makes.
pub(crate) struct Lookup<'a> {
    /// The call; where it makes a key of another one, the outermost of these.
    pub(crate) call: &'a Node,
    /// The mappings whose keys it makes.
    pub(crate) leads_to: Vec<&'a str>,
    /// The mapping.
    pub(crate) mapping: &'a str,
    /// The parameter or pseudo parameter.
    pub(crate) parameter: &'a str,
    /// The arguments of the call itself.
    pub(crate) arguments: &'a Node,
    /// Whether it makes the first of the two keys.
    pub(crate) is_first: bool,
    /// Whether there is a default for other keys.
    pub(crate) has_default: bool,
    /// Whether it is made in every deployment of what it was found in, and has no default: one with another key fails.
    pub(crate) must_find: bool,
}

impl<'a> Scope<'a> {
    /// The calls of `Fn::FindInMap` in a node whose keys a parameter of no known value makes.
    pub(crate) fn open_lookups(&self, node: &'a Node) -> Vec<Lookup<'a>> {
        let mut found = Vec::new();
        self.collect_lookups(node, true, None, &mut found);
        found
    }

    fn collect_lookups(&self, node: &'a Node, is_sure: bool, outer: Option<(&'a Node, &[&'a str])>, found: &mut Vec<Lookup<'a>>) {
        let called = function::call(node);
        if let Some((function::FIND_IN_MAP, argument)) = called
            && let Some([mapping, top, second, rest @ ..]) = argument.as_list()
            && let Some(mapping) = mapping.as_str()
        {
            let has_default = !rest.is_empty();
            let must_find = is_sure && !has_default;
            let (call, leads_to) = outer.unwrap_or((node, &[]));
            let around = [leads_to, &[mapping]].concat();
            for (key, is_first) in [(top, true), (second, false)] {
                if let Some(parameter) = function::referred(key).filter(|_| self.text(key).is_none()) {
                    let leads_to = leads_to.to_vec();
                    found.push(Lookup {
                        call,
                        leads_to,
                        mapping,
                        parameter,
                        arguments: argument,
                        is_first,
                        has_default,
                        must_find,
                    });
                }
                self.collect_lookups(key, is_sure, Some((call, &around)), found);
            }
            return rest.iter().for_each(|inner| self.collect_lookups(inner, false, None, found));
        }
        match &node.content {
            Content::List(items) => {
                let is_sure = is_sure && !matches!(called, Some((function::IF, _)));
                items.iter().for_each(|item| self.collect_lookups(item, is_sure, outer, found));
            }
            Content::Map(map) => {
                // A branch of `Fn::If` may not be taken, and an element with a condition may not be there.
                let may_be_out = matches!(called, Some((function::IF, _))) || map.contains_key("Condition");
                map.values().for_each(|inner| self.collect_lookups(inner, is_sure && !may_be_out, outer, found));
            }
            _ => {}
        }
    }

    /// The keys of a mapping, of its first level or of its second, each once.
    pub(crate) fn keys(&self, mapping: &str, is_first: bool) -> Vec<&'a str> {
        let Some(map) = self.mappings().and_then(|all| all.get(mapping)?.as_map()) else { return Vec::new() };
        let keys = |map: &'a Map| map.keys().map(|key| key.as_str());
        let second = || map.values().filter_map(Node::as_map).flat_map(keys).collect::<IndexSet<&str, KeyHasher>>();
        if is_first { keys(map).collect() } else { second().into_iter().collect() }
    }

    /// The entries that the arguments of an `Fn::FindInMap` may lead to, by their two keys. Many resources look up the same.
    pub(crate) fn entries(&self, arguments: &'a Node) -> Rc<Entries<'a>> {
        let written = serde_json::to_string(arguments).unwrap_or_default();
        if let Some(known) = self.known_entries().borrow().get(&written) {
            return Rc::clone(known);
        }
        let found = Rc::new(self.found_entries(arguments));
        self.known_entries().borrow_mut().insert(written, Rc::clone(&found));
        found
    }

    fn found_entries(&self, arguments: &'a Node) -> Entries<'a> {
        let Some([mapping, top, second, ..]) = arguments.as_list() else { return BTreeMap::new() };
        let mapping = mapping.as_str().and_then(|name| self.mappings()?.get(name)?.as_map());
        let tops = mapping.into_iter().flatten().filter(|(key, _)| self.may_make(top, key.as_str()));
        let mut seconds: IndexMap<&str, bool, KeyHasher> = IndexMap::default();
        let mut is_second = |key: &'a str| *seconds.entry(key).or_insert_with(|| self.may_make(second, key));
        let entries =
            tops.flat_map(|(one, row)| row.as_map().into_iter().flatten().map(move |(other, entry)| ([one, other], entry)));
        let entries = entries.filter(|([_, key], _)| is_second(key.as_str()));
        entries.map(|(keys, entry)| (keys.map(|key| key.as_str()), entry)).collect()
    }

    /// Whether a key of an `Fn::FindInMap` may turn out to be this: a parameter that may have it as its value, or what a lookup may find.
    fn may_make(&self, key: &'a Node, known: &str) -> bool {
        let is_it = |found: &'a Node| self.text(found).is_none_or(|text| text == known);
        match (self.text(key), function::call(key)) {
            (Some(text), _) => text == known,
            (None, Some((function::REF, name))) => name.as_str().is_none_or(|name| self.may_be(name, known)),
            (None, Some((function::FIND_IN_MAP, arguments))) => {
                let has_default = arguments.as_list().is_some_and(|arguments| arguments.len() > 3);
                has_default || !self.spend(1) || self.entries(arguments).values().copied().any(is_it)
            }
            _ => true,
        }
    }

    /// What a lookup finds by each key that its parameter can make: the entries, each with its other key.
    pub(crate) fn found_by_key(&self, lookup: &Lookup<'a>) -> BTreeMap<&'a str, Vec<(&'a str, &'a Node)>> {
        let mut found: BTreeMap<&'a str, Vec<(&'a str, &'a Node)>> = BTreeMap::new();
        for (&[first, second], &entry) in self.entries(lookup.arguments).iter() {
            let (key, other) = if lookup.is_first { (first, second) } else { (second, first) };
            found.entry(key).or_default().push((other, entry));
        }
        found
    }

    /// The entry that is found whatever the open keys are: all to which they can lead are the same. A deployment that finds none fails.
    pub(super) fn one_entry(&self, mapping: &'a Node, keys: [&'a Node; 2], default: Option<&'a Node>) -> Option<&'a Node> {
        let mapping = self.mappings()?.get(self.text(mapping)?.as_str())?;
        let (tops, mut misses) = self.candidates(mapping, keys[0])?;
        let mut entries = Vec::new();
        for top in tops {
            let (found, may_miss) = self.candidates(top, keys[1])?;
            entries.extend(found);
            misses |= may_miss;
        }
        entries.extend(default.filter(|_| misses));
        let (first, rest) = entries.split_first()?;
        let value = |entry: &'a Node| self.literal(entry).unwrap_or(entry);
        rest.iter().all(|entry| value(entry) == value(first)).then_some(*first)
    }

    /// What a key of a map can lead to, and whether it may be one that the map does not have; nothing where that can't be told.
    fn candidates(&self, map: &'a Node, key: &'a Node) -> Option<(Vec<&'a Node>, bool)> {
        let map = map.as_map().filter(|map| !function::has_functions(map) && self.spend(map.len()))?;
        if let Some(text) = self.text(key) {
            let found = map.get(text.as_str());
            return Some((found.into_iter().collect(), found.is_none()));
        }
        let name = function::referred(key).filter(|name| self.parameter(name).is_some() || name.starts_with("AWS::"))?;
        let found = map.iter().filter(|(key, _)| self.may_be(name, key.as_str())).map(|(_, node)| node);
        let is_other = |value: &String| !map.contains_key(value.as_str()) && self.may_be(name, value);
        let may_miss = match self.scenario().and_then(|scenario| scenario.parameters.get(name)) {
            Some(Chosen::Value(value)) => is_other(value),
            Some(Chosen::Among(values)) => values.iter().any(is_other),
            _ => self.parameter(name).and_then(constraints::allowed).is_none_or(|allowed| allowed.iter().any(is_other)),
        };
        Some((found.collect(), may_miss))
    }
}
