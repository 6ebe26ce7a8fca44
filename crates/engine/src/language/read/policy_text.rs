//! Policies that are written as JSON text, where CloudFormation makes a map of them: a block of YAML, often within `Fn::Sub`.

use crate::language::Scope;
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

/// The document that a text is, as far as it is known, with what `Fn::Sub` puts into its texts; nothing for another value, and where what
/// is put in is more than a text.
pub(crate) fn document<'a>(scope: &Scope<'a>, node: &'a Node) -> Option<&'a Node> {
    let (text, is_put_together) = match function::call(node) {
        Some((function::SUB, argument)) => (argument.as_str()?, true),
        Some(_) => return None,
        None => (node.as_str()?, false),
    };
    let text = text.trim_start();
    if !text.starts_with('{') || !scope.spend(text.len() / 16) {
        return None;
    }
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let read = with_calls(Node::from(value), is_put_together)?;
    scope.reduce(scope.make(read.at(node.location)))
}

/// The same, where each text with variables is the call that makes it. What looks like a call in a text is none.
fn with_calls(node: Node, is_put_together: bool) -> Option<Node> {
    let has_variables = |text: &str| is_put_together && text.contains("${");
    let content = match node.content {
        Content::Text(text) if has_variables(&text) => return Some(Node::call(function::SUB, Node::text(text))),
        Content::List(items) => {
            Content::List(items.into_iter().map(|item| with_calls(item, is_put_together)).collect::<Option<_>>()?)
        }
        Content::Map(map) => {
            let is_known = |key: &str| !function::is_function(key) && !has_variables(key);
            let entries = map.into_iter().map(|(key, value)| {
                is_known(key.as_str()).then_some(())?;
                Some((key, with_calls(value, is_put_together)?))
            });
            Content::Map(entries.collect::<Option<_>>()?)
        }
        other => other,
    };
    Some(Node { content, ..node })
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
            let entry = |value: &'a Node, key: &str| match document(scope, value).filter(|_| is_policy(key)) {
                Some(document) => document.clone(),
                None => with_documents(scope, value),
            };
            Content::Map(map.iter().map(|(key, value)| (key.clone(), entry(value, key.as_str()))).collect())
        }
        other => other.clone(),
    };
    Node { content, ..node.clone() }
}
