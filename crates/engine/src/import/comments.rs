//! The comments of a template, at what they speak of: the entry below them, or the one on whose line they stand.

use std::collections::{BTreeMap, BTreeSet};

use crate::template::read::Comment;
use crate::template::{Content, Node, SourceLocation};

/// The comments that are not written yet, by the line of their entry.
#[derive(Default)]
pub(super) struct Comments {
    waiting: BTreeMap<u32, Vec<String>>,
    taken: Vec<(u32, Vec<String>)>,
}

impl Comments {
    /// Gives each comment its entry. What stands below the last one belongs to the line after all.
    pub(super) fn new(root: &Node, comments: &[Comment]) -> Self {
        let mut lines = BTreeSet::new();
        entries(root, &mut lines);
        let mut waiting: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for comment in comments {
            let owner = lines.range(comment.line..).next().copied().unwrap_or(u32::MAX);
            let text: String = comment.text.trim_end().chars().filter(|c| !c.is_control() || *c == '\t').collect();
            waiting.entry(owner).or_default().push(text.replace('\t', " "));
        }
        Comments { waiting, taken: Vec::new() }
    }

    /// The comments of the entry at a location.
    pub(super) fn take(&mut self, location: SourceLocation) -> Vec<String> {
        let SourceLocation::File { line, .. } = location else { return Vec::new() };
        let Some(found) = self.waiting.remove(&line) else { return Vec::new() };
        self.taken.push((line, found.clone()));
        found
    }

    /// The comments of all entries up to a line that were not written.
    pub(super) fn take_through(&mut self, first: SourceLocation, last: u32) -> Vec<String> {
        let SourceLocation::File { line, .. } = first else { return Vec::new() };
        let lines: Vec<u32> = self.waiting.range(line..=last.max(line)).map(|(line, _)| *line).collect();
        lines.into_iter().filter_map(|line| self.waiting.remove(&line)).flatten().collect()
    }

    /// What is left.
    pub(super) fn rest(&mut self) -> Vec<String> {
        std::mem::take(&mut self.waiting).into_values().flatten().collect()
    }

    /// Where an attempt begins that may come to nothing.
    pub(super) fn mark(&self) -> usize {
        self.taken.len()
    }

    /// Gives back what was taken since: the attempt came to nothing.
    pub(super) fn give_back(&mut self, mark: usize) {
        while self.taken.len() > mark {
            self.waiting.extend(self.taken.pop());
        }
    }
}

fn entries(node: &Node, lines: &mut BTreeSet<u32>) {
    let mut add = |location: SourceLocation| {
        if let SourceLocation::File { line, .. } = location {
            lines.insert(line);
        }
    };
    match &node.content {
        Content::Map(map) => {
            map.keys().for_each(|key| add(key.location()));
            map.values().for_each(|value| entries(value, lines));
        }
        Content::List(items) => {
            items.iter().for_each(|item| add(item.location));
            items.iter().for_each(|item| entries(item, lines));
        }
        _ => {}
    }
}

/// The last line on which something of a node begins.
pub(super) fn last_line(node: &Node) -> u32 {
    let mut last = 0;
    node.walk(&mut |node| {
        if let SourceLocation::File { line, .. } = node.location {
            last = last.max(line);
        }
    });
    last
}
