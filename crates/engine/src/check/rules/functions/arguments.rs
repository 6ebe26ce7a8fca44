//! The forms of the arguments of intrinsic functions, as far as they show without knowing what other functions yield.

use crate::check::engine::{Rule, Visit};
use crate::diagnostic::Diagnostic;
use crate::template::{Content, Node, counted, function};

/// What stands at one place of an argument. Another function may stand at each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A text, or a number or flag that is turned into one.
    Text,
    /// A literal text: CloudFormation takes no function here.
    Literal,
    /// A whole number from 0, or a text of digits.
    Count,
    /// A list.
    List,
    /// Anything.
    Any,
}

/// The form of a function's argument.
pub(crate) enum Form {
    /// One value.
    One(Part),
    /// A list of values, of which the last may be left out where `least` says so.
    Several {
        /// What stands at each place.
        parts: &'static [Part],
        /// How many there are at least.
        least: usize,
    },
}

/// Checks each call of a function by the form of its argument.
pub(crate) fn validate(rule: &Rule, visit: &Visit<'_, '_>, name: &str, form: &Form) -> Vec<Diagnostic> {
    match function::call(visit.node) {
        Some((called, argument)) if called == name => {
            fault(name, form, argument).map(|message| rule.finding(message).help(rule.fix)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn fault(name: &str, form: &Form, argument: &Node) -> Option<String> {
    let (parts, least) = match form {
        Form::One(part) => return part_fault(name, *part, argument),
        Form::Several { parts, least } => (*parts, *least),
    };
    // A function that yields the whole list is refused by CloudFormation, but `Fn::Transform` and loops may stand anywhere.
    let Some(items) = argument.as_list() else {
        return (!is_call(argument))
            .then(|| format!("`{name}`: expected a list of {}, found {}", count(parts, least), kind(argument)));
    };
    if items.len() < least || items.len() > parts.len() {
        return Some(format!("`{name}`: expected {}, found {}", count(parts, least), items.len()));
    }
    parts.iter().zip(items).find_map(|(part, item)| part_fault(name, *part, item))
}

fn count(parts: &[Part], least: usize) -> String {
    match parts.len() {
        most if most == least => counted(most, "value"),
        most => format!("{least} to {most} values"),
    }
}

fn part_fault(name: &str, part: Part, node: &Node) -> Option<String> {
    let wanted = match part {
        Part::Any => return None,
        Part::Literal if matches!(node.content, Content::Text(_) | Content::Number(_)) => return None,
        Part::Literal => "a literal string",
        _ if is_call(node) => return None,
        Part::Text if matches!(node.content, Content::Text(_) | Content::Number(_) | Content::Bool(_)) => return None,
        Part::Text => "a string",
        Part::Count if is_count(node) => return None,
        Part::Count => "a whole number, 0 or more",
        Part::List if matches!(node.content, Content::List(_)) => return None,
        Part::List => "a list",
    };
    Some(format!("`{name}`: expected {wanted} here, found {}", kind(node)))
}

fn is_count(node: &Node) -> bool {
    match &node.content {
        Content::Number(number) => number.as_u64().is_some(),
        Content::Text(text) => text.parse::<u64>().is_ok(),
        _ => false,
    }
}

/// Whether a node is a function, or has one among other entries.
fn is_call(node: &Node) -> bool {
    let keys = node.as_map().into_iter().flat_map(|map| map.keys());
    function::call(node).is_some() || keys.into_iter().any(|key| function::is_function(key.as_str()))
}

fn kind(node: &Node) -> String {
    match &node.content {
        Content::Null => "nothing".to_owned(),
        Content::Bool(flag) => format!("`{flag}`"),
        Content::Number(number) => format!("`{number}`"),
        Content::Text(text) => format!("`{text}`"),
        Content::List(_) => "a list".to_owned(),
        Content::Map(_) if is_call(node) => "a function".to_owned(),
        Content::Map(_) => "a map".to_owned(),
    }
}
