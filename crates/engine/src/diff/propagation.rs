//! How a replacement spreads: what refers to a replaced resource gets another value, and may be replaced for it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use indexmap::IndexMap;

use super::alike::alike;
use super::change::verdict;
use super::change::{Change, ResourceChange, Verdict};
use super::effect::{Effect, MAY_BE_ANSWERED, MAY_BE_GIVEN, MAY_BE_REPLACED, SAME};
use super::nested::is_compared;
use super::processed::{Pair, Processed};
use super::{attributes, property_effect, refused, update_policy, updates};
use crate::language::{NESTED, PROVISIONED, reference};
use crate::schema;
use crate::template::path::Path;
use crate::template::substitution::{self, Substitution};
use crate::template::{Content, KeyHasher, Node, ResourceEntry, function};

/// The changed resources, by their logical ids.
type Resources = IndexMap<String, ResourceChange, KeyHasher>;

/// A place where one resource refers to another.
struct Use {
    id: String,
    resource_type: String,
    /// What becomes of it where the other one gives another value.
    change: Change,
}

/// Adds to the changes what the replacements among them bring about, and what else changes a value that others read.
pub(super) fn apply<'a>(pair: &Pair<'a>, sides: [&'a Processed<'a>; 2], changes: &mut Vec<ResourceChange>) {
    let ([_, after], nested) = (sides, pair.nested);
    let spreads = |one: &ResourceChange| {
        matches!(one.verdict, Verdict::Replace | Verdict::MayReplace)
            || is_other_inside(one)
            || !attributes::that_change(one).is_empty()
    };
    let gives_other = |outputs: &BTreeSet<String>| !outputs.is_empty();
    if !changes.iter().any(spreads) && !nested.is_some_and(|nested| nested.values().any(gives_other)) {
        return;
    }
    let uses = Uses::of(pair, sides);
    let mut resources: Resources = changes.drain(..).map(|resource| (resource.id.clone(), resource)).collect();
    through_outputs(after, nested, &uses, &mut resources);
    for resource in resources.values_mut().filter(|resource| resource.verdict == Verdict::Replace) {
        resource.chain = vec![Path::of([resource.id.as_str()]).into_owned()];
    }
    through_what_changes(after, &uses, &mut resources);
    through_what_may_be_replaced(after, &uses, &mut resources);
    changes.extend(resources.into_values());
}

/// What reads something of a resource that is replaced, or an attribute of one that gets another value.
fn through_what_changes(after: &Processed<'_>, uses: &Uses<'_>, resources: &mut Resources) {
    let mut waiting: VecDeque<String> = resources.keys().cloned().collect();
    while let Some(id) = waiting.pop_front() {
        let Some(source) = resources.get(&id) else { continue };
        let (chain, is_replaced) = (source.chain.clone(), source.verdict == Verdict::Replace);
        let attributes = attributes::that_change(source);
        let is_in_another_vpc = refused::moves_to_another_vpc(source);
        for found in uses.leading_to(&id).iter().filter(|found| found.id != id) {
            let is_read = |name: &str| found.change.after.as_ref().is_some_and(|node| reads_attribute(node, &id, name));
            let read: Vec<bool> = attributes.iter().filter(|(name, _)| is_read(name)).map(|(_, is_sure)| *is_sure).collect();
            let stays = resources.get(&id).is_none_or(|source| keeps(after, source, found));
            if (!is_replaced || stays) && read.is_empty() {
                continue;
            }
            let mut change = Change { through: Some(id.clone()), ..found.change.clone() };
            let may_stay =
                || resources.get(&id).zip(change.after.as_ref()).is_some_and(|(one, value)| attributes::may_stay(one, value));
            let is_chosen = change.after.as_ref().is_some_and(|value| !surely_reads(value, &id));
            if !is_replaced && !read.contains(&true) || is_chosen || may_stay() {
                hedge(&mut change, SAME);
            }
            let row = updates::find(&found.resource_type, &change.path, [None, change.after.as_ref()]);
            if let Some((row, effect)) = row.filter(|_| is_in_another_vpc).and_then(|row| Some((row, row.in_another_vpc()?))) {
                (change.effect, change.why) = (effect, row.why);
            }
            let then = verdict(change.effect);
            let resource = entry(after, resources, found);
            match resource.changes.iter_mut().find(|known| known.path == change.path) {
                // It surely is another value, though it reads as if it could be the same.
                Some(known) if known.effect < change.effect => {
                    (known.effect, known.why, known.may_be_equal) = (change.effect, change.why, false);
                }
                Some(_) => {}
                None => {
                    resource.changes.push(change);
                    // What is read of it may be something else than before for this change, too.
                    waiting.extend((resource.verdict == Verdict::Replace).then(|| found.id.clone()));
                }
            }
            if then == Verdict::Replace && resource.verdict < Verdict::Replace {
                let step = Path::of([found.id.as_str()]).join(found.change.path.clone()).into_owned();
                resource.chain = chain.iter().cloned().chain([step]).collect();
                waiting.push_back(found.id.clone());
            }
            resource.verdict = resource.verdict.max(then);
        }
    }
}

