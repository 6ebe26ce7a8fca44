//! Entries that a mapping does not have, and what fails because of that.

use super::change::StackChange;
use super::headline::{Headline, HeadlineKind};
use super::processed::{Pair, Processed};
use crate::language::opaque;
use crate::template::{Content, Node, ResourceEntry, function};

/// What comes and reads an entry that a mapping does not have.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let Some(after) = pair.after else { return Vec::new() };
    let resources = change.resources.iter().map(|resource| (resource.id.as_str(), resource.changes.as_slice()));
    let mut found: Vec<Headline> = Vec::new();
    for (id, changes) in resources.chain([("", change.others.as_slice())]) {
        for value in changes.iter().filter_map(|change| change.after.as_ref()) {
            value.walk(&mut |node| {
                let Some((function::FIND_IN_MAP, argument)) = function::call(node) else { return };
                let Some(entry) = missing_entry(after, argument) else { return };
                let message = format!("{entry}, which {} reads", if id.is_empty() { "an output" } else { id });
                let way_out = "Add it, or give `Fn::FindInMap` a `DefaultValue`.";
                let headline = Headline::new(HeadlineKind::WillFail, "DIFF109", &change.name, id, message, way_out);
                if !found.contains(&headline) {
                    found.push(headline);
                }
            });
        }
    }
    found
}

/// What a mapping lacks, where all three arguments are known: a key of its first level with all below it, or of its second.
fn missing_entry(side: &Processed<'_>, argument: &Node) -> Option<String> {
    let [mapping, top, second] = argument.as_list()? else { return None };
    let (name, top, second) = (mapping.as_str()?, top.as_str()?, second.as_str()?);
    let mapping = side.template().section("Mappings")?.get(name)?.as_map().filter(|map| !function::has_functions(map))?;
    let lacks = |entries: &Node| entries.as_map().is_some_and(|map| !function::has_functions(map) && !map.contains_key(second));
    match mapping.get(top) {
        None => Some(format!("the mapping {name} has no key `{top}`")),
        Some(_) if mapping.values().all(lacks) => Some(format!("the mapping {name} has no entry with the key `{second}`")),
        Some(entries) => lacks(entries).then(|| format!("the mapping has no entry `{name}.{top}.{second}`")),
    }
}

/// Something that a mapping does not have.
pub(super) struct Missed {
    /// What reads it.
    pub(super) reader: String,
    /// The mapping.
    pub(super) mapping: String,
    /// The parameter that makes the key, where only the deployment knows which one that is.
    pub(super) parameter: Option<String>,
}

/// What a resource that is surely there reads in vain, so that no stack can be deployed so.
pub(super) fn missed(pair: &Pair<'_>, side: &Processed<'_>) -> Option<Missed> {
    if !opaque::macros(side.template()).is_empty() {
        return None;
    }
    let reads = |node: &Node| {
        let mut reads = false;
        node.walk(&mut |inner| reads |= function::call(inner).is_some_and(|(name, _)| name == function::FIND_IN_MAP));
        reads
    };
    let is_sure = |entry: &ResourceEntry<'_>| side.scope.open_condition(entry.node).is_none() && reads(entry.node);
    let mut sure = side.present().filter(|entry| pair.asks_for(entry.id.as_str()) && is_sure(entry));
    sure.find_map(|entry| {
        let (mapping, parameter) = missed_in(side, side.properties(entry.node)?)?;
        Some(Missed { reader: entry.id.as_str().to_owned(), mapping, parameter })
    })
}

/// Why the old side cannot have been deployed, where something of it reads in vain, and nothing of the new one does.
pub(super) fn why(pair: &Pair<'_>, [before, after]: [&Processed<'_>; 2]) -> Option<String> {
    let missed = missed(pair, before).filter(|_| self::missed(pair, after).is_none())?;
    Some(format!("the mapping {} does not have what {} reads", missed.mapping, missed.reader))
}

fn missed_in<'a>(side: &Processed<'a>, node: &'a Node) -> Option<(String, Option<String>)> {
    match (function::call(node), &node.content) {
        // Nobody knows which branch is read.
        (Some((function::IF, _)), _) => None,
        (Some((function::FIND_IN_MAP, arguments)), _) => missed_by(side, arguments),
        (_, Content::List(items)) => items.iter().find_map(|item| missed_in(side, item)),
        (_, Content::Map(map)) => map.values().find_map(|inner| missed_in(side, inner)),
        _ => None,
    }
}

fn missed_by<'a>(side: &Processed<'a>, arguments: &'a Node) -> Option<(String, Option<String>)> {
    let [mapping, keys @ ..] = arguments.as_list()? else { return None };
    let name = mapping.as_str().filter(|_| keys.len() == 2)?;
    let all = side.template().section("Mappings");
    if all.is_none_or(|all| !function::has_functions(all) && !all.contains_key(name)) {
        return Some((name.to_owned(), None));
    }
    let map = all?.get(name)?.as_map()?;
    let is_written = !function::has_functions(map) && !map.values().any(|row| row.as_map().is_none_or(function::has_functions));
    let parameter = keys.iter().find_map(function::referred).map(str::to_owned);
    (is_written && side.scope.entries(arguments).is_empty()).then(|| (name.to_owned(), parameter))
}
