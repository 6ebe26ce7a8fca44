//! Values as short texts for labels.

use crate::language::{Given, Made, Scope, Value};
use crate::template::{Content, Node, Template, function};

/// A value in one line, its functions readable: `${Role.Arn}`.
pub fn short(node: &Node) -> String {
    in_stack(node, None)
}

/// The same, with the stack's own name put in where the value asks for it.
pub fn in_stack(node: &Node, stack_name: Option<&str>) -> String {
    let Some((name, argument)) = function::call(node) else { return plain(node) };
    let text = match name {
        function::REF => argument.as_str().map(|id| format!("${{{id}}}")),
        function::GET_ATT => function::get_att_target(argument).map(|(id, attribute)| format!("${{{id}.{attribute}}}")),
        function::SUB => function::sub_parts(argument).0.map(str::to_owned),
        function::IMPORT_VALUE => Some(in_stack(argument, stack_name)),
        function::JOIN => joined(argument, stack_name),
        _ => None,
    };
    let text = text.unwrap_or_else(|| plain(node));
    match stack_name {
        Some(stack_name) => text.replace("${AWS::StackName}", stack_name),
        None => text,
    }
}

fn joined(argument: &Node, stack_name: Option<&str>) -> Option<String> {
    let [delimiter, items] = argument.as_list()? else { return None };
    let items: Vec<String> = items.as_list()?.iter().map(|item| in_stack(item, stack_name)).collect();
    Some(items.join(delimiter.as_str()?))
}

fn plain(node: &Node) -> String {
    match &node.content {
        Content::Text(text) => text.to_string(),
        // A tree always has a JSON form.
        _ => serde_json::to_string(node).unwrap_or_default(),
    }
}

/// What a property can be, seen through functions: `443`, `80 or 8080`, `${Port}`.
pub fn seen(template: &Template, node: Option<&Node>) -> Option<String> {
    let node = node?;
    let mut texts: Vec<String> = Vec::new();
    let made = Made::new();
    let scope = Scope::new(template, Given::default(), &made);
    for case in scope.cases(node).iter() {
        let text = match case.value {
            Value::Known(node) => plain(node),
            Value::Absent => continue,
            Value::Unknown(_) => default_of(template, node).unwrap_or_else(|| short(node)),
        };
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    (!texts.is_empty()).then(|| texts.join(" or "))
}

/// The default of the parameter that a value refers to.
fn default_of(template: &Template, node: &Node) -> Option<String> {
    let (_, argument) = function::call(node).filter(|(name, _)| *name == function::REF)?;
    template.section("Parameters")?.get(argument.as_str()?)?.get("Default").map(plain)
}