/// What a new one of something that may be replaced would replace.
fn through_what_may_be_replaced(after: &Processed<'_>, uses: &Uses<'_>, resources: &mut Resources) {
    let may_be = |resource: &&ResourceChange| resource.verdict == Verdict::MayReplace;
    let mut waiting: VecDeque<String> = resources.values().filter(may_be).map(|resource| resource.id.clone()).collect();
    while let Some(id) = waiting.pop_front() {
        for found in uses.leading_to(&id).iter().filter(|found| found.id != id) {
            if resources.get(&id).is_some_and(|source| keeps(after, source, found)) {
                continue;
            }
            if may_change(after, resources, found, &id, MAY_BE_REPLACED) {
                waiting.push_back(found.id.clone());
            }
        }
    }
}

/// Whether what is read of a resource stays though another one is made.
fn keeps(after: &Processed<'_>, source: &ResourceChange, found: &Use) -> bool {
    found.change.after.as_ref().is_some_and(|value| attributes::stays(after, source, value))
}

/// Whether the template inside of a nested stack or of a product, or what it is given, changes, or what a custom resource is given.
fn is_other_inside(resource: &ResourceChange) -> bool {
    let kind = resource.resource_type.as_str();
    resource.verdict == Verdict::Unknown && ([NESTED, PROVISIONED].contains(&kind) || schema::is_custom(kind))
}

/// What reads an output of a nested stack that may be another one now: it may be updated or replaced then.
fn through_outputs(
    after: &Processed<'_>,
    compared: Option<&BTreeMap<String, BTreeSet<String>>>,
    uses: &Uses<'_>,
    resources: &mut Resources,
) {
    let unknown = resources.values().filter(|one| is_other_inside(one)).map(|one| (one.id.clone(), None));
    let known = compared.into_iter().flatten().map(|(id, outputs)| (id.clone(), Some(outputs)));
    for (id, outputs) in unknown.chain(known).collect::<Vec<_>>() {
        let is_custom = resources.get(&id).is_some_and(|one| schema::is_custom(&one.resource_type));
        let reads = |found: &&Use| {
            // `Ref` is the stack's own id, which stays; that of a custom resource is what its handler answers.
            let is_own_id = found.change.after.as_ref().and_then(function::call).is_some_and(|(name, _)| name == function::REF);
            let reads_one = |outputs: &BTreeSet<String>| {
                let value = found.change.after.as_ref();
                outputs.iter().any(|name| value.is_some_and(|node| reads_attribute(node, &id, &format!("Outputs.{name}"))))
            };
            let is_other = outputs.is_none_or(reads_one);
            is_other && (is_custom || !is_own_id) && found.id != id
        };
        for found in uses.leading_to(&id).iter().filter(reads) {
            may_change(after, resources, found, &id, if is_custom { MAY_BE_ANSWERED } else { MAY_BE_GIVEN });
        }
    }
}

/// Notes that what reads `id` may be another one. Whether its resource may be replaced now, and was not known to be before.
fn may_change(after: &Processed<'_>, resources: &mut Resources, found: &Use, id: &str, why: &'static str) -> bool {
    let resource = entry(after, resources, found);
    if resource.changes.iter().any(|change| change.path == found.change.path) {
        return false;
    }
    let before = resource.verdict;
    let mut change = Change { through: Some(id.to_owned()), ..found.change.clone() };
    hedge(&mut change, why);
    resource.verdict = before.max(verdict(change.effect));
    let may_be_replaced = change.effect == Effect::MayReplace && before < Verdict::MayReplace;
    resource.changes.push(change);
    may_be_replaced
}

/// Makes a change one that only may happen. What happens then says more than why it may not.
fn hedge(change: &mut Change, why: &'static str) {
    change.effect = change.effect.hedged();
    change.may_be_equal = true;
    let says_that_it_may = matches!(change.effect, Effect::MayUpdate | Effect::MayInterrupt);
    if !says_that_it_may || change.why.is_empty() {
        change.why = why;
    }
}

fn entry<'a>(after: &Processed<'_>, resources: &'a mut Resources, found: &Use) -> &'a mut ResourceChange {
    resources.entry(found.id.clone()).or_insert_with(|| {
        let location = after.find(&found.id).map(|entry| entry.id.location_with(entry.node)).unwrap_or_default();
        ResourceChange::new(&*found.id, &*found.resource_type, Verdict::Metadata, Vec::new(), location)
    })
}

/// Every reference of a resource that stays, by the resource that it leads to. Most lead to what stays as it is, and what becomes of
/// them nobody asks.
struct Uses<'a> {
    sides: [&'a Processed<'a>; 2],
    nested: Option<&'a BTreeMap<String, BTreeSet<String>>>,
    by_target: BTreeMap<String, (Vec<Reference<'a>>, OnceCell<Vec<Use>>)>,
}

