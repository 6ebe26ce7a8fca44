//! Constructs in a template: which of its resources are exactly what a construct makes.
//!
//! Nothing is guessed: what a reader finds is built and synthesized for every environment, and counts only where each resource that comes
//! out is, to the last property, the one of the template.

mod reader;
mod readers;
mod recipe;

use std::collections::BTreeSet;

use crate::import::{self, Recognized};
use crate::stack::{App, Environment, Target};
use crate::template::{Node, Template};
use reader::Found;
use readers::READERS;
use recipe::Recipe;

/// The constructs that make resources of a template, in the order of the template. `targets` are the environments that the stack is for,
/// with their names; `full_name` is the stack's name in AWS, where it keeps one.
pub fn constructs(template: &Template, targets: &[(String, Target)], full_name: Option<&str>) -> Vec<Recognized> {
    let mut found: Vec<Recognized> = Vec::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for entry in template.resources() {
        let at = Found { id: entry.id.as_str(), node: entry.node, template, full_name };
        let readers = READERS.iter().filter(|(resource_type, _)| *resource_type == entry.resource_type);
        let proven = readers.filter_map(|(_, read)| {
            let recipe = read(&at)?;
            let ids = resources(&recipe, template, targets, full_name)?;
            ids.iter().all(|id| !taken.contains(id)).then_some((recipe, ids))
        });
        if let Some((recipe, ids)) = proven.max_by_key(|(_, ids)| ids.len()) {
            taken.extend(ids.iter().cloned());
            found.push(Recognized { ids, ..recipe.recognized });
        }
    }
    found
}

/// The resources that a construct makes, where the template has all of them, the same in every environment.
fn resources(recipe: &Recipe, template: &Template, targets: &[(String, Target)], full_name: Option<&str>) -> Option<Vec<String>> {
    let mut made: Option<Vec<String>> = None;
    for (name, target) in targets {
        let environment = Environment { name: name.clone(), target: target.clone(), settings: () };
        let ids = in_environment(recipe, template, &environment, full_name)?;
        if made.replace(ids.clone()).is_some_and(|before| before != ids) {
            return None;
        }
    }
    made.filter(|ids| !ids.is_empty())
}

fn in_environment(
    recipe: &Recipe,
    template: &Template,
    environment: &Environment<()>,
    full_name: Option<&str>,
) -> Option<Vec<String>> {
    // The settings may give other stacks names, and this app has only one.
    let mut environment = environment.clone();
    environment.target.stack_names.clear();
    let mut app = App::new("recognized", &environment);
    let stack = app.stack("stack");
    if let Some(name) = full_name {
        stack.named(name);
    }
    (recipe.build)(stack);
    let (assembly, problems) = app.synth();
    let made = &assembly.stacks.first()?.template;
    let is_same =
        |id: &str, node: &Node| template.resource(id).is_some_and(|written| import::differences(written.node, node).is_empty());
    let sections = ["Parameters", "Conditions", "Mappings", "Outputs", "Rules"];
    let is_all = sections.iter().all(|section| made.section(section).is_none());
    let ids: Vec<String> = made.resources().map(|entry| entry.id.as_str().to_owned()).collect();
    (problems.is_empty() && is_all && made.resources().all(|entry| is_same(entry.id.as_str(), entry.node))).then_some(ids)
}
