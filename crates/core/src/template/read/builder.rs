//! Building the tree: one node after the other, without recursion, and never more than the bounds allow.

use std::collections::BTreeMap;

use super::document::{DEEPEST, Document, Duplicate, HEAVIEST};
use super::error::ReadError;
use super::tag::Tag;
use crate::template::{Content, Key, Map, Node, SourceLocation};

/// How many mistakes are reported before reading ends.
const MOST_MISTAKES: usize = 20;

/// How many duplicate keys are read over: each moves the entries after it.
const MOST_DUPLICATES: usize = 100;

/// Takes the parts of a document in their order.
#[derive(Default)]
pub(super) struct Builder {
    stack: Vec<Frame>,
    root: Option<Node>,
    anchors: BTreeMap<usize, Anchored>,
    aliases: Vec<SourceLocation>,
    duplicates: Vec<Duplicate>,
    weight: usize,
    mistakes: Vec<ReadError>,
    /// The room of closed maps and lists, for the next ones: what goes into the tree has the size that it needs.
    maps: Vec<Map>,
    lists: Vec<Vec<Node>>,
    /// Whether the tags of tools are taken that complete a template before CloudFormation sees it.
    pub(super) takes_directives: bool,
}

/// A list or map that is not closed yet.
struct Frame {
    location: SourceLocation,
    tag: Option<Tag>,
    anchor: usize,
    /// The weight of the document before it.
    weight: usize,
    /// How many levels there are below it.
    height: usize,
    inner: Inner,
}

enum Inner {
    List(Vec<Node>),
    Map { map: Map, key: Option<Pending>, merged: Vec<Map> },
}

/// A key whose value is still to come.
enum Pending {
    Key(Key),
    /// `<<`
    Merge(SourceLocation),
}

/// What an alias stands for.
#[derive(Clone)]
struct Anchored {
    node: Node,
    weight: usize,
    height: usize,
}

impl Builder {
    /// Whether the next part is the key of a map.
    pub(super) fn wants_key(&self) -> bool {
        matches!(self.stack.last().map(|frame| &frame.inner), Some(Inner::Map { key: None, .. }))
    }

    /// A key. `plain` is a key without quotes.
    pub(super) fn key(&mut self, text: String, plain: bool, anchor: usize, location: SourceLocation) -> Result<(), ReadError> {
        self.add_weight(text.len(), location)?;
        if anchor > 0 {
            let node = Node::text(text.clone()).at(location);
            self.anchors.insert(anchor, Anchored { node, weight: 1, height: 0 });
        }
        let Some(Inner::Map { key, .. }) = self.stack.last_mut().map(|frame| &mut frame.inner) else { return Ok(()) };
        *key = Some(if plain && text == "<<" { Pending::Merge(location) } else { Pending::Key(Key::new(text, location)) });
        Ok(())
    }

    /// A whole value.
    pub(super) fn value(&mut self, node: Node, anchor: usize) -> Result<(), ReadError> {
        let length = node.as_str().map_or(0, str::len);
        self.add_weight(length, node.location)?;
        if anchor > 0 {
            self.anchors.insert(anchor, Anchored { node: node.clone(), weight: 1 + length / 16, height: 1 });
        }
        self.put(node, 1)
    }

    /// A list begins.
    pub(super) fn open_list(&mut self, location: SourceLocation, tag: Option<Tag>, anchor: usize) -> Result<(), ReadError> {
        let items = self.lists.pop().unwrap_or_default();
        self.open(location, tag, anchor, Inner::List(items))
    }

    /// A map begins.
    pub(super) fn open_map(&mut self, location: SourceLocation, tag: Option<Tag>, anchor: usize) -> Result<(), ReadError> {
        let map = self.maps.pop().unwrap_or_default();
        self.open(location, tag, anchor, Inner::Map { map, key: None, merged: Vec::new() })
    }

    fn open(&mut self, location: SourceLocation, tag: Option<Tag>, anchor: usize, inner: Inner) -> Result<(), ReadError> {
        if self.wants_key() {
            return Err(Self::no_key(location));
        }
        if self.stack.len() >= DEEPEST {
            return Err(Self::too_deep(location));
        }
        let weight = self.weight;
        self.add_weight(0, location)?;
        self.stack.push(Frame { location, tag, anchor, weight, height: 0, inner });
        Ok(())
    }

    /// The innermost list or map ends.
    pub(super) fn close(&mut self) -> Result<(), ReadError> {
        let Some(frame) = self.stack.pop() else { return Ok(()) };
        let content = match frame.inner {
            Inner::List(mut items) => {
                let mut exact = Vec::with_capacity(items.len());
                exact.append(&mut items);
                self.lists.push(items);
                Content::List(exact)
            }
            Inner::Map { mut map, merged, .. } => {
                merge(&mut map, merged);
                let exact = map.take_exact();
                self.maps.push(map);
                Content::Map(exact)
            }
        };
        let node = Node::new(content).at(frame.location);
        let node = match &frame.tag {
            Some(tag) => tag.apply(node).unwrap_or_else(|error| self.note(error, tag.location())),
            None => node,
        };
        let height = frame.height + 1;
        if frame.anchor > 0 {
            let weight = self.weight - frame.weight;
            self.anchors.insert(frame.anchor, Anchored { node: node.clone(), weight, height });
            // The copy is kept in memory as well.
            self.add(weight, frame.location)?;
        }
        self.put(node, height)
    }

