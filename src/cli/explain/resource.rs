//! Why a resource of the app is there: where it was written, what refers to it, what it refers to, what changes do.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use indexmap::IndexMap;

use super::types::{self, does};
use crate::cli::stop::Stop;
use crate::language::reference::{self, Reference, Referent};
use crate::language::stacks::{StackSource, Stacks, with_stacks};
use crate::schema;
use crate::stack::Assembly;
use crate::template::path::Path;
use crate::template::{Node, ResourceEntry, SourceLocation, function};

/// The resources that a topic names: `ID`, `STACK/ID`, or either with `.PROPERTY`. What is the same in several environments is said once.
pub(super) fn text(topic: &str, assemblies: &[Assembly]) -> Result<Option<String>, Stop> {
    let (whole, property) = topic.split_once('.').map_or((topic, None), |(whole, property)| (whole, Some(property)));
    let (wanted, id) = whole.split_once('/').map_or((None, whole), |(stack, id)| (Some(stack), id));
    let mut found: IndexMap<String, Vec<&str>> = IndexMap::new();
    for assembly in assemblies {
        let sources = assembly.stacks.iter().map(|stack| StackSource {
            name: stack.name,
            template: &stack.template,
            values: stack.values(&assembly.target),
        });
        let sources: Vec<StackSource<'_>> = sources.collect();
        for text in with_stacks(&sources, true, |stacks| told(stacks, wanted, id, property))? {
            found.entry(text).or_default().push(&assembly.environment);
        }
    }
    let texts = found.into_iter().map(|(text, environments)| format!("{}: {text}", environments.join(", ")));
    let texts: Vec<String> = texts.collect();
    Ok((!texts.is_empty()).then(|| texts.join("\n")))
}

/// What is said of the resource in each stack that has it.
fn told(stacks: &Stacks<'_>, wanted: Option<&str>, id: &str, property: Option<&str>) -> Result<Vec<String>, Stop> {
    let mut texts = Vec::new();
    for (frame, stack) in stacks.stacks().iter().enumerate() {
        let Some(entry) = stack.resource(id).filter(|_| wanted.is_none_or(|wanted| wanted == stack.name)) else { continue };
        let mut text = format!("{}/{id}, {}", stack.name, entry.resource_type);
        text.push_str(&match property {
            Some(property) => one_property(&entry, property)?,
            None => one(&entry, frame, stacks),
        });
        texts.push(text);
    }
    Ok(texts)
}

/// A property: where it was written, and what its type says of it.
fn one_property(entry: &ResourceEntry<'_>, property: &str) -> Result<String, Stop> {
    let first = property.split('.').next().unwrap_or(property);
    let written = entry.node.get("Properties").and_then(|properties| {
        let (key, value) = properties.as_map()?.iter().find(|(key, _)| key.as_str() == first)?;
        Some(written(key.location_with(value)))
    });
    let text = types::text(&format!("{}.{property}", entry.resource_type))?;
    Ok(format!("{}\n{text}", written.unwrap_or_else(|| "\n  not set".to_owned())))
}

fn written(location: SourceLocation) -> String {
    if let SourceLocation::Rust(_) = location { format!("\n  written at {location}") } else { String::new() }
}

fn one<'a>(entry: &ResourceEntry<'a>, frame: usize, stacks: &Stacks<'a>) -> String {
    let mut text = written(entry.id.location_with(entry.node));
    text.push('\n');
    let id = entry.id.as_str();
    for (what, ids) in [("is referred to by", from(id, frame, stacks)), ("refers to", to(id, entry.node, frame, stacks))] {
        if !ids.is_empty() {
            let _ = writeln!(text, "  {what} {}", ids.into_iter().collect::<Vec<_>>().join(", "));
        }
    }
    for (key, _) in entry.node.get("Properties").and_then(Node::as_map).into_iter().flatten() {
        let _ = writeln!(text, "  a change of {}: {}", key.as_str(), does(entry.resource_type, &Path::of([key.as_str()])));
    }
    if let Some(page) = schema::page(entry.resource_type, None) {
        let _ = writeln!(text, "  {page}");
    }
    text
}

/// The resources that refer to this one, those of other stacks by its exports.
fn from<'a>(id: &str, frame: usize, stacks: &Stacks<'a>) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for (other, stack) in stacks.stacks().iter().enumerate() {
        for entry in stack.resources().filter(|entry| (other, entry.id.as_str()) != (frame, id)) {
            let leads = |found: &Reference<'a>| stacks.resources(other, &found.target).contains(&(frame, id));
            if reference::of_resource(entry.node).iter().any(leads) {
                ids.insert(name(entry.id.as_str(), other, frame, stacks));
            }
        }
    }
    ids
}

/// What a resource refers to: resources, parameters, and exports that nothing in the app makes.
fn to<'a>(id: &str, node: &'a Node, frame: usize, stacks: &Stacks<'a>) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for found in reference::of_resource(node) {
        let resources = stacks.resources(frame, &found.target);
        match &found.target {
            Referent::Local(local) if resources.is_empty() && !function::PSEUDO_PARAMETERS.contains(local) => {
                ids.insert((*local).to_owned());
            }
            Referent::Import(_) if resources.is_empty() => {
                ids.extend(stacks.outside(frame, &found.target).map(|(name, _)| format!("the export {name}")));
            }
            _ => ids.extend(resources.into_iter().map(|(other, found)| name(found, other, frame, stacks))),
        }
    }
    ids.remove(id);
    ids
}

/// A resource as it is called from a stack.
fn name(id: &str, other: usize, frame: usize, stacks: &Stacks<'_>) -> String {
    match stacks.stacks().get(other) {
        Some(stack) if other != frame => format!("{}/{id}", stack.name),
        _ => id.to_owned(),
    }
}
