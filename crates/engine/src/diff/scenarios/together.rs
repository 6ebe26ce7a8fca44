//! Values of a parameter that come to the same in all mappings, so that each of them need not be followed alone.

use std::collections::{BTreeMap, BTreeSet};

use super::affected::Sides;
use super::axis::{Axis, Choice, Subject};
use crate::diff::processed::Processed;
use crate::template::Node;

/// What one lookup finds by each key: the entries, each with its other key.
type Found<'a> = BTreeMap<&'a str, Vec<(&'a str, &'a Node)>>;

/// Takes values together by which the same is found wherever something is looked up. Those that are told apart otherwise, by a
/// condition or by what they say themselves, stay apart.
pub(super) fn take<'a>(
    sides: [&Processed<'a>; 2],
    elements: &[Sides<'a>],
    told_apart: &BTreeSet<String>,
    axes: &mut [Axis<'a>],
) {
    let mut found: BTreeMap<&str, Vec<Found<'a>>> = BTreeMap::new();
    for (side, node) in elements.iter().flat_map(|nodes| sides.into_iter().zip(nodes)) {
        for lookup in node.map(|node| side.scope.open_lookups(node)).unwrap_or_default() {
            found.entry(lookup.parameter).or_default().push(side.scope.found_by_key(&lookup));
        }
    }
    for axis in axes {
        let Subject::Parameter { name, .. } = axis.subject else { continue };
        let is_free =
            |choice: &&Choice| matches!(choice, Choice::Value { text, is_everywhere: true } if !told_apart.contains(text));
        let Some(found) = found.get(name) else { continue };
        let values = axis.choices.iter().filter(is_free).flat_map(Choice::texts);
        for texts in groups(found, values).into_iter().filter(|texts| texts.len() > 1) {
            axis.choices.retain(|choice| !matches!(choice, Choice::Value { text, .. } if texts.contains(text)));
            axis.choices.insert(0, Choice::Among(texts));
        }
    }
}

/// The values, those together by which every lookup finds the same.
fn groups(found: &[Found<'_>], values: impl Iterator<Item = String>) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    for text in values {
        let is_same = |group: &&mut Vec<String>| {
            group.first().is_some_and(|known| found.iter().all(|one| one.get(known.as_str()) == one.get(text.as_str())))
        };
        match groups.iter_mut().find(is_same) {
            Some(group) => group.push(text),
            None => groups.push(vec![text]),
        }
    }
    groups
}