    /// An alias: what it stands for is copied.
    pub(super) fn alias(&mut self, anchor: usize, location: SourceLocation) -> Result<(), ReadError> {
        self.aliases.push(location);
        let Some(Anchored { weight, height, .. }) = self.anchors.get(&anchor) else {
            return Err(ReadError::new("this alias refers to a value that contains it", location));
        };
        let (weight, height) = (*weight, *height);
        if self.stack.len() + height > DEEPEST {
            return Err(Self::too_deep(location));
        }
        self.add(weight, location)?;
        let Some(Anchored { node, .. }) = self.anchors.get(&anchor).cloned() else { return Ok(()) };
        if self.wants_key() {
            let text = node.as_str().ok_or_else(|| Self::no_key(location))?.to_owned();
            return self.key(text, false, 0, location);
        }
        self.put(node, height)
    }

    /// Reports a mistake that does not end the reading; the node stands for what cannot be read.
    pub(super) fn note(&mut self, error: ReadError, location: SourceLocation) -> Node {
        self.mistakes.push(error);
        Node::new(Content::Null).at(location)
    }

    /// The tree, or everything that is wrong. `end` is how the reading ended.
    pub(super) fn finish(mut self, end: Result<(), ReadError>) -> Result<Document, Vec<ReadError>> {
        self.mistakes.extend(end.err());
        if !self.mistakes.is_empty() {
            return Err(self.mistakes);
        }
        let nothing = || vec![ReadError::new("the file contains only comments", SourceLocation::Unknown)];
        Ok(Document { root: self.root.ok_or_else(nothing)?, aliases: self.aliases, duplicates: self.duplicates })
    }

    /// The error for nesting beyond [`DEEPEST`].
    pub(super) fn too_deep(location: SourceLocation) -> ReadError {
        ReadError::new(format!("lists and maps are nested deeper than {DEEPEST} levels"), location)
    }

    fn no_key(location: SourceLocation) -> ReadError {
        ReadError::new("expected a string as key, found a list or map", location)
            .help("quote a string that begins with `{` or `[`")
    }

    fn put(&mut self, node: Node, height: usize) -> Result<(), ReadError> {
        let location = node.location;
        let mut wrong = None;
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(frame) => {
                frame.height = frame.height.max(height);
                match &mut frame.inner {
                    Inner::List(items) => items.push(node),
                    Inner::Map { map, key, merged } => match key.take() {
                        Some(Pending::Key(key)) => self.duplicates.extend(enter(map, key, node)),
                        Some(Pending::Merge(at)) => wrong = collect(node, merged).then_some(at),
                        None => return Err(Self::no_key(location)),
                    },
                }
            }
        }
        if let Some(at) = wrong {
            self.note(ReadError::new("`<<`: expected a map to merge", at), at);
        }
        self.check_mistakes(location)
    }

    fn check_mistakes(&self, location: SourceLocation) -> Result<(), ReadError> {
        if self.mistakes.len() < MOST_MISTAKES && self.duplicates.len() < MOST_DUPLICATES {
            return Ok(());
        }
        Err(ReadError::new("there are too many mistakes; the rest of the file was not read", location))
    }

    fn add_weight(&mut self, length: usize, location: SourceLocation) -> Result<(), ReadError> {
        self.add(1 + length / 16, location)
    }

    fn add(&mut self, weight: usize, location: SourceLocation) -> Result<(), ReadError> {
        self.weight += weight;
        if self.weight <= HEAVIEST {
            return Ok(());
        }
        let help = "an alias stands for a copy: aliases of aliases grow without bounds";
        let error = ReadError::new("the file is too large once its aliases are expanded", location);
        Err(if self.aliases.is_empty() { ReadError::new("the file has too many values", location) } else { error.help(help) })
    }
}

/// Puts a value under its key. Of duplicate keys CloudFormation takes the last, in JSON as in YAML.
fn enter(map: &mut Map, key: Key, node: Node) -> Option<Duplicate> {
    let dropped = map.shift_remove_entry(key.as_str());
    let duplicate = dropped.map(|(first, value)| Duplicate {
        key: key.as_str().to_owned(),
        location: key.location(),
        first: first.location(),
        is_same: value == node,
    });
    map.push(key, node);
    duplicate
}

/// Takes the maps that `<<` names; whether it names anything else.
fn collect(node: Node, merged: &mut Vec<Map>) -> bool {
    match node.content {
        Content::Map(map) => merged.push(map),
        Content::List(items) => return items.into_iter().any(|item| collect_map(item, merged)),
        _ => return true,
    }
    false
}

fn collect_map(node: Node, merged: &mut Vec<Map>) -> bool {
    let Content::Map(map) = node.content else { return true };
    merged.push(map);
    false
}

/// What a map has itself comes first and wins; of the merged ones, the first wins.
fn merge(map: &mut Map, merged: Vec<Map>) {
    for (key, node) in merged.into_iter().flatten() {
        map.get_or_insert_with(key, || node);
    }
}
