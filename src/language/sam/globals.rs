//! The section `Globals`, merged into the resources.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html>

use super::build;
use crate::template::{Content, Map, Node, Template, function};

/// Properties whose lists replace those of the section, instead of being appended to them.
const REPLACED: [(&str, &[&str]); 2] =
    [("Function", &["Architectures"]), ("CapacityProvider", &["InstanceRequirements", "Architectures"])];
/// A map of which only the keys of the resource are kept.
const PRUNED: (&str, &[&str]) = ("CapacityProvider", &["ManagedResourceTags"]);

/// The types into which the section is merged, by the last part of their names. Of what the section holds the transform refuses what it
/// does not know, so everything in it counts.
const MERGED: [&str; 10] = [
    "Api",
    "CapacityProvider",
    "Function",
    "HttpApi",
    "LayerVersion",
    "MicrovmImage",
    "NetworkConnector",
    "SimpleTable",
    "StateMachine",
    "WebSocketApi",
];

/// The template with the globals merged into each resource, and without the section.
pub(super) fn merge(template: &Template) -> Template {
    let mut root = template.root().clone();
    let Content::Map(sections) = &mut root.content else { return template.clone() };
    let globals = sections.shift_remove("Globals");
    if let (Some(globals), Some(Content::Map(resources))) = (globals, sections.get_mut("Resources").map(|node| &mut node.content))
    {
        resources.values_mut().for_each(|resource| into_resource(&globals, resource));
    }
    let merged = Template::new(root);
    match template.source_bytes() {
        Some(bytes) => merged.with_source_bytes(bytes),
        None => merged,
    }
}

fn into_resource(globals: &Node, resource: &mut Node) {
    let Some(kind) = resource.get("Type").and_then(Node::as_str).and_then(|name| name.strip_prefix("AWS::Serverless::")) else {
        return;
    };
    let Some(kind) = MERGED.iter().find(|known| **known == kind) else { return };
    let Some(section) = globals.get(kind).filter(|section| build::is_plain_map(section)) else { return };
    let ignored = resource.get("IgnoreGlobals");
    if ignored.and_then(Node::as_str) == Some("*") {
        return;
    }
    let ignored: Vec<&str> = ignored.and_then(Node::as_list).into_iter().flatten().filter_map(Node::as_str).collect();
    let section = section.as_map().into_iter().flatten().filter(|(key, _)| !ignored.contains(&key.as_str()));
    let section = Node::new(Content::Map(section.map(|(key, node)| (key.clone(), node.clone())).collect()));
    let place = resource.place;
    let Content::Map(entries) = &mut resource.content else { return };
    let empty = Node::new(Content::Map(Map::new())).at(place);
    let local = entries.get("Properties").filter(|node| node.content != Content::Null).unwrap_or(&empty);
    if build::is_plain_map(local) || local.is_empty() {
        let merged = value(&section, local, kind, &mut Vec::new());
        entries.insert("Properties".into(), merged);
    }
}

/// One value of the section and one of the resource: maps are merged, lists are appended, and of all else the resource's own wins. A
/// function counts as a single value.
fn value<'a>(global: &'a Node, local: &'a Node, kind: &str, path: &mut Vec<&'a str>) -> Node {
    let is = |table: &[(&str, &[&str])], path: &[&str]| table.iter().any(|(of, at)| *of == kind && *at == path);
    if function::call(global).is_some() || function::call(local).is_some() {
        return local.clone();
    }
    let content = match (&global.content, &local.content) {
        (Content::List(_) | Content::Map(_), _) if is(&REPLACED, path) => local.content.clone(),
        (Content::List(first), Content::List(then)) => Content::List(first.iter().chain(then).cloned().collect()),
        (Content::Map(global), Content::Map(local)) => {
            let is_pruned = is(&[PRUNED], path) && !local.is_empty();
            let only_global = global.iter().filter(|(key, _)| !is_pruned && !local.contains_key(key.as_str()));
            let mut merged: Map = only_global.map(|(key, node)| (key.clone(), node.clone())).collect();
            for (key, node) in local {
                path.push(key.as_str());
                let node = global.get(key.as_str()).map_or_else(|| node.clone(), |global| value(global, node, kind, path));
                path.pop();
                merged.insert(key.clone(), node);
            }
            Content::Map(merged)
        }
        _ => return local.clone(),
    };
    let mut node = Node::new(content).at(local.place.or(global.place));
    node.origin = local.origin;
    node
}
