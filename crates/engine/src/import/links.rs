//! Exports of one template that another one imports: links between the stacks of one app.

use std::collections::{BTreeMap, BTreeSet};

use super::kind::Kind;
use super::names::fields;
use super::section::parameter_denotes;
use super::types::Types;
use crate::language::stacks::{StackSource, with_stacks};
use crate::template::{LogicalId, Map, Node, Template, function};

/// One of several templates that are imported together.
pub struct Linked<'a> {
    /// The module of its stack.
    pub module: &'a str,
    /// Its name in AWS, where that is known.
    pub full_name: Option<&'a str>,
    /// The template.
    pub template: &'a Template,
    /// The values of its parameters, where they are not the defaults.
    pub values: &'a BTreeMap<String, String>,
}

/// What a stack shares with others, and uses of them.
#[derive(Debug, Default)]
pub struct Links {
    /// The outputs that others use, each with the field of the module's struct `Exports`.
    pub exports: BTreeMap<String, String>,
    /// What it uses of others.
    pub imports: Vec<Import>,
}

/// An export that a stack uses.
#[derive(Debug)]
pub struct Import {
    /// The argument of `Fn::ImportValue`.
    pub(super) name: Node,
    /// The module that exports it.
    pub(super) module: String,
    /// The field of that module's struct `Exports`.
    pub(super) field: String,
    /// What it denotes.
    pub(super) kind: Kind,
}

impl Links {
    /// The modules whose links it uses.
    pub fn modules(&self) -> BTreeSet<&str> {
        self.imports.iter().map(|import| import.module.as_str()).collect()
    }
}

/// What imports an export: by whom, of whom, and how both call it.
struct Found {
    user: usize,
    owner: usize,
    output: String,
    name: Node,
}

/// The links among templates, and the order in which their stacks are declared: each after those that it uses. Names that are not
/// known are no links, and neither are those in a circle.
pub fn links(stacks: &[Linked<'_>]) -> (Vec<Links>, Vec<usize>) {
    let values = |stack: &Linked<'_>| {
        let own = stack.full_name.map(|name| ("AWS::StackName".to_owned(), name.to_owned()));
        stack.values.clone().into_iter().chain(own).collect()
    };
    let sources: Vec<StackSource<'_>> =
        stacks.iter().map(|stack| StackSource { name: stack.module, template: stack.template, values: values(stack) }).collect();
    let mut found = with_stacks(&sources, true, |read| {
        let mut exports: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for (owner, stack) in read.stacks().iter().enumerate() {
            let conditions = stack.scope.section("Conditions");
            let outputs = stack.scope.section("Outputs").into_iter().flatten();
            for (id, output) in outputs.filter(|(id, output)| is_plain(id.as_str(), output, conditions)) {
                let name = output.at_path(&["Export", "Name"]).map(|name| stack.text(name));
                exports.extend(name.filter(|name| is_known(name)).map(|name| (name, (owner, id.as_str().to_owned()))));
            }
        }
        let mut found: Vec<Found> = Vec::new();
        for (user, stack) in read.stacks().iter().enumerate() {
            stack.scope.template().root().walk(&mut |node| {
                let Some((function::IMPORT_VALUE, name)) = function::call(node) else { return };
                let owner = exports.get(&stack.text(name)).filter(|(owner, _)| *owner != user);
                let is_new = |found: &[Found]| !found.iter().any(|other| other.user == user && other.name == *name);
                if let Some((owner, output)) = owner.filter(|_| is_new(&found)) {
                    found.push(Found { user, owner: *owner, output: output.clone(), name: name.clone() });
                }
            });
        }
        found
    });
    let order = ordered(stacks.len(), &mut found);
    (made(stacks, &found), order)
}

/// Whether nothing in a name is left to the deployment.
fn is_known(name: &str) -> bool {
    !name.is_empty() && !name.contains("${")
}

/// Whether an output is written with the stack's methods, which return what a link is made of.
fn is_plain(id: &str, output: &Node, conditions: Option<&Map>) -> bool {
    let known = |name: &str| ["Value", "Description", "Export", "Condition"].contains(&name);
    let names_condition = |node: &Node| node.as_str().is_some_and(|name| conditions.is_some_and(|map| map.contains_key(name)));
    LogicalId::new(id).is_ok()
        && output.as_map().is_some_and(|map| map.keys().all(|key| known(key.as_str())) && map.contains_key("Value"))
        && output.get("Description").is_none_or(|node| node.as_str().is_some())
        && output.get("Condition").is_none_or(names_condition)
        && output.get("Export").and_then(Node::as_map).is_some_and(|export| export.len() == 1)
}

/// The order of the stacks; takes out what would make a circle.
fn ordered(count: usize, found: &mut Vec<Found>) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    let mut waiting: Vec<usize> = (0..count).collect();
    while !waiting.is_empty() {
        let is_ready = |user: &usize| !found.iter().any(|each| each.user == *user && !order.contains(&each.owner));
        match waiting.iter().position(is_ready) {
            Some(index) => order.push(waiting.remove(index)),
            None => found.retain(|each| each.user != waiting[0] || order.contains(&each.owner)),
        }
    }
    order
}

fn made(stacks: &[Linked<'_>], found: &[Found]) -> Vec<Links> {
    let mut types = Types::new(&BTreeSet::new());
    let mut links: Vec<Links> = stacks.iter().map(|_| Links::default()).collect();
    for (owner, each) in links.iter_mut().enumerate() {
        let outputs: BTreeSet<&str> =
            found.iter().filter(|found| found.owner == owner).map(|found| found.output.as_str()).collect();
        each.exports = fields(outputs);
    }
    for each in found {
        let field = links[each.owner].exports.get(&each.output).cloned().unwrap_or_default();
        let value = stacks[each.owner].template.root().at_path(&["Outputs", &each.output, "Value"]);
        let kind = value.map_or(Kind::Text, |value| denoted(value, stacks[each.owner].template, &mut types));
        let module = stacks[each.owner].module.to_owned();
        links[each.user].imports.push(Import { name: each.name.clone(), module, field, kind });
    }
    links
}

/// What an output's value denotes, where it is the identifier of something; a text otherwise.
pub(super) fn denoted(value: &Node, template: &Template, types: &mut Types) -> Kind {
    let mut kind_of = |id: &str, attribute: Option<&str>| {
        if let (Some(parameter), None) = (template.section("Parameters").and_then(|section| section.get(id)), attribute) {
            return parameter.get("Type").and_then(Node::as_str).and_then(parameter_denotes);
        }
        let typed = types.get(template.resource(id)?.resource_type)?;
        match attribute {
            None => Some(typed.reference()),
            Some(name) => typed.attribute(name).map(|(_, kind)| kind),
        }
    };
    let kind = match function::call(value) {
        Some((function::REF, argument)) => argument.as_str().and_then(|id| kind_of(id, None)),
        Some((function::GET_ATT, argument)) => function::get_att_target(argument).and_then(|(id, name)| kind_of(id, Some(name))),
        _ => None,
    };
    kind.filter(Kind::is_text).unwrap_or(Kind::Text)
}
