//! FW710: a subscription that a topic of its kind does not take.

use super::is_fifo;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW710",
    severity: Severity::Error,
    what: "Finds a FIFO queue that is subscribed to a standard topic, and a FIFO topic that is to send e-mail, SMS, HTTP or messages to apps.",
    why: "SNS refuses the subscription: `FIFO SQS Queues can not be subscribed to standard SNS topics`.",
    example: "`Protocol: email` for a topic with `FifoTopic: true`",
    fix: "make the topic and the queue of one kind; send other messages from a standard topic",
    link: "https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html",
    kind: RuleKind::Template(run),
};

const TOPIC: &str = "AWS::SNS::Topic";
/// What a FIFO topic sends nothing to.
const REFUSED: [&str; 6] = ["application", "email", "email-json", "http", "https", "sms"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut subscriptions: Vec<(Resource<'_>, Property<'_>)> = Vec::new();
    for subscription in resource::of_type(scope, "AWS::SNS::Subscription") {
        if let Some(topic) = subscription.properties.get("TopicArn").target_of(TOPIC) {
            subscriptions.push((topic, subscription.properties));
        }
    }
    for topic in resource::of_type(scope, TOPIC) {
        let own = topic.properties.get("Subscription").every_item();
        subscriptions.extend(own.into_iter().map(|subscription| (topic.clone(), subscription)));
    }
    for (topic, subscription) in subscriptions {
        let (protocol, endpoint) = (subscription.get("Protocol"), subscription.get("Endpoint"));
        let queue = endpoint.owner_of("AWS::SQS::Queue");
        let is_queue_fifo = queue.as_ref().and_then(|queue| is_fifo(&queue.properties.get("FifoQueue")));
        let refused = protocol.text().filter(|protocol| REFUSED.contains(&protocol.as_str()));
        let (at, message) = match (is_fifo(&topic.properties.get("FifoTopic")), refused, is_queue_fifo) {
            (Some(true), Some(given), _) => (protocol, format!("the FIFO topic `{}` does not send to `{given}`", topic.id)),
            (Some(false), _, Some(true)) => {
                let queue = queue.map(|queue| queue.id).unwrap_or_default();
                (endpoint, format!("the FIFO queue `{queue}` cannot be subscribed to the standard topic `{}`", topic.id))
            }
            _ => continue,
        };
        at.report(context, rule.finding(message).help(rule.fix).related(topic.location, "the topic"));
    }
}
