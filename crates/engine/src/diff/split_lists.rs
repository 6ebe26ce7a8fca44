//! Parameters that are a text on one side and a list on the other: what a stack keeps of them is the same list, split by hand or not.

use super::alike::alike;
use super::processed::Processed;
use crate::template::{Content, Key, Node, function};

/// Whether two values are the same but for where a parameter's text is split at its commas: in the template, or by CloudFormation.
pub(super) fn are_same(sides: [&Processed<'_>; 2], one: &Node, other: &Node) -> bool {
    let [before, after] = sides;
    match (&one.content, &other.content) {
        _ if alike(one, other) => true,
        (Content::List(left), Content::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(one, other)| are_same(sides, one, other))
        }
        (Content::Map(_), Content::Map(_)) if is_split(before, one, after, other) || is_split(after, other, before, one) => true,
        (Content::Map(left), Content::Map(right)) => {
            let in_right = |(key, node): (&Key, &Node)| right.get(key.as_str()).is_some_and(|other| are_same(sides, node, other));
            left.len() == right.len() && left.iter().all(in_right)
        }
        _ => false,
    }
}

/// Whether one value splits the text that a parameter is on its side, and the other one is the list that it is there.
fn is_split(side: &Processed<'_>, one: &Node, there: &Processed<'_>, other: &Node) -> bool {
    let Some((function::SPLIT, arguments)) = function::call(one) else { return false };
    let Some([delimiter, text]) = arguments.as_list() else { return false };
    let (Some(name), Some(listed)) = (function::referred(text), function::referred(other)) else { return false };
    let kind = |side: &Processed<'_>| side.scope.parameter(name)?.get("Type")?.as_str().map(str::to_owned);
    let is_list = |kind: Option<String>| kind.is_some_and(|kind| kind.starts_with(IDS));
    name == listed && delimiter.as_str() == Some(",") && kind(side).as_deref() == Some("String") && is_list(kind(there))
}

/// Lists of what AWS names, in which no name has a space. CloudFormation trims the items of a `CommaDelimitedList`, and `Fn::Split` does not:
/// `a, b` is another list there.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>
const IDS: &str = "List<AWS::";
