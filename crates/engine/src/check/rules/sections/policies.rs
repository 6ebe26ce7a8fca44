//! The two attributes of a resource that say how CloudFormation creates and updates it.

use crate::check::engine::{Context, Rule};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::nearest;
use crate::schema;
use crate::template::{Content, Key, Map, Node, function};

/// One of the two attributes.
pub(crate) struct Policy {
    /// Its name.
    pub attribute: &'static str,
    /// The types that take it, each with the entries that it may have.
    pub entries: &'static [(&'static str, &'static [&'static str])],
}

/// Finds what is wrong with one of the two attributes of every resource.
pub(crate) fn check(rule: &Rule, context: &mut Context<'_>, policy: &Policy) {
    let extended = context.program().written().may_use_extensions();
    let mut section = SectionSchema::new(rule, context, "Resources", "resource");
    for (key, resource) in section.elements() {
        let (Some(node), Some(kind)) = (resource.get(policy.attribute), resource.get("Type").and_then(Node::as_str)) else {
            continue;
        };
        // What is not AWS's, and what SAM replaces, has rules of its own.
        if schema::find(kind).is_none() || schema::is_serverless(kind) {
            continue;
        }
        let at = Key::new(policy.attribute.to_owned(), node.location);
        let mut put = |message: String, help: String, at: &Key, path: &[&str]| {
            section.put(rule.finding(message).help(help), key, at, path);
        };
        let Some((_, known)) = policy.entries.iter().find(|(name, _)| *name == kind) else {
            let takers: Vec<&str> = policy.entries.iter().map(|(name, _)| *name).collect();
            let message = format!("{kind} takes no {}", policy.attribute);
            put(message, format!("Remove it. Types that take it: {}.", takers.join(", ")), &at, &[policy.attribute]);
            continue;
        };
        match node.as_map() {
            Some(map) if !is_call(map, node) => {
                for entry in map.keys().filter(|entry| !known.contains(&entry.as_str()) && !function::is_function(entry.as_str()))
                {
                    let message = format!("{} of {kind} has no entry `{}`", policy.attribute, entry.as_str());
                    let near = nearest(entry.as_str(), known.iter().copied());
                    let help =
                        near.map_or_else(|| format!("it takes {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
                    put(message, help, entry, &[policy.attribute, entry.as_str()]);
                }
            }
            _ if is_accepted_call(node, extended) => {}
            _ => {
                let message = format!("expected a map for {}, found {}", policy.attribute, found(node));
                put(
                    message,
                    format!(
                        "Write the map itself; `{}` and `{}` are the only functions here.",
                        function::IF,
                        function::TRANSFORM
                    ),
                    &at,
                    &[policy.attribute],
                );
            }
        }
    }
    context.report_all(section.found);
}

fn is_call(map: &Map, node: &Node) -> bool {
    map.len() == 1 && function::call(node).is_some()
}

/// Whether CloudFormation takes what stands there for a map: the language extensions resolve other functions before it looks.
fn is_accepted_call(node: &Node, extended: bool) -> bool {
    match function::call(node) {
        Some((function::IF | function::TRANSFORM, _)) => true,
        Some(_) => extended || function::is_no_value(node),
        None => node.content == Content::Null,
    }
}

fn found(node: &Node) -> String {
    match function::call(node) {
        Some((name, _)) => format!("`{name}`"),
        None if node.as_list().is_some() => "a list".to_owned(),
        None => "a single value".to_owned(),
    }
}
