//! Values as short texts for labels.

use super::model::bounded;
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
        Value::Known(known) => Some(bounded(&reference::as_text(known)).into_owned()),
        Value::Absent => None,
        Value::Unknown(_) => {
            let text = |node| block(stack, node).unwrap_or_else(|| with_default(stack, node));
            case.node().map(|node| bounded(&text(node)).into_owned())
        }
    }
}

/// A value, or the default of the parameter that it is.
fn with_default<'a>(stack: &Stack<'a>, node: &'a Node) -> String {
    default_of(stack, node).unwrap_or_else(|| stack.text(node))
}

/// The block that `Fn::Select` takes of `Fn::Cidr`: counted where the network's own block or the parameter's default is known, else by its
/// number.
fn block<'a>(stack: &Stack<'a>, node: &'a Node) -> Option<String> {
    let (function::SELECT, argument) = function::call(node)? else { return None };
    let [index, list] = argument.as_list()? else { return None };
    let (function::CIDR, arguments) = function::call(list)? else { return None };
    let (whole, sizes) = arguments.as_list()?.split_first()?;
    let network = block_of_network(stack, whole).unwrap_or(whole);
    let known = with_default(stack, network);
    let arguments = std::iter::once(Node::text(known.clone())).chain(sizes.iter().cloned());
    let list = Node::call(function::CIDR, Node::list(arguments));
    let counted = stack.scope.make(Node::call(function::SELECT, Node::list([index.clone(), list])));
    let number = || Some(index.scalar()?.parse::<usize>().ok()?.saturating_add(1));
    stack.scope.text(counted).or_else(|| Some(format!("block {} of {known}", number()?)))
}

/// What a VPC has as its block, where a value is the attribute of it.
fn block_of_network<'a>(stack: &Stack<'a>, node: &'a Node) -> Option<&'a Node> {
    let (function::GET_ATT, argument) = function::call(node)? else { return None };
    let (id, "CidrBlock") = function::get_att_target(argument)? else { return None };
    stack.resource(id)?.node.at_path(&["Properties", "CidrBlock"])
}

/// The default of the parameter that a value refers to.
fn default_of(stack: &Stack<'_>, node: &Node) -> Option<String> {
    stack.scope.parameter(function::referred(node)?)?.get("Default").map(reference::as_text)
}
