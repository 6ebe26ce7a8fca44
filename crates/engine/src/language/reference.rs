//! Who refers to whom, through what; and the names under which stacks export and import.

use super::scope::Scope;
use crate::template::substitution::{self, Substitution};
use crate::template::{Content, Key, Map, Node, function};

/// An output that other stacks can import.
pub(crate) struct Export<'a> {
    /// The key of the output.
    pub(crate) output: &'a Key,
    /// Its name as far as it is known: a text, or a function of what is not.
    pub(crate) name: &'a Node,
    /// Its value, as it is written.
    pub(crate) value: Option<&'a Node>,
    /// The output.
    pub(crate) node: &'a Node,
}

/// The exports of a template that its conditions may make.
pub(crate) fn exports<'a>(scope: &Scope<'a>) -> Vec<Export<'a>> {
    let outputs = scope.section("Outputs").into_iter().flatten().filter(|(_, node)| !scope.leaves_out(node));
    let export = |(output, node): (&'a Key, &'a Node)| {
        let name = scope.reduce(node.at_path(&["Export", "Name"])?)?;
        Some(Export { output, name, value: node.get("Value"), node })
    };
    outputs.filter_map(export).collect()
}

/// The names that a value imports, as far as they are known.
pub(crate) fn imports<'a>(scope: &Scope<'a>, node: &'a Node) -> Vec<&'a Node> {
    let mut found = Vec::new();
    node.walk(&mut |inner| {
        if let Some((function::IMPORT_VALUE, argument)) = function::call(inner) {
            found.extend(scope.reduce(argument));
        }
    });
    found
}

/// A value that is known in part as one text, what is unknown as variables: `${Stage}-topic`, `${Role.Arn}`.
pub(crate) fn as_text(node: &Node) -> String {
    // A tree always has a JSON form.
    text_with(node, &|other| serde_json::to_string(other).unwrap_or_default())
}

/// The same, where something else says what has no form in a text.
pub(crate) fn text_with(node: &Node, other: &dyn Fn(&Node) -> String) -> String {
    let of_call = function::call(node).and_then(|(name, argument)| match name {
        function::REF => argument.as_str().map(substitution::variable),
        function::GET_ATT => {
            function::get_att_target(argument).map(|(id, attribute)| substitution::variable(&format!("{id}.{attribute}")))
        }
        function::SUB => Substitution::of(argument).map(|found| found.text.to_owned()),
        function::IMPORT_VALUE => Some(text_with(argument, other)),
        function::JOIN => match argument.as_list()? {
            [delimiter, items] => {
                let items = items.as_list()?.iter().map(|item| text_with(item, other));
                Some(items.collect::<Vec<_>>().join(delimiter.as_str()?))
            }
            _ => None,
        },
        _ => None,
    });
    of_call.or_else(|| node.scalar()).unwrap_or_else(|| other(node))
}

/// The ids that a node refers to by `Ref`, `Fn::GetAtt` or `Fn::Sub`, itself and all in it.
pub(crate) fn ids(node: &Node) -> Vec<&str> {
    let mut targets = Vec::new();
    node.walk(&mut |node| {
        if let Some((name, argument)) = function::call(node) {
            targets.extend(function::references(name, argument));
        }
    });
    targets
}

/// The elements of the template that a map of conditions, resources or outputs has, without those that functions make.
pub(crate) fn elements(map: &Map) -> impl Iterator<Item = (&Key, &Node)> {
    map.iter().filter(|(key, _)| !function::is_function(key.as_str()))
}

/// What a reference names.
#[derive(Clone, Debug)]
pub enum Referent<'a> {
    /// A resource or parameter of the same template.
    Local(&'a str),
    /// An export: the argument of `Fn::ImportValue`.
    Import(&'a Node),
}

/// One reference.
#[derive(Clone, Debug)]
pub struct Reference<'a> {
    /// What it names.
    pub target: Referent<'a>,
    /// The property, or the variable, that refers: for the edge of a picture.
    pub label: &'a str,
}

/// Every reference of a resource: of its properties, and of `DependsOn`.
pub fn of_resource(resource: &Node) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    if let Some(depends) = resource.get("DependsOn") {
        let ids = depends.as_list().map_or_else(|| vec![depends], |items| items.iter().collect());
        let named = ids.into_iter().filter_map(Node::as_str);
        found.extend(named.map(|id| Reference { target: Referent::Local(id), label: "DependsOn" }));
    }
    if let Some(properties) = resource.get("Properties") {
        walk(properties, "Ref", &mut found);
    }
    found
}

/// Every reference inside a value.
pub(crate) fn of_value(node: &Node) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    walk(node, "Ref", &mut found);
    found
}

fn walk<'a>(node: &'a Node, label: &'a str, found: &mut Vec<Reference<'a>>) {
    let mut add = |target: Referent<'a>| found.push(Reference { target, label });
    if let Some((name, argument)) = function::call(node) {
        if name == function::IMPORT_VALUE {
            return add(Referent::Import(argument));
        }
        function::references(name, argument).into_iter().for_each(|id| add(Referent::Local(id)));
        if name == function::SUB {
            // Its variables are no properties.
            let variables = argument.as_list().and_then(|list| list.get(1)?.as_map());
            return variables.into_iter().flat_map(Map::values).for_each(|value| walk(value, label, found));
        }
        return each_child(argument, label, found);
    }
    each_child(node, label, found);
}

fn each_child<'a>(node: &'a Node, label: &'a str, found: &mut Vec<Reference<'a>>) {
    match &node.content {
        Content::List(items) => {
            for item in items {
                walk(item, item.as_map().and_then(item_name).unwrap_or(label), found);
            }
        }
        // An entry that its name tells apart needs no second one.
        Content::Map(map) => {
            for (key, value) in map {
                let is_value = item_name(map).is_some() && ["Value", "ValueFrom"].contains(&key.as_str());
                let tells = !is_value && !function::is_function(key.as_str());
                walk(value, if tells { key.as_str() } else { label }, found);
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
