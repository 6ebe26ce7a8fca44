//! Nested stacks whose templates are at hand, and the stacks of stack sets: compared as stacks of their own, with the values that their
//! parents hand them.

use std::collections::{BTreeMap, BTreeSet};

use super::alike::both_alike;
use super::change::{Change, NotCompared, Side, StackChange, Verdict};
use super::effect::Effect;
use super::headline::leads_to;
use super::kept::Kept;
use super::processed::{self, Pair, Processed};
use super::show;
use super::stack_sets;
use crate::language::{NESTED, Scope, reference, sam};
use crate::template::path::Path;
use crate::template::{Node, function};

/// The most stacks of one side.
const MOST_STACKS: usize = 500;

/// By the names of stacks and the logical ids of nested ones in them: the outputs that may give another value.
pub(super) type Inside = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// The nested stacks of a template, and where their templates are as far as that is known: `https://${Bucket}.s3.amazonaws.com/a.yaml`.
pub fn nested_templates(side: &Side) -> Vec<(String, String)> {
    processed::read(side, |scope| {
        let nested = scope.resources_of(NESTED).filter_map(|entry| {
            let url = scope.reduce(entry.node.at_path(&["Properties", "TemplateURL"])?)?;
            Some((entry.id.as_str().to_owned(), reference::as_text(url)))
        });
        nested.collect()
    })
}

/// The stacks of one side.
pub(super) type Sides = Vec<(String, Side)>;

/// Both sides with every nested stack that both have at hand, or that comes or goes; and the parents of these.
pub(super) fn expanded(
    before: &[(String, Side)],
    after: &[(String, Side)],
    known: &[StackChange],
) -> (Sides, Sides, BTreeMap<String, String>) {
    let (mut old, mut new) = (before.to_vec(), after.to_vec());
    let mut parents = BTreeMap::new();
    let names = |old: &Sides, new: &Sides| -> Vec<String> {
        let all: BTreeSet<&String> = new.iter().chain(old.iter()).map(|(name, _)| name).collect();
        all.into_iter().cloned().collect()
    };
    let mut waiting = names(&old, &new);
    while let Some(parent) = waiting.pop() {
        let find = |sides: &Sides| sides.iter().find(|(name, _)| *name == parent).map(|(_, side)| side.clone());
        let sides = [find(&old), find(&new)];
        let ids: BTreeSet<&String> = sides.iter().flatten().flat_map(|side| side.nested.keys()).collect();
        for id in ids {
            let has_resource = |side: &Side| side.template.resource(id).is_some();
            let is_at_hand = sides.iter().flatten().all(|side| side.nested.contains_key(id) || !has_resource(side));
            if !is_at_hand || old.len().max(new.len()) >= MOST_STACKS {
                continue;
            }
            let name = format!("{parent}/{id}");
            let change = known.iter().find(|stack| stack.name == parent);
            let [one, other] = handed([&sides[0], &sides[1]], id, change);
            if other.is_none() && sides[0].as_ref().is_some_and(|parent| is_kept(parent, id)) {
                continue;
            }
            old.extend(one.map(|side| (name.clone(), side)));
            new.extend(other.map(|side| (name.clone(), side)));
            parents.insert(name.clone(), parent.clone());
            waiting.push(name);
        }
    }
    (old, new, parents)
}

/// The nested stack on both sides, with the values that it is handed.
fn handed(parents: [&Option<Side>; 2], id: &str, change: Option<&StackChange>) -> [Option<Side>; 2] {
    let given = parents.map(|parent| parameters(parent.as_ref()?, id));
    let mut sides = [0, 1].map(|index: usize| {
        given[index].as_ref()?;
        parents[index].as_ref()?.nested.get(id).cloned()
    });
    let given = given.map(Option::unwrap_or_default);
    // What a value leads to may be another one: a resource that is replaced, a parameter with another default.
    let is_new = |node: &Node| {
        let is_other = |verdict| matches!(verdict, Verdict::Replace | Verdict::MayReplace | Verdict::Remove | Verdict::Add);
        let changes = || change.into_iter();
        let mut resources = changes().flat_map(|change| &change.resources).filter(|resource| is_other(resource.verdict));
        let mut parameters = changes().flat_map(|change| change.others.iter().chain(&change.values)).filter_map(|other| {
            let [section, name, ..] = &other.path[..] else { return None };
            name.key().filter(|_| section.is_key("Parameters"))
        });
        resources.any(|resource| leads_to(node, &resource.id)) || parameters.any(|name| leads_to(node, name))
    };
    for index in [0, 1] {
        let Some(side) = &mut sides[index] else { continue };
        if let Some(parent) = parents[index] {
            side.assumes_defaults = parent.assumes_defaults;
            // The stacks of a stack set are of other accounts and regions.
            let is_here = parent.template.resource(id).is_some_and(|entry| entry.resource_type == NESTED);
            let pseudo = parent.values.iter().filter(|_| is_here);
            let pseudo = pseudo.filter(|(name, _)| name.starts_with("AWS::"));
            side.values.extend(pseudo.map(|(name, value)| (name.clone(), value.clone())));
        }
        let declared = side.template.section("Parameters").into_iter().flatten();
        let mut values: Vec<(String, String)> = Vec::new();
        for (name, declared) in declared {
            let name = name.as_str();
            let [own, other] = [index, 1 - index].map(|side: usize| given[side].get(name));
            let value = match own {
                Some(node) => text(node).or_else(|| {
                    // Nobody knows the value, but it is not the one of the other side.
                    let differs = !both_alike(own, other) || is_new(node);
                    differs.then(|| {
                        format!("({} {})", ["old", "new"][index], node.as_str().map_or_else(|| show::node(node), str::to_owned))
                    })
                }),
                // A nested stack has the default of what it is not handed.
                None => declared.get("Default").and_then(Node::scalar),
            };
            values.extend(value.map(|value| (name.to_owned(), value)));
        }
        side.values.extend(values);
    }
    sides
}

