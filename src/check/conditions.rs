//! The functions that decide, in the section `Conditions`.

use super::context::{Context, Found};
use super::rule::Rule;
use crate::template::{Content, Node, function};

const DECIDING: [&str; 5] = ["Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals", function::CONDITION];

/// Whether a node is a function that yields true or false.
pub fn is_condition(node: &Node) -> bool {
    function::call(node).is_some_and(|(name, _)| DECIDING.contains(&name) || name == function::TRANSFORM)
}

/// Finds uses of a function in the conditions with too few or too many operands, or with operands that decide nothing.
pub fn check_operands(rule: &Rule, context: &mut Context<'_>, function: &str, least: usize, most: usize) {
    if context.uses().is_rewritten {
        return;
    }
    let mut found: Vec<Found> = Vec::new();
    context.calls(&mut |name, argument, visit| {
        if name != function || visit.section() != "Conditions" {
            return;
        }
        let Some(operands) = argument.as_list() else {
            // What has null in it is `E0000`.
            if argument.content != Content::Null && function::call(argument).is_none() {
                found.push((rule.finding(format!("`{function}` takes a list")).help(rule.fix), visit.place, visit.path()));
            }
            return;
        };
        if operands.len() < least || operands.len() > most {
            let wanted = match (least, most) {
                (1, 1) => "1 operand".to_owned(),
                _ if least == most => format!("{least} operands"),
                _ => format!("{least} to {most} operands"),
            };
            let message = format!("`{function}` takes {wanted}, and this has {}", operands.len());
            found.push((rule.finding(message).help(rule.fix), visit.place, visit.path()));
        }
        for operand in operands.iter().filter(|operand| operand.content != Content::Null) {
            let is_right = match function {
                "Fn::Equals" => is_value(operand),
                _ => is_condition(operand),
            };
            if !is_right {
                let what = if function == "Fn::Equals" { "cannot be compared" } else { "is no condition" };
                let message = format!("an operand of `{function}` {what}");
                found.push((rule.finding(message).help(rule.fix), operand.place.or(visit.place), visit.path()));
            }
        }
    });
    context.report_all(found);
}

/// Whether an operand may be compared: text, or a function. Which function it may be depends on the transforms.
fn is_value(node: &Node) -> bool {
    !matches!(node.content, Content::List(_)) && (node.as_map().is_none() || function::call(node).is_some())
}
