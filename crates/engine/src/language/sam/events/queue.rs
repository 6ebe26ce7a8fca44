//! The queue for what could not be delivered, which events may have made for them.

use super::super::build;
use super::super::event::Event;
use super::super::made::MadeResource;
use crate::template::Node;

/// The ARN of an event's dead-letter queue, and the queue if it is made.
pub(super) fn of(event: &Event<'_>) -> (Option<Node>, Option<MadeResource>) {
    let Some(config) = event.property("DeadLetterConfig") else { return (None, None) };
    if let Some(arn) = build::present(config, "Arn") {
        return (Some(arn.clone()), None);
    }
    if build::present(config, "Type").and_then(Node::as_str) != Some("SQS") {
        return (Some(build::opaque(config)), None);
    }
    let id = match build::present(config, "QueueLogicalId").and_then(Node::as_str) {
        Some(id) => id.to_owned(),
        None => format!("{}Queue", event.id),
    };
    let arn = build::attribute(&id, "Arn");
    (Some(arn), Some(MadeResource::beside(&event.owner, id, "AWS::SQS::Queue").at(event.location)))
}

/// The policy that lets a rule send to the queue.
pub(super) fn policy(event: &Event<'_>, queue: &MadeResource, rule_arn: Node) -> MadeResource {
    let statement = build::map([
        ("Effect", build::text("Allow")),
        ("Principal", build::map([("Service", build::text("events.amazonaws.com"))])),
        ("Action", build::text("sqs:SendMessage")),
        ("Resource", build::attribute(&queue.id, "Arn")),
        ("Condition", build::map([("ArnEquals", build::map([("aws:SourceArn", rule_arn)]))])),
    ]);
    let document = [("Version", build::text("2012-10-17")), ("Statement", build::list([statement]))];
    event
        .beside("QueuePolicy", "AWS::SQS::QueuePolicy")
        .set("PolicyDocument", build::map(document))
        .set("Queues", build::list([build::reference(&queue.id)]))
}
