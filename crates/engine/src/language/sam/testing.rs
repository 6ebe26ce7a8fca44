//! What tests ask of a translated template.

use super::hash;
use crate::template::{Format, Node, Template, read};

/// A literal template in a test, with the transform.
pub(super) fn template(yaml: &str) -> Template {
    let text = format!("Transform: AWS::Serverless-2016-10-31\n{yaml}");
    read::template(text.as_bytes()).expect("a template").0
}

/// The ids and types that the transform makes, with `#` for its digits; what is opaque has no type.
pub(super) fn made(yaml: &str) -> Vec<String> {
    let translated = super::translate(&template(yaml));
    let line = |id: &str, kind: &str| format!("{} {kind}", without_digits(id)).trim_end().to_owned();
    translated.resources().map(|resource| line(resource.id.as_str(), resource.resource_type)).collect()
}

/// The JSON of a node of the translated template, on one line; `#` stands for digits in its path.
pub(super) fn json(yaml: &str, path: &[&str]) -> String {
    let translated = super::translate(&template(yaml));
    let mut node = translated.root();
    for step in path {
        let found = node.as_map().and_then(|map| map.iter().find(|(key, _)| without_digits(key.as_str()) == *step));
        node = found.map_or_else(|| panic!("nothing at {step}: {}", translated.to_text(Format::Json)), |(_, node)| node);
    }
    compact(node)
}

/// A node as JSON on one line.
pub(super) fn compact(node: &Node) -> String {
    serde_json::to_string(node).expect("JSON")
}

fn without_digits(id: &str) -> String {
    match id.split_at_checked(id.len().saturating_sub(hash::LENGTH)) {
        Some((beginning, digits)) if hash::is_digits(digits) => format!("{beginning}#"),
        _ => id.to_owned(),
    }
}