/// Whether a nested stack outlives its parent, with all that is in it.
fn is_kept(parent: &Side, id: &str) -> bool {
    processed::read(parent, |scope| Kept::outlives(scope, id))
}

/// What a stack hands to a nested one, as far as it is known; nothing where a condition leaves that one out.
fn parameters(parent: &Side, id: &str) -> Option<BTreeMap<String, Node>> {
    processed::read(parent, |scope| handed_to(scope, id))
}

fn handed_to(scope: &Scope<'_>, id: &str) -> Option<BTreeMap<String, Node>> {
    let entry = scope.resource(id).filter(|entry| !scope.leaves_out(entry.node))?;
    let parameters = entry.node.at_path(&["Properties", "Parameters"]).and_then(|node| scope.reduce(node));
    if let Some(list) = parameters.and_then(Node::as_list) {
        return Some(stack_sets::parameters(list));
    }
    let map = parameters.filter(|node| function::call(node).is_none()).and_then(Node::as_map);
    Some(map.into_iter().flatten().map(|(name, node)| (name.as_str().to_owned(), node.clone())).collect())
}

/// A known value as CloudFormation hands it: a list is joined by commas.
fn text(node: &Node) -> Option<String> {
    let of_list = || node.as_list()?.iter().map(Node::scalar).collect::<Option<Vec<String>>>().map(|items| items.join(","));
    node.scalar().or_else(of_list)
}

/// What is known of the inside of each nested stack that was compared.
pub(super) fn inside(known: &[StackChange], after: &Sides, parents: &BTreeMap<String, String>) -> Inside {
    let mut inside = Inside::new();
    for (name, parent) in parents {
        let id = name.rsplit('/').next().unwrap_or_default();
        let outputs = inside.entry(parent.clone()).or_default().entry(id.to_owned()).or_default();
        let Some(change) = known.iter().find(|stack| stack.name == *name) else { continue };
        for other in &change.others {
            if let [section, output, ..] = &other.path[..] {
                outputs.extend(section.is_key("Outputs").then(|| output.key()).flatten().map(str::to_owned));
            }
        }
        let template = after.iter().find(|(known, _)| known == name).map(|(_, side)| &side.template);
        let is_other = |verdict| matches!(verdict, Verdict::Replace | Verdict::MayReplace | Verdict::Unknown | Verdict::Remove);
        for (output, node) in template.and_then(|template| template.section("Outputs")).into_iter().flatten() {
            let mut changed = change.resources.iter().filter(|resource| is_other(resource.verdict));
            if changed.any(|resource| leads_to(node, &resource.id)) {
                outputs.insert(output.as_str().to_owned());
            }
        }
    }
    inside
}

/// The nested stacks whose insides are not compared. CloudFormation updates each with its parent, and reads its template anew, so that
/// equal addresses tell nothing, unless they are made of what they lead to.
pub(super) fn not_at_hand(pair: &Pair<'_>) -> Vec<NotCompared> {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return Vec::new() };
    let address = |side: &Processed<'_>, id: &str| {
        let entry = side.find(id).filter(|entry| entry.resource_type == NESTED)?;
        let url = side.properties(entry.node)?.get("TemplateURL")?;
        let text = reference::as_text(url);
        let is_fixed = is_of_content(&text) || is_version(url);
        Some((text, is_fixed))
    };
    let mut found = Vec::new();
    for entry in after.present().filter(|entry| entry.resource_type == NESTED) {
        let id = entry.id.as_str();
        if pair.nested.is_some_and(|nested| nested.contains_key(id)) {
            continue;
        }
        let Some(new) = address(after, id) else { continue };
        match address(before, id) {
            Some(old) if old == new && new.1 => {}
            Some(_) => found.push(NotCompared::one_of("nested stacks whose templates are not at hand on both sides", id)),
            None => found.push(NotCompared::one_of("new nested stacks whose templates are not at hand", id)),
        }
    }
    found
}

/// Whether it is a version of an application that is published: a version is published once. See
/// <https://docs.aws.amazon.com/serverlessrepo/latest/devguide/applications-applicationid-versions-semanticversion.html>
fn is_version(location: &Node) -> bool {
    let is_known = |source: &Node, name: &str| source.get(name).and_then(Node::scalar).is_some();
    let source = sam::made_of(location).and_then(|made| made.get("Source"));
    source.is_some_and(|source| ["ApplicationId", "SemanticVersion"].iter().all(|name| is_known(source, name)))
}

/// Whether the name of a file is the digest of what it holds, as `aws cloudformation package` makes it.
fn is_of_content(address: &str) -> bool {
    let name = address.rsplit('/').next().unwrap_or_default();
    let digest = name.split('.').next().unwrap_or_default();
    digest.len() >= 32 && digest.chars().all(|c| c.is_ascii_hexdigit())
}

/// What becomes of a changed template or parameter of a nested stack that is compared itself.
pub(super) fn is_compared(change: &mut Change) {
    if change.effect == Effect::Unknown {
        (change.effect, change.why) = (Effect::Update, "what is in it is compared as a stack of its own");
    }
    // A whole template as one text says the same in a worse way.
    if change.path == Path::of(["TemplateBody"]) {
        (change.before, change.after) = (None, None);
    }
}
