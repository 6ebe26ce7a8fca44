//! The references that a value holds, each with the property that holds it.

use crate::template::{Content, Map, Node, function};

/// What a reference names.
#[derive(Clone, Debug)]
pub enum Target<'a> {
    /// A resource or parameter of the same template.
    Local(&'a str),
    /// An export: the argument of `Fn::ImportValue`.
    Import(&'a Node),
}

/// One reference.
#[derive(Clone, Debug)]
pub struct Reference<'a> {
    /// What it names.
    pub target: Target<'a>,
    /// The steps to it from the resource.
    pub path: Vec<&'a str>,
}

impl Reference<'_> {
    /// The property's name, for the edge.
    pub fn label(&self) -> String {
        self.path.last().copied().unwrap_or("Ref").to_owned()
    }
}

/// Every reference of a resource: of its properties, and of `DependsOn`.
pub fn of_resource(resource: &Node) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    if let Some(depends) = resource.get("DependsOn") {
        let ids = depends.as_list().map_or_else(|| vec![depends], |items| items.iter().collect());
        let named = ids.into_iter().filter_map(Node::as_str);
        found.extend(named.map(|id| Reference { target: Target::Local(id), path: vec!["DependsOn"] }));
    }
    if let Some(properties) = resource.get("Properties") {
        walk(properties, &mut Vec::new(), &mut found);
    }
    found
}

/// Every reference inside a value.
pub fn of_value(node: &Node) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    walk(node, &mut Vec::new(), &mut found);
    found
}

fn walk<'a>(node: &'a Node, path: &mut Vec<&'a str>, found: &mut Vec<Reference<'a>>) {
    let mut add = |target: Target<'a>| found.push(Reference { target, path: path.clone() });
    if let Some((name, argument)) = function::call(node) {
        if name == function::IMPORT_VALUE {
            return add(Target::Import(argument));
        }
        function::references(name, argument).into_iter().for_each(|id| add(Target::Local(id)));
        return each_child(argument, path, found);
    }
    each_child(node, path, found);
}

fn each_child<'a>(node: &'a Node, path: &mut Vec<&'a str>, found: &mut Vec<Reference<'a>>) {
    match &node.content {
        Content::List(items) => {
            for item in items {
                let name = item.as_map().and_then(item_name);
                path.extend(name);
                walk(item, path, found);
                path.truncate(path.len() - usize::from(name.is_some()));
            }
        }
        // An entry that its name tells apart needs no second step.
        Content::Map(map) => {
            for (key, value) in map {
                let is_value = item_name(map).is_some() && ["Value", "ValueFrom"].contains(&key.as_str());
                let is_step = !is_value && !key.as_str().starts_with("Fn::");
                if is_step {
                    path.push(key.as_str());
                }
                walk(value, path, found);
                path.truncate(path.len() - usize::from(is_step));
            }
        }
        _ => {}
    }
}

/// The name of a list's item, where it has one: of a variable, an attribute.
fn item_name(map: &Map) -> Option<&str> {
    let has_value = map.contains_key("Value") || map.contains_key("ValueFrom");
    let name = map.get("Name").or_else(|| map.get("Key")).filter(|_| has_value);
    name.and_then(Node::as_str)
}
