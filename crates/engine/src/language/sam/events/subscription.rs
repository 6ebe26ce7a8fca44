//! `SNS`: a subscription to a topic, with a queue between if it is asked for.

use super::super::build;
use super::super::event::{Event, Invoked, Needs};
use super::super::made::MadeResource;
use super::{mapping, permission};
use crate::template::{Content, Node};

/// What a subscription makes.
pub(super) fn make(event: &Event<'_>, target: &Invoked, needs: &mut Needs) -> Vec<MadeResource> {
    let topic = event.property("Topic").cloned();
    let between = event.property("SqsSubscription").filter(|node| !build::is_false(Some(node)));
    let Some(between) = between else {
        let subscription = subscription(event, "lambda", target.arn.clone());
        return vec![permission::of(event, target, "sns.amazonaws.com", topic), subscription];
    };
    let own_queue = format!("{}Queue", event.id);
    let (arn, url, queue) = match &between.content {
        Content::Map(_) if build::is_plain_map(between) => {
            let given = |name| build::present(between, name).cloned().unwrap_or_else(|| build::opaque(between));
            (given("QueueArn"), given("QueueUrl"), None)
        }
        _ => {
            let made = event.beside("Queue", "AWS::SQS::Queue");
            (build::attribute(&own_queue, "Arn"), build::reference(&own_queue), Some(made))
        }
    };
    let policy_id = build::present(between, "QueuePolicyLogicalId").and_then(Node::as_str);
    let policy_id = policy_id.map_or_else(|| format!("{}QueuePolicy", event.id), str::to_owned);
    let policy = MadeResource::beside(&event.owner, policy_id, "AWS::SQS::QueuePolicy")
        .at(event.location)
        .set("PolicyDocument", document(topic, arn.clone()))
        .set("Queues", build::list([url]));
    needs.managed.push(build::managed_policy("service-role/AWSLambdaSQSQueueExecutionRole"));
    let made = [Some(mapping::of_queue(event, between, target, arn.clone())), queue, Some(policy)];
    made.into_iter().flatten().chain([subscription(event, "sqs", arn)]).collect()
}

fn subscription(event: &Event<'_>, protocol: &'static str, endpoint: Node) -> MadeResource {
    event
        .made("AWS::SNS::Subscription")
        .set("Protocol", build::text(protocol))
        .set("Endpoint", endpoint)
        .set("TopicArn", event.property("Topic").cloned())
        .copy(event.properties, &["Region", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy"])
}

fn document(topic: Option<Node>, queue: Node) -> Node {
    let condition = build::map([("ArnEquals", build::map([("aws:SourceArn", topic)]))]);
    let statement = build::map([
        ("Action", build::text("sqs:SendMessage")),
        ("Effect", build::text("Allow")),
        ("Principal", build::text("*")),
        ("Resource", queue),
        ("Condition", condition),
    ]);
    build::map([("Version", build::text("2012-10-17")), ("Statement", build::list([statement]))])
}
