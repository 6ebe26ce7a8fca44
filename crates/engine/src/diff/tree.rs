//! The differences of two values: maps by key, lists by what names their items and not by position.

use indexmap::IndexMap;

use super::alike::{Among, alike, both_alike, keys};
use super::change::Change;
use super::effect::{Effect, SAME};
use super::processed::Processed;
use super::{may_be_equal, opaque, policy_form, property_effect, redefined, split_lists};
use crate::language::read::policy_text;
use crate::language::reference;
use crate::template::path::{Path, Step};
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
    resource_type: Option<&'a str>,
    /// The two sides of the stack, where it is there on both.
    sides: Option<[&'a Processed<'a>; 2]>,
    /// The way to what is compared.
    path: Path<'a>,
    /// What was found.
    pub found: Vec<Change>,
}

impl<'a> Differences<'a> {
    /// Of the properties of a type, or of what is no property.
    pub(super) fn of(resource_type: Option<&'a str>) -> Self {
        Differences { resource_type, sides: None, path: Path::default(), found: Vec::new() }
    }

    /// The same of what is on both sides.
    pub(super) fn between(sides: [&'a Processed<'a>; 2], resource_type: Option<&'a str>) -> Self {
        Differences { sides: Some(sides), ..Differences::of(resource_type) }
    }

    /// Compares two values one step further down.
    pub(super) fn compare_at(&mut self, step: impl Into<Step<'a>>, before: Option<&'a Node>, after: Option<&'a Node>) {
        self.below(step, |this| this.compare(before, after));
    }

    /// Compares something one step further down.
    pub(super) fn below(&mut self, step: impl Into<Step<'a>>, compare: impl FnOnce(&mut Self)) {
        self.path.push(step);
        compare(self);
        self.path.pop();
    }

    /// Compares two values.
    pub(super) fn compare(&mut self, before: Option<&'a Node>, after: Option<&'a Node>) {
        match (before, after) {
            (None, None) => {}
            (Some(one), Some(other)) if alike(one, other) || self.are_same_split(one, other) => self.looked_up(other),
            (Some(one), Some(other)) => match self.as_documents([one, other]) {
                Some(documents) => self.documents([one, other], documents),
                None => self.differing(one, other),
            },
            _ => self.report(before, after),
        }
    }

    /// Whether two values, of which at least one is a list or made, are the same list that only one side splits.
    fn are_same_split(&self, one: &Node, other: &Node) -> bool {
        let is_list = |node: &Node| node.as_list().is_some() || function::call(node).is_some();
        self.sides.is_some_and(|sides| is_list(one) && is_list(other) && split_lists::are_same(sides, one, other))
    }

    /// Compares two values that are not alike.
    fn differing(&mut self, one: &'a Node, other: &'a Node) {
        let both = [Some(one), Some(other)];
        match (&one.content, &other.content) {
            _ if self.is_policy() && policy_form::are_same_statements(one, other) => {
                let change = Change::of(self.path.clone().into_owned(), both, Effect::Nothing);
                self.found.push(Change { why: policy_form::WHY, ..change });
            }
            (Content::Map(_), Content::Map(_)) if function::call(one).is_none() && function::call(other).is_none() => {
                for key in keys([Some(other), Some(one)]) {
                    self.compare_at(key, one.get(key), other.get(key));
                }
            }
            (Content::List(left), Content::List(right)) => self.lists([one, other], left, right),
            _ if self.is_list_of_one(one, other) => {
                let change = Change::of(self.path.clone().into_owned(), both, Effect::Nothing);
                self.found.push(Change { why: "one thing alone stands for a list of it", ..change });
            }
            _ => self.report(Some(one), Some(other)),
        }
    }

