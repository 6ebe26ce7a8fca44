//! How a replacement spreads: what refers to a replaced resource gets another value, and may be replaced for it.

use std::collections::BTreeMap;

use super::change::verdict;
use super::change::{Change, ResourceChange, Verdict};
use super::effect::Effect;
use super::judge;
use super::processed::Processed;
use crate::language::reference;
use crate::template::path::Path;
use crate::template::{Content, Node, function};

/// A place where one resource refers to another.
struct Use<'a> {
    id: String,
    resource_type: String,
    path: Path<'a>,
    node: Node,
    effect: Effect,
}

/// Adds to the changes what the replacements among them bring about.
pub(super) fn apply(before: &Processed<'_>, after: &Processed<'_>, resources: &mut Vec<ResourceChange>) {
    if !resources.iter().any(|resource| resource.verdict == Verdict::Replace || is_other_inside(resource)) {
        return;
    }
    let uses = uses(before, after);
    through_outputs(after, &uses, resources);
    let mut waiting: Vec<String> = Vec::new();
    for resource in resources.iter_mut().filter(|resource| resource.verdict == Verdict::Replace) {
        resource.chain = vec![Path::of([resource.id.as_str()]).into_owned()];
        waiting.push(resource.id.clone());
    }
    while let Some(id) = waiting.pop() {
        let chain =
            resources.iter().find(|resource| resource.id == id).map(|resource| resource.chain.clone()).unwrap_or_default();
        for found in uses.get(&id).into_iter().flatten().filter(|found| found.id != id) {
            let resource = entry(after, resources, found);
            if !resource.changes.iter().any(|change| change.path == found.path) {
                let change = Change::of(found.path.clone().into_owned(), [Some(&found.node); 2], found.effect);
                resource.changes.push(Change { through: Some(id.clone()), ..change });
            }
            let then = verdict(found.effect);
            if then == Verdict::Replace && resource.verdict < Verdict::Replace {
                let step = Path::of([found.id.as_str()]).join(found.path.clone()).into_owned();
                resource.chain = chain.iter().cloned().chain([step]).collect();
                waiting.push(found.id.clone());
            }
            resource.verdict = resource.verdict.max(then);
        }
    }
}

/// Whether the template inside of a nested stack, or what it is given, changes.
fn is_other_inside(resource: &ResourceChange) -> bool {
    resource.resource_type == NESTED && resource.verdict == Verdict::Unknown
}

/// What reads an output of a nested stack that may be another one now: a property that replaces its resource then may do so.
fn through_outputs(after: &Processed<'_>, uses: &BTreeMap<String, Vec<Use<'_>>>, resources: &mut Vec<ResourceChange>) {
    let nested: Vec<String> = resources.iter().filter(|one| is_other_inside(one)).map(|one| one.id.clone()).collect();
    for id in nested {
        let reads = |found: &&Use<'_>| {
            // `Ref` is the stack's own id, which stays.
            let is_own_id = function::call(&found.node).is_some_and(|(name, _)| name == "Ref");
            !is_own_id && found.effect >= Effect::MayReplace && found.id != id
        };
        for found in uses.get(&id).into_iter().flatten().filter(reads) {
            let resource = entry(after, resources, found);
            if resource.changes.iter().any(|change| change.path == found.path) {
                continue;
            }
            let change = Change::of(found.path.clone().into_owned(), [Some(&found.node); 2], Effect::MayReplace);
            resource.changes.push(Change { through: Some(id.clone()), why: "the nested stack may give another value", ..change });
            resource.verdict = resource.verdict.max(Verdict::MayReplace);
        }
    }
}

const NESTED: &str = "AWS::CloudFormation::Stack";

fn entry<'a>(after: &Processed<'_>, resources: &'a mut Vec<ResourceChange>, found: &Use<'_>) -> &'a mut ResourceChange {
    let known = resources.iter().position(|resource| resource.id == found.id);
    let index = known.unwrap_or_else(|| {
        let location = after.find(&found.id).map(|entry| entry.id.location_with(entry.node)).unwrap_or_default();
        resources.push(ResourceChange {
            id: found.id.clone(),
            resource_type: found.resource_type.clone(),
            verdict: Verdict::Metadata,
            changes: Vec::new(),
            chain: Vec::new(),
            renamed_from: None,
            kept: None,
            renamed_from_stack: None,
            moved_from: None,
            location,
            under: None,
        });
        resources.len() - 1
    });
    &mut resources[index]
}

/// Every reference of a resource that stays, by the resource that it leads to.
fn uses<'a>(before: &Processed<'_>, after: &Processed<'a>) -> BTreeMap<String, Vec<Use<'a>>> {
    let mut uses: BTreeMap<String, Vec<Use<'a>>> = BTreeMap::new();
    for entry in after.present() {
        let stays = before.find(entry.id.as_str()).is_some_and(|old| old.resource_type == entry.resource_type);
        let Some(properties) = after.properties(entry.node).filter(|_| stays) else { continue };
        walk(properties, &mut Path::default(), &mut |target, path, node| {
            let effect = judge::of(entry.resource_type, path, [Some(node), Some(node)]);
            uses.entry(target.to_owned()).or_default().push(Use {
                id: entry.id.as_str().to_owned(),
                resource_type: entry.resource_type.to_owned(),
                path: path.clone(),
                node: node.clone(),
                effect,
            });
        });
    }
    uses
}

/// Visits the outermost functions in which references stand, each with the place of its property.
fn walk<'n>(node: &'n Node, path: &mut Path<'n>, visit: &mut dyn FnMut(&str, &Path<'n>, &Node)) {
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
