//! The section `Globals`, merged into the resources.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html>

use std::collections::BTreeSet;

use super::{build, transform};
use crate::template::{Content, Map, Node, Template, function};

/// Properties whose lists replace those of the section, instead of being appended to them.
const REPLACED: [(&str, &[&str]); 2] =
    [("Function", &["Architectures"]), ("CapacityProvider", &["InstanceRequirements", "Architectures"])];
/// A map of which only the keys of the resource are kept.
const PRUNED: (&str, &[&str]) = ("CapacityProvider", &["ManagedResourceTags"]);

/// The nodes of the section that are merged into all resources together, so that a long section and many resources are not multiplied.
const MOST_MERGED: usize = 1_000_000;

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
        let mut left = MOST_MERGED;
        resources.values_mut().for_each(|resource| into_resource(&globals, resource, &mut left));
    }
    let merged = Template::new(root);
    match template.source_bytes() {
        Some(bytes) => merged.with_source_bytes(bytes),
        None => merged,
    }
}

fn into_resource(globals: &Node, resource: &mut Node, left: &mut usize) {
    let Some(kind) = resource.get("Type").and_then(Node::as_str).and_then(|name| name.strip_prefix("AWS::Serverless::")) else {
        return;
    };
    let Some(kind) = MERGED.iter().find(|known| **known == kind) else { return };
    let Some(section) = globals.get(kind).filter(|section| build::is_plain_map(section)) else { return };
    if *left == 0 {
        set_unknown(resource);
        return;
    }
    let ignored = resource.get("IgnoreGlobals");
    if ignored.and_then(Node::as_str) == Some("*") {
        return;
    }
    let ignored: BTreeSet<&str> = ignored.and_then(Node::as_list).into_iter().flatten().filter_map(Node::as_str).collect();
    let section = section.as_map().into_iter().flatten().filter(|(key, _)| !ignored.contains(key.as_str()));
    let section = Node::new(Content::Map(section.map(|(key, node)| (key.clone(), node.clone())).collect()));
    let location = resource.location;
    let Content::Map(entries) = &mut resource.content else { return };
    let empty = Node::new(Content::Map(Map::default())).at(location);
    let local = entries.get("Properties").filter(|node| node.content != Content::Null).unwrap_or(&empty);
    section.walk(&mut |_| *left = left.saturating_sub(1));
    if *left == 0 {
        set_unknown(resource);
    } else if build::is_plain_map(local) || local.is_empty() {
        let merged = value(&section, local, kind, &mut Vec::new());
        entries.insert("Properties".into(), merged);
    }
}

/// When it is too much work, the properties are not known.
fn set_unknown(resource: &mut Node) {
    let unknown = build::opaque(resource.get("Properties").unwrap_or(transform::empty_map()));
    if let Content::Map(entries) = &mut resource.content {
        entries.insert("Properties".into(), unknown);
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
    let mut node = Node::new(content).at(local.location.or(global.location));
    node.origin = local.origin;
    node
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::merge;

    #[test]
    fn maps_are_merged_lists_appended_and_values_replaced() {
        let yaml = "
Globals:
  Function:
    Timeout: 3
    Layers: [a]
    Architectures: [arm64]
    Environment: {Variables: {A: 1, B: 1}}
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: {Timeout: 5, Layers: [b], Architectures: [x86_64], Environment: {Variables: {B: 2}}}
  G:
    Type: AWS::Serverless::Function
    IgnoreGlobals: [Layers, Environment, Architectures]
  H:
    Type: AWS::Serverless::Function
    IgnoreGlobals: '*'
  T: {Type: AWS::SNS::Topic}";
        let merged = merge(&testing::template(yaml));
        let properties = |id: &str| merged.resource(id).and_then(|it| it.node.get("Properties")).map(testing::compact);
        assert!(merged.section("Globals").is_none());
        assert_eq!(
            properties("F").as_deref(),
            Some(r#"{"Timeout":5,"Layers":["a","b"],"Architectures":["x86_64"],"Environment":{"Variables":{"A":1,"B":2}}}"#)
        );
        assert_eq!(properties("G").as_deref(), Some(r#"{"Timeout":3}"#));
        assert_eq!((properties("H"), properties("T")), (None, None));
    }

    #[test]
    fn a_function_counts_as_one_value() {
        let yaml = "
Globals: {Function: {Layers: [a], VpcConfig: {SubnetIds: [s]}}}
Resources:
  F: {Type: AWS::Serverless::Function, Properties: {Layers: !If [C, [b], []], VpcConfig: !Ref AWS::NoValue}}";
        let merged = merge(&testing::template(yaml));
        let properties = merged.resource("F").and_then(|it| it.node.get("Properties")).map(testing::compact);
        assert_eq!(properties.as_deref(), Some(r#"{"Layers":{"Fn::If":["C",["b"],[]]},"VpcConfig":{"Ref":"AWS::NoValue"}}"#));
    }

    #[test]
    fn a_long_section_and_many_resources_are_not_multiplied() {
        let mut yaml = String::from("Globals:\n  Function:\n    Environment:\n      Variables:\n");
        (0..5_000).for_each(|index| yaml.push_str(&format!("        V{index}: x\n")));
        yaml.push_str("Resources:\n");
        (0..1_000).for_each(|index| yaml.push_str(&format!("  F{index}: {{Type: AWS::Serverless::Function}}\n")));
        let merged = merge(&testing::template(&yaml));
        let last = merged.resource("F999").and_then(|it| it.node.at_path(&["Properties", "Fn::Transform"]));
        assert!(last.is_some(), "the last resources are unknown");
    }
}
