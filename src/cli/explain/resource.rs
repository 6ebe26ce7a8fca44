//! Why a resource of the app is there: where it was written, what refers to it, what it refers to, what changes do.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::types::does;
use crate::check::resources;
use crate::schema;
use crate::stack::Assembly;
use crate::template::{Node, Place, ResourceEntry, Template, function};

/// Every resource of that logical id, in each stack of each environment that has one.
pub fn text(id: &str, assemblies: &[Assembly]) -> Option<String> {
    let mut text = String::new();
    for assembly in assemblies {
        for stack in &assembly.stacks {
            let Some(entry) = stack.template.resources().find(|entry| entry.id.as_str() == id) else { continue };
            let _ = writeln!(text, "{} {}, stack {} ({})", assembly.environment, id, stack.name, entry.resource_type);
            text.push_str(&one(&entry, &stack.template));
        }
    }
    (!text.is_empty()).then_some(text)
}

fn one(entry: &ResourceEntry<'_>, template: &Template) -> String {
    let mut text = String::new();
    let place = entry.id.place_with(entry.node);
    if let Place::Rust(at) = place {
        let _ = writeln!(text, "  written at {}:{}:{}", at.file(), at.line(), at.column());
    }
    let id = entry.id.as_str();
    let from: Vec<&str> = template
        .resources()
        .filter(|other| other.id.as_str() != id && names(other.node).contains(&id))
        .map(|other| other.id.as_str())
        .collect();
    let to: Vec<&str> =
        names(entry.node).into_iter().filter(|name| *name != id && !function::PSEUDO_PARAMETERS.contains(name)).collect();
    for (what, ids) in [("is referred to by", from), ("refers to", to)] {
        if !ids.is_empty() {
            let _ = writeln!(text, "  {what} {}", ids.join(", "));
        }
    }
    for (key, _) in entry.node.get("Properties").and_then(Node::as_map).into_iter().flatten() {
        let _ = writeln!(text, "  a change of {}: {}", key.as_str(), does(entry.resource_type, key.as_str()));
    }
    if let Some(page) = schema::page(entry.resource_type, None) {
        let _ = writeln!(text, "  {page}");
    }
    text
}

/// The names that a resource refers to, each once.
fn names(node: &Node) -> Vec<&str> {
    let mut found = resources::references(node);
    let mut seen = BTreeSet::new();
    found.retain(|id| seen.insert(*id));
    found
}
