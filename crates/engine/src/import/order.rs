//! The order in which elements are written: each after those whose variables it needs, and those of one subject together.

use std::collections::{BTreeMap, BTreeSet};

use super::given::{Call, Expression, Recognized};
use crate::template::{Map, Node, function};

/// The ids that an id needs before it.
type Needs<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// The resources by their ids: each after those that it refers to, as near to the order of the template as that allows. A circle is
/// broken where it begins; what refers backwards then does so by name. Of what a construct makes, only its own id stands.
pub(super) fn resources<'a>(
    section: &'a Map,
    constructs: &[Recognized],
    network: Option<&Call>,
    subject: &dyn Fn(&Node) -> &'static str,
) -> Vec<&'a str> {
    let needs = units(section, constructs.iter(), network);
    let subjects: BTreeMap<&str, &'static str> = section.iter().map(|(id, node)| (id.as_str(), subject(node))).collect();
    let ids = section.keys().map(|key| key.as_str()).filter(|id| needs.contains_key(id)).collect();
    sorted(ids, &needs, &|id| subjects.get(id).copied().unwrap_or_default())
}

/// Whether the last of these constructs could only be added after something that needs it. The others could be added without it.
pub(super) fn is_circular(section: &Map, constructs: &[&Recognized], network: Option<&Call>) -> bool {
    let Some(last) = constructs.last() else { return false };
    let needs = units(section, constructs.iter().copied(), network);
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![last.id.as_str()]);
    while let Some(next) = waiting.pop() {
        for need in needs.get(next).into_iter().flatten() {
            if *need == last.id {
                return true;
            }
            if seen.insert(*need) {
                waiting.push(need);
            }
        }
    }
    false
}

/// What each resource and construct needs; the resources of a construct are one with it.
fn units<'a, 'c>(
    section: &'a Map,
    constructs: impl Iterator<Item = &'c Recognized> + Clone,
    network: Option<&Call>,
) -> Needs<'a> {
    let known = |id: &str| section.get_key_value(id).map(|(key, _)| key.as_str());
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for made in constructs.clone() {
        let ids = made.ids.iter().filter_map(|id| Some((known(id)?, known(&made.id)?)));
        owners.extend(ids);
    }
    let owner = |id: &'a str| owners.get(id).copied().unwrap_or(id);
    let mut needs: Needs<'a> = BTreeMap::new();
    let mut add = |id: &'a str, needed: BTreeSet<&'a str>| {
        let unit = owner(id);
        needs.entry(unit).or_default().extend(needed.into_iter().map(owner).filter(|need| *need != unit));
    };
    section.iter().for_each(|(id, node)| add(id.as_str(), needed(node, section)));
    for made in constructs {
        let Some(id) = known(&made.id) else { continue };
        let mut uses = |call: &Call| {
            call.walk(&mut |expression| match expression {
                Expression::Value(node, _) => add(id, needed(node, section)),
                Expression::Variable(other, _) => add(id, known(other).into_iter().collect()),
                _ => {}
            });
        };
        uses(&made.call);
        network.filter(|_| made.call.is_in_network()).into_iter().for_each(uses);
    }
    needs
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
    sorted(section.keys().map(|key| key.as_str()).collect(), &needs, &|_| "")
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

fn sorted<'a>(ids: Vec<&'a str>, needs: &Needs<'a>, subject: &dyn Fn(&str) -> &'static str) -> Vec<&'a str> {
    let mut waiting = ids;
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
