//! Values as short texts for labels.

use crate::language::stacks::Stack;
use crate::language::{Value, reference};
use crate::template::{Node, function};

/// What a property can be, seen through functions: `443`, `80 or 8080`, `${Port}`.
pub(super) fn seen<'a>(stack: &Stack<'a>, node: Option<&'a Node>) -> Option<String> {
    let node = node?;
    let mut texts: Vec<String> = Vec::new();
    for case in stack.scope.cases(node).iter() {
        let text = match case.value {
            Value::Known(known) => reference::as_text(known),
            Value::Absent => continue,
            Value::Unknown(_) => default_of(stack, node).unwrap_or_else(|| stack.text(node)),
        };
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    (!texts.is_empty()).then(|| texts.join(" or "))
}

/// The default of the parameter that a value refers to.
fn default_of(stack: &Stack<'_>, node: &Node) -> Option<String> {
    let (_, argument) = function::call(node).filter(|(name, _)| *name == function::REF)?;
    stack.scope.parameter(argument.as_str()?)?.get("Default").map(reference::as_text)
}
