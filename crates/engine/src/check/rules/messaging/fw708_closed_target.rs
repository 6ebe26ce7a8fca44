//! FW708: a queue or topic that no policy lets its sender write to.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::senders::{Sender, TO_ANY};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW708",
    severity: Severity::Warning,
    what: "Finds a queue or topic that a bucket, a topic or a rule of EventBridge is to send to, and that no policy of the template is about.",
    why: "Without a policy only the account itself may send: S3 refuses to be set up (`Unable to validate the following destination configurations`), the others lose their messages without a word.",
    example: "A subscription of a topic with the ARN of a queue, and no `AWS::SQS::QueuePolicy`",
    fix: "add an `AWS::SQS::QueuePolicy` or `AWS::SNS::TopicPolicy` that allows the service to send, with the ARN of the sender in `aws:SourceArn`",
    link: "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html",
    kind: RuleKind::Template(run),
};

/// What sends to queues and topics only.
pub(super) const SENDERS: [Sender; 2] = [
    Sender {
        kind: "AWS::S3::Bucket",
        way: &["NotificationConfiguration", "QueueConfigurations", "*", "Queue"],
        role: "",
        service: "s3",
    },
    Sender {
        kind: "AWS::S3::Bucket",
        way: &["NotificationConfiguration", "TopicConfigurations", "*", "Topic"],
        role: "",
        service: "s3",
    },
];

/// What is sent to, and the policies that open it: each with the property that names it.
const TARGETS: [(&str, [(&str, &str); 2]); 2] = [
    ("AWS::SQS::Queue", [("AWS::SQS::QueuePolicy", "Queues"), ("AWS::SQS::QueueInlinePolicy", "Queue")]),
    ("AWS::SNS::Topic", [("AWS::SNS::TopicPolicy", "Topics"), ("AWS::SNS::TopicInlinePolicy", "TopicArn")]),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    if context.uses().is_rewritten {
        return;
    }
    for sender in SENDERS.iter().chain(&TO_ANY) {
        for (holder, property) in sender.targets(scope) {
            let found = TARGETS.iter().find_map(|(kind, policies)| Some((property.owner_of(kind)?, policies)));
            let Some((target, policies)) = found else { continue };
            // What a policy is about may be known only at the deployment.
            let mut about = policies.iter().flat_map(|(kind, name)| {
                resource::of_type(scope, kind).into_iter().flat_map(|policy| policy.properties.get(name).every_entry())
            });
            if about.any(|entry| entry.leads_to(target.id) || entry.target().is_none() && entry.text().is_none()) {
                continue;
            }
            let message =
                format!("`{}` is to send to `{}`, and no policy lets `{}.amazonaws.com`", holder.id, target.id, sender.service);
            property.report(context, rule.finding(message).help(rule.fix).related(target.location, "the target"));
        }
    }
}
