//! Who refers to whom, through what; and the names under which stacks export and import.

use super::scope::Scope;
use crate::template::{Key, Map, Node, function};

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
    let outputs = scope.template().section("Outputs").into_iter().flatten();
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

/// The name of an export, as messages show it: its text, or the text with what is unknown as variables.
pub(crate) fn shown_name(name: &Node) -> String {
    match function::call(name) {
        Some((function::SUB, argument)) => argument.as_str().map(str::to_owned),
        Some((function::REF, argument)) => argument.as_str().map(crate::template::substitution::variable),
        _ => name.scalar(),
    }
    // A tree always has a JSON form.
    .unwrap_or_else(|| serde_json::to_string(name).unwrap_or_default())
}

/// The elements of the template that a map of conditions, resources or outputs has, without those that functions make.
pub(crate) fn elements(map: &Map) -> impl Iterator<Item = (&Key, &Node)> {
    map.iter().filter(|(key, _)| !key.as_str().starts_with("Fn::"))
}