    /// The policies that two values are, of which one is written as a text.
    fn as_documents(&self, values: [&'a Node; 2]) -> Option<[&'a Node; 2]> {
        let sides = self.sides.filter(|_| self.path.last().and_then(Step::key).is_some_and(policy_text::is_policy))?;
        let [one, other] = [0, 1].map(|index: usize| policy_text::document(&sides[index].scope, values[index]));
        let is_map = |node: &&Node| node.as_map().is_some() && function::call(node).is_none();
        match (one, other) {
            (None, None) => None,
            _ => Some([one.or(Some(values[0]).filter(is_map))?, other.or(Some(values[1]).filter(is_map))?]),
        }
    }

    /// Compares two policies, of which one is written as a text.
    fn documents(&mut self, written: [&'a Node; 2], documents: [&'a Node; 2]) {
        let known = self.found.len();
        self.compare(Some(documents[0]), Some(documents[1]));
        if self.found.len() == known {
            let change = Change::of(self.path.clone().into_owned(), written.map(Some), Effect::Nothing);
            self.found.push(Change { why: policy_form::WHY, ..change });
        }
    }

    /// Whether what is compared are the statements of a policy, as far as the way to it tells.
    fn is_policy(&self) -> bool {
        self.path.last().is_some_and(|step| step.is_key("Statement"))
    }

    /// Whether a property is a list of one thing on one side, and that thing alone on the other. A call may be a list itself, and a
    /// document within a property means what it says.
    fn is_list_of_one(&self, one: &Node, other: &Node) -> bool {
        let is_it = |list: &Node, alone: &Node| match list.as_list() {
            Some([item]) => function::call(alone).is_none() && alike(item, alone),
            _ => false,
        };
        self.resource_type.is_some() && self.path.len() == 1 && (is_it(one, other) || is_it(other, one))
    }

    /// What is written alike on both sides, and is read from what is defined elsewhere, in another way.
    fn looked_up(&mut self, value: &'a Node) {
        let is_read_elsewhere = |[before, after]: &[&Processed<'a>; 2]| {
            before.has_definitions() || after.has_definitions() || after.renames_things(before)
        };
        let Some([before, after]) = self.sides.filter(is_read_elsewhere) else { return };
        match &value.content {
            Content::List(items) => {
                items.iter().enumerate().for_each(|(index, item)| self.below(index, |this| this.looked_up(item)))
            }
            Content::Map(map) if function::call(value).is_none() => {
                map.iter().for_each(|(key, inner)| self.below(key.as_str(), |this| this.looked_up(inner)));
            }
            Content::Map(_) => {
                let Some(why) = after.why_another(before, value) else { return };
                self.report(Some(value), Some(value));
                // The page of the property tells when it replaces, whatever is found.
                let is_told =
                    |change: &&mut Change| change.why == SAME || change.why.is_empty() && change.effect != Effect::MayReplace;
                self.found.iter_mut().last().filter(is_told).into_iter().for_each(|change| change.why = why);
            }
            _ => {}
        }
    }

    fn lists(&mut self, whole: [&'a Node; 2], before: &'a [Node], after: &'a [Node]) {
        if self.is_same_by_name(whole) {
            return;
        }
        let known = self.found.len();
        if let Some((_, pairs)) = paired(before, after) {
            for (name, [before, after]) in self.with_open_names(pairs) {
                self.compare_at(Step::Named(name.into()), before, after);
            }
        } else {
            let [old, new] = self.by_name(whole.map(Some)).map(|node| node.and_then(Node::as_list).unwrap_or_default());
            let [old, new] = if [old.len(), new.len()] == [before.len(), after.len()] { [old, new] } else { [before, after] };
            match (self.missing(new, old).as_slice(), self.missing(old, new).as_slice()) {
                ([new], [old]) => self.compare_at(*new, Some(&before[*old]), Some(&after[*new])),
                (added, removed) if added == removed && self.may_be_equal(added, before, after) => {
                    added.iter().for_each(|index| self.compare_at(*index, Some(&before[*index]), Some(&after[*index])));
                }
                (added, removed) => {
                    removed.iter().for_each(|index| self.compare_at(*index, Some(&before[*index]), None));
                    added.iter().for_each(|index| self.compare_at(*index, None, Some(&after[*index])));
                }
            }
        }
        if self.found.len() == known {
            // Nothing but the order: the list as a whole is what changed.
            self.report_by(property_effect::of_order, whole.map(Some));
        }
    }

    /// The same items, where one that goes and one that comes are the same but for a name that only the deployment knows, as one.
    fn with_open_names<'n>(&self, pairs: Vec<(String, [Option<&'n Node>; 2])>) -> Vec<(String, [Option<&'n Node>; 2])> {
        let is_gone = |(_, [_, after]): &(String, [Option<&'n Node>; 2])| after.is_none();
        let (mut gone, mut found): (Vec<_>, Vec<_>) = pairs.into_iter().partition(is_gone);
        let Some(sides) = self.sides.filter(|_| !gone.is_empty()) else {
            found.extend(gone);
            return found;
        };
        for (_, both) in &mut found {
            let [None, Some(new)] = *both else { continue };
            let is_it = |(_, [old, _]): &(String, [Option<&'n Node>; 2])| {
                old.is_some_and(|old| may_be_equal::wholes_are(sides, old, new))
            };
            if let Some(at) = gone.iter().position(is_it) {
                both[0] = gone.remove(at).1[0];
            }
        }
        found.extend(gone);
        found
    }

    /// Whether each of these items may be what stands in its place in another list.
    fn may_be_equal(&self, indices: &[usize], before: &'a [Node], after: &'a [Node]) -> bool {
        let is_so = |sides, index: &usize| may_be_equal::wholes_are(sides, &before[*index], &after[*index]);
        self.sides.is_some_and(|sides| indices.iter().all(|index| is_so(sides, index)))
    }

    /// The indices of the items that have no equal of their own in another list. Of a policy, statements of another form are equal.
    fn missing(&self, items: &[Node], from: &[Node]) -> Vec<usize> {
        let is_policy = self.is_policy();
        let is_same = |one: &Node, other: &Node| alike(one, other) || is_policy && policy_form::is_same_statement(one, other);
        let mut left = Among::of(from);
        let has_none = |(_, item): &(usize, &Node)| left.take(item, is_same).is_none();
        items.iter().enumerate().filter(has_none).map(|(index, _)| index).collect()
    }

    /// Whether two values are the same once references to resources are the names that these have.
    fn is_same_by_name(&self, values: [&'a Node; 2]) -> bool {
        let [one, other] = self.by_name(values.map(Some));
        both_alike(one, other)
    }

    /// Values that differ, with the names of resources for references to them.
    fn by_name(&self, values: [Option<&'a Node>; 2]) -> [Option<&'a Node>; 2] {
        match (self.sides, values) {
            (Some([before, after]), [Some(one), Some(other)]) if !alike(one, other) => {
                [Some(before.value_by_name(one)), Some(after.value_by_name(other))]
            }
            _ => values,
        }
    }

    fn report(&mut self, before: Option<&'a Node>, after: Option<&'a Node>) {
        self.report_by(property_effect::with_reason, [before, after]);
    }

    fn report_by(
        &mut self,
        effect: impl Fn(&str, &Path<'_>, [Option<&Node>; 2]) -> (Effect, &'static str),
        written: [Option<&'a Node>; 2],
    ) {
        let values = self.by_name(written);
        if !both_alike(written[0], written[1]) && both_alike(values[0], values[1]) {
            return;
        }
        let found = self.sides.zip(written[0].zip(written[1])).filter(|(_, (one, other))| !alike(one, other));
        if found.is_some_and(|(sides, (one, other))| redefined::finds_same(sides.map(|side| &side.scope), [one, other])) {
            return;
        }
        // Of two resources, the values are others also where parts of their names are open.
        let are_two = written.iter().all(|value| value.is_some_and(|node| !reference::ids(node).is_empty()));
        let finds_another = |[before, after]: [&Processed<'a>; 2]| {
            let both = written[0].zip(written[1]);
            both.is_some_and(|(one, other)| {
                redefined::finds_another([&before.scope, &after.scope], [one, other]) || after.makes_anew(before, other)
            })
        };
        let may_be_equal = |values| self.sides.is_some_and(|sides| may_be_equal::are(sides, values) && !finds_another(sides));
        let may_be_equal = may_be_equal(values) && (!are_two || may_be_equal(written));
        let is_made = values.into_iter().flatten().any(opaque::is_within);
        let is_unknown = opaque::is_at(&self.path) || is_made && (self.path.is_empty() || self.resource_type.is_none());
        let (effect, why) = match self.resource_type {
            _ if is_unknown => (Effect::Unknown, ""),
            Some(resource_type) => match effect(resource_type, &self.path, values) {
                (Effect::Replace, _) if is_made => (Effect::MayReplace, SAME),
                (effect, "") if may_be_equal && effect.hedged() != effect => (effect.hedged(), SAME),
                (effect, why) if may_be_equal => (effect.hedged(), why),
                found => found,
            },
            None => (Effect::Nothing, ""),
        };
        self.found.push(Change { may_be_equal, why, ..Change::of(self.path.clone().into_owned(), written, effect) });
    }
}

/// What keys name, and the items of that name on both sides.
pub(super) type Named<'n> = (Vec<&'static str>, Vec<(String, [Option<&'n Node>; 2])>);

/// The items of two lists, those of one name together, and the keys that name them: those of the second list, then those that only the
/// first one has.
pub(super) fn paired<'n>(before: &'n [Node], after: &'n [Node]) -> Option<Named<'n>> {
    let mut keys = NAMES.iter().map(|key| vec![*key]).chain([RULE.to_vec()]);
    let (keys, mut old, new) =
        keys.find_map(|keys| Some((by_name(before, &keys)?, by_name(after, &keys)?)).map(|(old, new)| (keys, old, new)))?;
    let mut pairs: Vec<(String, [Option<&'n Node>; 2])> = Vec::new();
    for (name, item) in new {
        let before = old.shift_remove(&name);
        pairs.push((name, [before, Some(item)]));
    }
    pairs.extend(old.into_iter().map(|(name, item)| (name, [Some(item), None])));
    Some((keys, pairs))
}

/// The items of a list by what these keys say of them together; nothing where an item has no name, or that of another one.
fn by_name<'n>(items: &'n [Node], keys: &[&str]) -> Option<IndexMap<String, &'n Node>> {
    let mut named = IndexMap::with_capacity(items.len());
    for item in items {
        let parts: Option<Vec<String>> = keys.iter().map(|key| item.get(key).map(name_of)).collect();
        if named.insert(parts?.join(" "), item).is_some() {
            return None;
        }
    }
    Some(named)
}

fn name_of(node: &Node) -> String {
    node.scalar().unwrap_or_else(|| super::show::node(node))
}
