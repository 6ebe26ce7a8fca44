//! Stack sets: their template is compared as a stack of its own, of which there are many.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{ResourceChange, Side, StackChange, Verdict};
use super::deletion::Refusal;
use super::headline::{Headline, HeadlineKind};
use super::kept::Kept;
use super::processed::{self, Pair, Processed};
use crate::language::read::stack_set::{self, STACK_SET, StackInstances};
use crate::language::{Given, Made, Program, Scope};
use crate::schema;
use crate::template::{Node, ResourceEntry, listed};

/// The places that are named, of those that a stack set leaves.
const NAMED: usize = 4;

/// The sides with the templates of their stack sets at hand; nothing where there is no stack set.
pub(super) fn attached(sides: &[(String, Side)]) -> Option<Vec<(String, Side)>> {
    if !sides.iter().any(|(_, side)| has_set(side)) {
        return None;
    }
    let mut sides = sides.to_vec();
    sides.iter_mut().for_each(|(_, side)| attach(side));
    Some(sides)
}

/// Whether there is a stack set in a stack, or in one that is nested in it.
fn has_set(side: &Side) -> bool {
    side.template.resources().any(|resource| is_set(&resource)) || side.nested.values().any(has_set)
}

fn is_set(resource: &ResourceEntry<'_>) -> bool {
    resource.resource_type == STACK_SET
}

fn attach(side: &mut Side) {
    side.nested.values_mut().for_each(attach);
    for resource in side.template.resources().filter(is_set) {
        let id = resource.id.as_str().to_owned();
        if let Some(Ok(template)) = stack_set::template_of(resource.node) {
            side.nested.entry(id).or_insert_with(|| Side::new(template, BTreeMap::new()));
        }
    }
}

/// What a stack set hands to its stacks: a list of keys and values.
pub(super) fn parameters(list: &[Node]) -> BTreeMap<String, Node> {
    let entry = |item: &Node| Some((item.get("ParameterKey")?.as_str()?.to_owned(), item.get("ParameterValue")?.clone()));
    list.iter().filter_map(entry).collect()
}

/// How many stacks a stack set has; nothing for another resource.
pub(super) fn instances(side: &Side, id: &str) -> Option<StackInstances> {
    side.template.resource(id).filter(is_set)?;
    let (program, made) = (Program::new(&side.template, processed::given(side)), Made::new());
    let scope = Scope::new(program.deployed(), processed::given(side), &made);
    stack_set::all(&scope).find(|set| set.resource.id == id).map(|set| set.instances())
}

/// The data of the stacks in accounts and regions that a stack set leaves.
pub(super) fn data_loss(pair: &Pair<'_>, change: &StackChange, resource: &ResourceChange) -> Option<Headline> {
    if resource.resource_type != STACK_SET || resource.verdict == Verdict::Remove {
        return None;
    }
    let (before, after) = (places(pair.before?, &resource.id)?, places(pair.after?, &resource.id)?);
    let left: Vec<String> = before.difference(&after).map(|(target, region)| format!("{target} in {region}")).collect();
    let template = stack_set::template_of(pair.before?.template().resource(&resource.id)?.node)?.ok()?;
    let made = Made::new();
    let scope = Scope::new(&template, Given::default(), &made);
    let stateful = scope.resources().filter(|entry| schema::is_stateful(entry.resource_type));
    let lost = stateful.filter(|entry| {
        let refusal = Refusal::of(&template, entry, entry.node.get("Properties"));
        Kept::by(&scope, entry, "DeletionPolicy", refusal).is_none()
    });
    let lost: Vec<String> = lost.map(|entry| format!("{} {}", entry.resource_type, entry.id.as_str())).collect();
    if left.is_empty() || lost.is_empty() {
        return None;
    }
    let places = listed(&left, NAMED);
    let message = format!("the stack set leaves {places}; the stacks are deleted there, with the data of {}", lost.join(", "));
    let way_out = "Deploy `DeletionPolicy: Retain` on it to all of them first, or move the data before.";
    Some(Headline::new(HeadlineKind::DataLoss, "DIFF201", &change.name, &resource.id, message, way_out))
}

/// Where a stack set has stacks.
fn places<'a>(side: &'a Processed<'a>, id: &str) -> Option<BTreeSet<(String, String)>> {
    stack_set::all(&side.scope).find(|set| set.resource.id == id)?.places()
}

/// What a change of a stack set does beyond the resource itself.
pub(super) fn why(resource_type: &str, property: &str) -> Option<&'static str> {
    let is_of_targets = resource_type == STACK_SET && property == "StackInstancesGroup";
    is_of_targets
        .then_some("accounts and regions that come get a stack; those that go lose theirs, with all that no policy keeps")
}
