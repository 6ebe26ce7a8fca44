//! Policies that are written as JSON text, where CloudFormation makes a map of them: a block of YAML, often within `Fn::Sub`.

use crate::language::{Piece, Scope};
use crate::template::{Content, Node, function};

/// The properties that hold policies, wherever they stand in a resource. The pages of the types say that they are JSON.
const POLICIES: [&str; 7] = [
    "AccessPolicies",
    "AssumeRolePolicyDocument",
    "InlinePolicy",
    "KeyPolicy",
    "PolicyDocument",
    "RepositoryPolicyText",
    "ResourcePolicy",
];

/// Whether a property holds a policy.
pub(crate) fn is_policy(property: &str) -> bool {
    POLICIES.contains(&property)
}

/// What stands around the place of a call in a text that is read: no text has these letters, which nobody may use for anything.
const PLACE: [char; 2] = ['\u{E000}', '\u{E001}'];

/// The document that a text is, as far as it is known, with what functions put into its texts; nothing for another value, and where what
/// is put in is more than a text.
pub(crate) fn document<'a>(scope: &Scope<'a>, node: &'a Node) -> Option<&'a Node> {
    let is_text = match function::call(node) {
        Some((name, _)) => [function::SUB, function::JOIN].contains(&name),
        None => node.as_str().is_some_and(|text| text.trim_start().starts_with('{')),
    };
    let parts = scope.parts(node).filter(|_| is_text)?;
    let (mut text, mut calls) = (String::new(), Vec::new());
    for part in parts {
        match part {
            Piece::Text(known) if known.contains(PLACE) => return None,
            Piece::Text(known) => text.push_str(&known),
            Piece::Call(call) => {
                text.push_str(&format!("{}{}{}", PLACE[0], calls.len(), PLACE[1]));
                calls.push(call);
            }
        }
    }
    let text = text.trim_start();
    if !text.starts_with('{') || !scope.spend(text.len() / 16) {
        return None;
    }
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let read = with_calls(Node::from(value), &calls)?;
    scope.reduce(scope.make(read.at(node.location)))
}

/// The same with the calls in their places. What looks like a call in a text is none.
fn with_calls(node: Node, calls: &[&Node]) -> Option<Node> {
    let content = match node.content {
        Content::Text(text) if text.contains(PLACE) => return put_in(&text, calls),
        Content::List(items) => Content::List(items.into_iter().map(|item| with_calls(item, calls)).collect::<Option<_>>()?),
        Content::Map(map) => {
            let is_known = |key: &str| !function::is_function(key) && !key.contains(PLACE);
            let entries = map.into_iter().map(|(key, value)| {
                is_known(key.as_str()).then_some(())?;
                Some((key, with_calls(value, calls)?))
            });
            Content::Map(entries.collect::<Option<_>>()?)
        }
        other => other,
    };
    Some(Node { content, ..node })
}

/// The call that makes a text with calls in it.
fn put_in(text: &str, calls: &[&Node]) -> Option<Node> {
    let mut parts = text.split(PLACE[0]);
    let mut items = vec![Node::text(parts.next()?.to_owned())];
    for part in parts {
        let (index, rest) = part.split_once(PLACE[1])?;
        items.push((*calls.get(index.parse::<usize>().ok()?)?).clone());
        items.push(Node::text(rest.to_owned()));
    }
    Some(Node::call(function::JOIN, Node::list([Node::text(""), Node::list(items)])))
}

/// Properties in which each policy that is written as a text is the document that it is.
pub(crate) fn read<'a>(scope: &Scope<'a>, properties: &'a Node) -> &'a Node {
    let mut is_any = false;
    properties.walk(&mut |node| {
        let mut entries = node.as_map().into_iter().flatten();
        is_any |= entries.any(|(key, value)| is_policy(key.as_str()) && document(scope, value).is_some());
    });
    if is_any { scope.make(with_documents(scope, properties)) } else { properties }
}

fn with_documents<'a>(scope: &Scope<'a>, node: &'a Node) -> Node {
    let content = match &node.content {
        Content::List(items) => Content::List(items.iter().map(|item| with_documents(scope, item)).collect()),
        Content::Map(map) => {
            let entry = |value: &'a Node, key: &str| match is_policy(key).then(|| document(scope, value)).flatten() {
                Some(document) => document.clone(),
                None => with_documents(scope, value),
            };
            Content::Map(map.iter().map(|(key, value)| (key.clone(), entry(value, key.as_str()))).collect())
        }
        other => other.clone(),
    };
    node.with_content(content)
}
