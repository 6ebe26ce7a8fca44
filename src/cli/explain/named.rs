//! The resources of the app that a message names.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::stack::Assembly;
use crate::template::SourceLocation;

/// Resources with their types and places, and the environments that have them.
pub(super) type Resources = IndexMap<String, BTreeSet<String>>;

/// Resources, a line each.
pub(super) fn lines(found: &Resources) -> String {
    let line = |(resource, environments): (&String, &BTreeSet<String>)| {
        let environments: Vec<&str> = environments.iter().map(String::as_str).collect();
        format!("  {resource} ({})\n", environments.join(", "))
    };
    found.iter().map(line).collect()
}

/// The resources whose logical ids a message names, alone or in physical ids (`STACK-LOGICALID-X1Y2`).
pub(super) fn named(message: &str, assemblies: &[Assembly]) -> Resources {
    resources(message, assemblies, |id, _| names(message, id))
}

/// The stack of the app that a message names.
pub(super) fn stack<'a>(message: &str, assemblies: &'a [Assembly]) -> Option<&'a str> {
    let stacks = assemblies.iter().flat_map(|assembly| &assembly.stacks).map(|stack| stack.full_name.as_str());
    stacks.filter(|name| has(message, name)).max_by_key(|name| name.len())
}

/// Whether a phrase stands in a text as words of its own: `prod` does not in `production`.
fn has(text: &str, phrase: &str) -> bool {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(phrase)
        .any(|(start, _)| !text[..start].ends_with(is_inside) && !text[start + phrase.len()..].starts_with(is_inside))
}

/// Whether a message names a logical id. What stands at a colon is a type (`AWS::Logs::LogGroup`) or a heading (`Service: AmazonECS`).
fn names(message: &str, id: &str) -> bool {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == ':';
    message
        .match_indices(id)
        .any(|(start, _)| !message[..start].ends_with(is_inside) && !message[start + id.len()..].starts_with(is_inside))
}

/// The chosen resources: of the stacks that a message names, or of all where it names none.
pub(super) fn resources(message: &str, assemblies: &[Assembly], is_chosen: impl Fn(&str, &str) -> bool) -> Resources {
    let stacks = || assemblies.iter().flat_map(|assembly| assembly.stacks.iter().map(move |stack| (assembly, stack)));
    let is_any_named = stacks().any(|(_, stack)| has(message, &stack.full_name));
    let mut found = Resources::new();
    for (assembly, stack) in stacks().filter(|(_, stack)| !is_any_named || has(message, &stack.full_name)) {
        for entry in stack.template.resources().filter(|entry| is_chosen(entry.id.as_str(), entry.resource_type)) {
            let location = match entry.id.location_with(entry.node) {
                SourceLocation::Rust(at) => format!(", {}:{}:{}", at.file(), at.line(), at.column()),
                _ => String::new(),
            };
            let resource = format!("{}/{}, {}{location}", stack.name, entry.id.as_str(), entry.resource_type);
            found.entry(resource).or_default().insert(assembly.environment.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_type_or_a_heading_is_no_logical_id() {
        assert!(names("role/cruddur-prod-backend-TaskRole-1ABC", "TaskRole") && names("[Service, LogGroup]", "LogGroup"));
        assert!(!names("of type 'AWS::Logs::LogGroup'", "LogGroup") && !names("(Service: AmazonECS)", "Service"));
    }
}
