//! Who may call a function: what `AWS::Lambda::Permission` says in properties is a statement of the function's policy.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html>

use crate::template::{Node, function};

/// The properties that are conditions of the statement, each with its operator and key.
const CONDITIONS: [(&str, &str, &str); 6] = [
    ("EventSourceToken", "StringEquals", "lambda:EventSourceToken"),
    ("SourceArn", "ArnLike", "AWS:SourceArn"),
    ("SourceAccount", "StringEquals", "AWS:SourceAccount"),
    ("PrincipalOrgID", "StringEquals", "aws:PrincipalOrgID"),
    ("FunctionUrlAuthType", "StringEquals", "lambda:FunctionUrlAuthType"),
    ("InvokedViaFunctionUrl", "Bool", "lambda:InvokedViaFunctionUrl"),
];

/// The policy document that such properties add. A service that calls for a source or an account that is named lets nobody else in, so
/// that is left out: it is how events reach a function.
pub(crate) fn document(properties: &Node) -> Option<Node> {
    let (action, function, principal) =
        (properties.get("Action")?, properties.get("FunctionName")?, properties.get("Principal")?);
    let text = function::substituted(principal).or(principal.as_str());
    let is_service =
        text.is_some_and(|text| [".amazonaws.com", ".amazon.com", "${AWS::URLSuffix}"].iter().any(|host| text.contains(host)));
    if is_service && ["EventSourceToken", "SourceArn", "SourceAccount"].iter().any(|source| properties.get(source).is_some()) {
        return None;
    }
    let principal = match text {
        Some("*") => Node::text("*"),
        _ => Node::map([(if is_service { "Service" } else { "AWS" }, principal.clone())]),
    };
    let operators = ["ArnLike", "Bool", "StringEquals"].into_iter().filter_map(|operator| {
        let keys = CONDITIONS.iter().filter(|(_, of, _)| *of == operator);
        let keys: Vec<(&str, Node)> = keys.filter_map(|(name, _, key)| Some((*key, properties.get(name)?.clone()))).collect();
        (!keys.is_empty()).then(|| (operator, Node::map(keys)))
    });
    let statement = Node::map([
        ("Effect", Node::text("Allow")),
        ("Action", action.clone()),
        ("Resource", function.clone()),
        ("Principal", principal),
        ("Condition", Node::map(operators.collect::<Vec<(&str, Node)>>())),
    ]);
    Some(Node::map([("Statement", Node::list([statement]))]))
}
