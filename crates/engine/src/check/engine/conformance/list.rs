//! The keywords of lists, and the sizes of lists and maps.

use std::collections::BTreeSet;

use super::answer::{Answer, Why};
use super::scalar::{Bound, Size};
use crate::check::engine::subject::Subject;
use crate::language::{Scope, resolve};
use crate::template::{Content, Node};

/// `minItems`, `maxItems`, `minProperties`, `maxProperties`: the number of items or entries that is out of bounds.
pub(crate) fn count<'a>(subject: &Subject<'a>) -> Answer<'a, Size> {
    let schema = subject.schema;
    match &subject.node.content {
        Content::List(items) => within(subject.scope, items.iter(), schema.min_items(), schema.max_items()),
        Content::Map(map) => within(subject.scope, map.values(), schema.min_properties(), schema.max_properties()),
        _ => Answer::Yes,
    }
}

/// Whether so many nodes are within bounds. One that is an expression may turn out to be nothing, but not to be several.
fn within<'a>(
    scope: &Scope<'a>,
    nodes: impl ExactSizeIterator<Item = &'a Node>,
    least: Option<u64>,
    most: Option<u64>,
) -> Answer<'a, Size> {
    let given = nodes.len() as u64;
    if let Some(least) = least.filter(|least| given < *least) {
        return Answer::No(Size { given, bound: Bound::Least(least) });
    }
    let is_many = most.is_some_and(|most| given > most);
    if !is_many && least.is_none_or(|least| least == 0) {
        return Answer::Yes;
    }
    let sure = nodes.filter(|node| !scope.may_be_absent(node)).count() as u64;
    match most.filter(|most| sure > *most) {
        Some(most) => Answer::No(Size { given, bound: Bound::Most(most) }),
        None if is_many || least.is_some_and(|least| sure < least) => Answer::Unknown(Why::Condition),
        None => Answer::Yes,
    }
}

/// `uniqueItems`, `uniqueKeys`: the item that repeats an earlier one.
pub(crate) fn unique<'a>(subject: &Subject<'a>) -> Answer<'a, Repeated<'a>> {
    let Some(items) = subject.node.as_list().filter(|items| items.len() > 1) else { return Answer::Yes };
    let keys: Vec<&str> = subject.schema.unique_keys().collect();
    if keys.is_empty() && !subject.schema.unique_items() {
        return Answer::Yes;
    }
    let text = |item| if keys.is_empty() { serde_json::to_string(item).ok() } else { values(subject.scope, item, &keys) };
    let (mut seen, mut is_open) = (BTreeSet::new(), false);
    for (index, item) in items.iter().enumerate() {
        let Some(text) = text(item) else {
            is_open = true;
            continue;
        };
        if seen.contains(&text) {
            return Answer::No(Repeated { index, item, keys, values: text });
        }
        seen.insert(text);
        is_open |= keys.is_empty() && !is_written_out(item);
    }
    if is_open { Answer::Unknown(Why::Outcomes) } else { Answer::Yes }
}

/// An item that repeats an earlier one.
#[derive(Clone, Debug)]
pub(crate) struct Repeated<'a> {
    /// Which item.
    pub index: usize,
    /// The item.
    pub item: &'a Node,
    /// The properties that must differ; none where the whole items must.
    pub keys: Vec<&'a str>,
    /// The values of those properties, in lines.
    pub values: String,
}

/// The values of some keys of an item, where all of them are known.
fn values<'a>(scope: &Scope<'a>, item: &'a Node, keys: &[&str]) -> Option<String> {
    let item = scope.literal(item)?;
    let texts: Option<Vec<String>> = keys.iter().map(|key| scope.text(item.get(key)?)).collect();
    texts.map(|texts| texts.join("\n"))
}

/// Whether no function stands in a node, at any depth.
fn is_written_out(node: &Node) -> bool {
    let mut plain = true;
    node.walk(&mut |inner| plain &= resolve::is_plain(inner));
    plain
}

/// `maxUniqueItems`: the number of different items, where it is too large.
pub(crate) fn different<'a>(subject: &Subject<'a>) -> Answer<'a, Size> {
    let Some((items, most)) = subject.node.as_list().zip(subject.schema.max_unique_items()) else { return Answer::Yes };
    if items.len() as u64 <= most {
        return Answer::Yes;
    }
    // Two expressions may turn out to be the same, or nothing.
    let known = || items.iter().filter(|item| resolve::is_plain(item));
    let given = known().filter_map(|item| serde_json::to_string(item).ok()).collect::<BTreeSet<_>>().len() as u64;
    match given > most {
        true => Answer::No(Size { given, bound: Bound::Most(most) }),
        false if known().count() == items.len() => Answer::Yes,
        false => Answer::Unknown(Why::Outcomes),
    }
}