/// A function in which a reference stands, with its place in a resource, and that resource on both sides.
struct Reference<'a> {
    sides: [ResourceEntry<'a>; 2],
    path: Path<'a>,
    node: &'a Node,
}

impl<'a> Uses<'a> {
    fn of(pair: &Pair<'a>, sides: [&'a Processed<'a>; 2]) -> Self {
        let [before, after] = sides;
        let mut by_target: BTreeMap<String, (Vec<Reference<'a>>, _)> = BTreeMap::new();
        for entry in after.present().filter(|entry| pair.asks_for(entry.id.as_str())) {
            let old = before.find(entry.id.as_str()).filter(|old| old.resource_type == entry.resource_type);
            let Some((old, properties)) = old.zip(after.properties(entry.node)) else { continue };
            walk(properties, &mut Path::default(), &mut |target, path, node| {
                let reference = Reference { sides: [old, entry], path: path.clone(), node };
                match by_target.get_mut(target) {
                    Some((known, _)) => known.push(reference),
                    None => drop(by_target.insert(target.to_owned(), (vec![reference], OnceCell::new()))),
                }
            });
        }
        Uses { sides, nested: pair.nested, by_target }
    }

    /// What reads something of a resource that a new one would not give back.
    fn leading_to(&self, target: &str) -> &[Use] {
        let Some((references, uses)) = self.by_target.get(target) else { return &[] };
        uses.get_or_init(|| {
            let open = references.iter().filter(|found| !stays_by_name(self.sides, target, found.node));
            open.map(|found| self.read(found)).collect()
        })
    }

    fn read(&self, Reference { sides: [old, entry], path, node }: &Reference<'a>) -> Use {
        let (effect, why) = property_effect::with_reason(entry.resource_type, path, [Some(node); 2]);
        let mut change = Change { why, ..Change::of(path.clone().into_owned(), [Some(node); 2], effect) };
        update_policy::apply(&mut change, self.sides, [old, entry]);
        if self.nested.is_some_and(|nested| nested.contains_key(entry.id.as_str())) {
            is_compared(&mut change);
        }
        Use { id: entry.id.as_str().to_owned(), resource_type: entry.resource_type.to_owned(), change }
    }
}

/// Whether what is read of a resource is made of its name alone, and that is the same on both sides: a new one has it, too.
pub(super) fn stays_by_name<'a>([before, after]: [&'a Processed<'a>; 2], target: &str, node: &'a Node) -> bool {
    let [one, other] = [before, after].map(|side| side.value_by_name(node));
    alike(one, other) && !reference::ids(other).contains(&target)
}

/// Whether a value reads a resource whichever branches of `Fn::If` that are left open are taken.
fn surely_reads(value: &Node, id: &str) -> bool {
    let below = |node: &Node| match &node.content {
        Content::List(items) => items.iter().any(|item| surely_reads(item, id)),
        Content::Map(map) => map.values().any(|inner| surely_reads(inner, id)),
        _ => false,
    };
    match function::call(value) {
        Some((function::IF, branches)) => {
            branches.as_list().unwrap_or_default().iter().skip(1).all(|branch| surely_reads(branch, id))
        }
        Some((name, argument)) => function::references(name, argument).contains(&id) || below(argument),
        None => below(value),
    }
}

/// Whether a value reads an attribute of a resource.
pub(super) fn reads_attribute(node: &Node, id: &str, attribute: &str) -> bool {
    let mut reads = false;
    node.walk(&mut |inner| {
        reads |= match function::call(inner) {
            Some((function::GET_ATT, argument)) => {
                function::get_att_target(argument).is_some_and(|(target, read)| target == id && read == attribute)
            }
            Some((function::SUB, argument)) => {
                let variable = substitution::variable(&format!("{id}.{attribute}"));
                Substitution::of(argument).is_some_and(|found| found.text.contains(&variable))
            }
            _ => false,
        };
    });
    reads
}

/// Visits the outermost functions in which references stand, each with the place of its property.
fn walk<'n>(node: &'n Node, path: &mut Path<'n>, visit: &mut dyn FnMut(&str, &Path<'n>, &'n Node)) {
    if function::call(node).is_some() {
        let mut targets = reference::ids(node);
        targets.sort_unstable();
        targets.dedup();
        targets.into_iter().for_each(|target| visit(target, path, node));
        return;
    }
    match &node.content {
        Content::List(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(index);
                walk(item, path, visit);
                path.pop();
            }
        }
        Content::Map(_) => {
            for (key, item) in node.as_map().into_iter().flat_map(reference::elements) {
                path.push(key.as_str());
                walk(item, path, visit);
                path.pop();
            }
        }
        _ => {}
    }
}
