//! The differences of two values: maps by key, lists by what names their items and not by position.

use std::collections::BTreeSet;

use super::alike::alike;
use super::change::Change;
use super::effect::{self, Effect};
use super::opaque;
use crate::template::{Content, Node, function};

/// What names the items of a list, in the order in which it is tried.
const NAMES: [&str; 18] = [
    "Sid",
    "Name",
    "Key",
    "Id",
    "PolicyName",
    "ContainerName",
    "ContainerPort",
    "Field",
    "AttributeName",
    "IndexName",
    "DomainName",
    "HostName",
    "DeviceName",
    "SourceVolume",
    "CertificateArn",
    "TargetGroupArn",
    "MetricName",
    "Type",
];

/// What names the rules of a security group.
const RULE: [&str; 3] = ["IpProtocol", "FromPort", "ToPort"];

/// Collects the differences between two values of one resource.
pub(super) struct Differences<'a> {
    /// The type of the resource; nothing for what is no property.
    pub resource_type: Option<&'a str>,
    /// What was found.
    pub found: Vec<Change>,
}

/// Where a value stands: for people, and as the schemas write it.
#[derive(Clone, Default)]
pub(super) struct At {
    shown: Vec<String>,
    schema: Vec<String>,
}

impl At {
    /// A property of that name.
    pub(super) fn step(&self, key: &str) -> At {
        self.with(key.to_owned(), key)
    }

    /// An item of a list, by its name or index.
    pub(super) fn item(&self, name: &str) -> At {
        self.with(format!("[{name}]"), "*")
    }

    fn with(&self, shown: String, schema: &str) -> At {
        let mut at = self.clone();
        at.shown.push(shown);
        at.schema.push(schema.to_owned());
        at
    }

    /// As the schemas write it.
    pub(super) fn schema_path(&self) -> String {
        self.schema.join("/")
    }

    /// For people.
    pub(super) fn shown(&self) -> &[String] {
        &self.shown
    }
}

impl Differences<'_> {
    /// Compares two values.
    pub(super) fn compare(&mut self, before: Option<&Node>, after: Option<&Node>, at: &At) {
        match (before, after) {
            (None, None) => {}
            (Some(one), Some(other)) if alike(one, other) => {}
            (Some(one), Some(other)) => match (&one.content, &other.content) {
                (Content::Map(_), Content::Map(_)) if function::call(one).is_none() && function::call(other).is_none() => {
                    self.maps(one, other, at);
                }
                (Content::List(left), Content::List(right)) => self.lists(left, right, at),
                _ => self.report(before, after, at),
            },
            _ => self.report(before, after, at),
        }
    }

    fn maps(&mut self, before: &Node, after: &Node, at: &At) {
        let keys =
            |node: &Node| node.as_map().into_iter().flat_map(|map| map.keys()).map(|key| key.as_str().to_owned()).collect();
        let (old, new): (Vec<String>, Vec<String>) = (keys(before), keys(after));
        for key in new.iter().chain(old.iter().filter(|key| !new.contains(key))) {
            self.compare(before.get(key), after.get(key), &at.step(key));
        }
    }

    fn lists(&mut self, before: &[Node], after: &[Node], at: &At) {
        let mut keys = NAMES.iter().map(|key| vec![*key]).chain([RULE.to_vec()]);
        if let Some(key) = keys.find(|key| names_all(before, key) && names_all(after, key)) {
            let name = |node: &Node| named(node, &key).unwrap_or_default();
            let known = self.found.len();
            for item in after {
                let old = before.iter().find(|old| name(old) == name(item));
                self.compare(old, Some(item), &at.item(&name(item)));
            }
            for item in before.iter().filter(|old| !after.iter().any(|new| name(new) == name(old))) {
                self.compare(Some(item), None, &at.item(&name(item)));
            }
            if self.found.len() == known {
                // Nothing but the order: the list as a whole is what changed.
                self.report(Some(&Node::list(before.to_vec())), Some(&Node::list(after.to_vec())), at);
            }
            return;
        }
        let (added, removed) = (missing(after, before), missing(before, after));
        match (added.as_slice(), removed.as_slice()) {
            // Nothing but the order: the list as a whole is what changed.
            ([], []) => self.report(Some(&Node::list(before.to_vec())), Some(&Node::list(after.to_vec())), at),
            ([new], [old]) => self.compare(Some(&before[*old]), Some(&after[*new]), &at.item(&new.to_string())),
            _ => {
                removed.iter().for_each(|index| self.report(Some(&before[*index]), None, &at.item(&index.to_string())));
                added.iter().for_each(|index| self.report(None, Some(&after[*index]), &at.item(&index.to_string())));
            }
        }
    }

    fn report(&mut self, before: Option<&Node>, after: Option<&Node>, at: &At) {
        let effect = match self.resource_type {
            _ if opaque::is_made(&at.shown, [before, after]) => Effect::Unknown,
            Some(resource_type) => effect::of(resource_type, &at.schema_path(), [before, after]),
            None => Effect::Nothing,
        };
        self.found.push(Change {
            path: at.shown.clone(),
            before: before.cloned(),
            after: after.cloned(),
            effect,
            through: None,
            is_secret: false,
        });
    }
}

/// The indices of the items that have no equal of their own in another list.
fn missing(items: &[Node], from: &[Node]) -> Vec<usize> {
    let mut left: Vec<&Node> = from.iter().collect();
    let mut found = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match left.iter().position(|other| alike(item, other)) {
            Some(at) => drop(left.remove(at)),
            None => found.push(index),
        }
    }
    found
}

/// The name of an item by the keys that name it together.
fn named(item: &Node, keys: &[&str]) -> Option<String> {
    let parts: Option<Vec<String>> = keys.iter().map(|key| item.get(key).map(name_of)).collect();
    parts.map(|parts| parts.join(" "))
}

/// Whether every item has a name of its own under these keys.
fn names_all(items: &[Node], keys: &[&str]) -> bool {
    let names: Option<BTreeSet<String>> = items.iter().map(|item| named(item, keys)).collect();
    names.is_some_and(|names| names.len() == items.len() && !items.is_empty() || items.is_empty())
}

fn name_of(node: &Node) -> String {
    node.scalar().unwrap_or_else(|| super::show::node(node))
}
