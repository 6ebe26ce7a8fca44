//! Stack sets: their template is compared as a stack of its own, of which there are many.

use std::collections::BTreeMap;

use super::change::Side;
use super::nested::Sides;
use super::processed;
use crate::language::read::stack_set::{self, STACK_SET, StackInstances};
use crate::language::{Made, Program, Scope};
use crate::template::Node;

/// The sides with the templates of their stack sets at hand; nothing where there is no stack set.
pub(super) fn attached(sides: &[(String, Side)]) -> Option<Sides> {
    let has_set = |side: &Side| side.template.resources().any(|resource| resource.resource_type == STACK_SET);
    if !sides.iter().any(|(_, side)| has_set(side) || !side.nested.is_empty()) {
        return None;
    }
    let mut sides = sides.to_vec();
    sides.iter_mut().for_each(|(_, side)| attach(side));
    Some(sides)
}

fn attach(side: &mut Side) {
    side.nested.values_mut().for_each(attach);
    for resource in side.template.resources().filter(|resource| resource.resource_type == STACK_SET) {
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

/// How many stacks a stack set has.
pub(super) fn instances(side: &Side, id: &str) -> Option<StackInstances> {
    let (program, made) = (Program::new(&side.template, processed::given(side)), Made::new());
    let scope = Scope::new(program.deployed(), processed::given(side), &made);
    stack_set::all(&scope).find(|set| set.resource.id == id).map(|set| set.instances())
}

/// What a change of a stack set does beyond the resource itself.
pub(super) fn why(resource_type: &str, property: &str) -> Option<&'static str> {
    let is_of_targets = resource_type == STACK_SET && property == "StackInstancesGroup";
    is_of_targets.then_some("accounts and regions that come get a stack; those that go lose theirs, with all that no policy keeps")
}
