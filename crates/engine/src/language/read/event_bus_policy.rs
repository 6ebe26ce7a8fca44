//! Who may put events on a bus: what `AWS::Events::EventBusPolicy` says in its older properties is a statement of the bus's policy.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html>

use crate::template::{Node, function};

/// What the bus is called that nobody names.
const DEFAULT: &str = "default";

/// The policy document that such properties add.
pub(crate) fn document(properties: &Node) -> Option<Node> {
    let (action, principal) = (properties.get("Action")?, properties.get("Principal")?);
    properties.get("StatementId").filter(|_| properties.get("FunctionName").is_none())?;
    let principal = match principal.as_str() {
        Some("*") => principal.clone(),
        _ => Node::map([("AWS", principal.clone())]),
    };
    let bus = properties.get("EventBusName").cloned().unwrap_or_else(|| Node::text(DEFAULT));
    let arn = "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${Bus}";
    let condition = properties.get("Condition").and_then(|condition| {
        let [operator, key, value] = ["Type", "Key", "Value"].map(|part| condition.get(part));
        Some(Node::map([(operator?.as_str()?.to_owned(), Node::map([(key?.as_str()?.to_owned(), value?.clone())]))]))
    });
    let statement = [
        ("Effect", Some(Node::text("Allow"))),
        ("Action", Some(action.clone())),
        ("Principal", Some(principal)),
        ("Resource", Some(Node::call(function::SUB, Node::list([Node::text(arn), Node::map([("Bus", bus)])])))),
        ("Condition", condition),
    ];
    let statement = Node::map(statement.into_iter().filter_map(|(name, node)| Some((name, node?))));
    Some(Node::map([("Statement", Node::list([statement]))]))
}
