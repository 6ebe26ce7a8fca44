//! The order in which elements are written: each after those whose variables it needs, and those of one subject together.

use std::collections::{BTreeMap, BTreeSet};

use crate::template::{Map, Node, function};

/// The resources by their ids: each after those that it refers to, as near to the order of the template as that allows. A circle is
/// broken where it begins; what refers backwards then does so by name.
pub(super) fn resources<'a>(section: &'a Map, subject: &dyn Fn(&Node) -> &'static str) -> Vec<&'a str> {
    let needs = section.iter().map(|(id, node)| (id.as_str(), needed(node, section))).collect();
    let subjects: BTreeMap<&str, &'static str> = section.iter().map(|(id, node)| (id.as_str(), subject(node))).collect();
    sorted(section, &needs, &|id| subjects.get(id).copied().unwrap_or_default())
}

/// The conditions by their names, each after those that it names.
pub(super) fn conditions(section: &Map) -> Vec<&str> {
    let needs = section
        .iter()
        .map(|(id, node)| {
            let mut names = BTreeSet::new();
            node.walk(&mut |node| {
                let named = function::call(node).filter(|(name, _)| [function::CONDITION, function::IF].contains(name));
                let name = named.and_then(|(_, argument)| argument.as_str().or_else(|| argument.as_list()?.first()?.as_str()));
                names.extend(name.and_then(|name| section.get_key_value(name)).map(|(key, _)| key.as_str()));
            });
            (id.as_str(), names)
        })
        .collect();
    sorted(section, &needs, &|_| "")
}

/// The resources whose variables a resource needs: what `Ref`, `Fn::GetAtt` and `DependsOn` name. `Fn::Sub` names them in its text.
fn needed<'a>(node: &Node, section: &'a Map) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    let mut add = |name: &str| names.extend(section.get_key_value(name).map(|(key, _)| key.as_str()));
    node.walk(&mut |node| {
        if let Some((name @ (function::REF | function::GET_ATT), argument)) = function::call(node) {
            function::references(name, argument).into_iter().for_each(&mut add);
        }
    });
    if let Some(depends) = node.get("DependsOn") {
        depends.walk(&mut |node| node.as_str().into_iter().for_each(&mut add));
    }
    names
}

fn sorted<'a>(
    section: &'a Map,
    needs: &BTreeMap<&'a str, BTreeSet<&'a str>>,
    subject: &dyn Fn(&str) -> &'static str,
) -> Vec<&'a str> {
    let mut waiting: Vec<&str> = section.keys().map(|key| key.as_str()).collect();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let mut order: Vec<&str> = Vec::new();
    while !waiting.is_empty() {
        let is_ready = |id: &&str| needs.get(id).is_none_or(|needs| needs.iter().all(|need| need == id || done.contains(need)));
        let last = order.last().map(|id| subject(id));
        let of_subject = waiting.iter().position(|id| last == Some(subject(id)) && is_ready(id));
        let next = of_subject.or_else(|| waiting.iter().position(is_ready)).unwrap_or(0);
        let id = waiting.remove(next);
        done.insert(id);
        order.push(id);
    }
    order
}
