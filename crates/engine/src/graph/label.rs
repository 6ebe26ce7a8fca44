//! Values as short texts for labels.

use crate::language::read::property::Property;
use crate::language::stacks::Stack;
use crate::language::{Value, reference};
use crate::template::{Node, function};

/// What a property can be, seen through functions: `443`, `80 or 8080`, `${Port}`.
pub(super) fn seen<'a>(stack: &Stack<'a>, property: &Property<'a>) -> Option<String> {
    let mut texts: Vec<String> = Vec::new();
    for text in property.cases().iter().filter_map(|case| of_case(stack, case)) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    (!texts.is_empty()).then(|| texts.join(" or "))
}

/// One of the things that a property can be; nothing where it is left out.
pub(super) fn of_case<'a>(stack: &Stack<'a>, case: &Property<'a>) -> Option<String> {
    match case.value() {
        Value::Known(known) => Some(reference::as_text(known)),
        Value::Absent => None,
        Value::Unknown(_) => case.node().map(|node| default_of(stack, node).unwrap_or_else(|| stack.text(node))),
    }
}

/// The default of the parameter that a value refers to.
fn default_of(stack: &Stack<'_>, node: &Node) -> Option<String> {
    stack.scope.parameter(function::referred(node)?)?.get("Default").map(reference::as_text)
}
