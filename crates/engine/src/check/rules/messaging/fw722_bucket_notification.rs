//! FW722: notifications of a bucket that S3 refuses.

use super::is_fifo;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW722",
    severity: Severity::Error,
    what: "Finds two notifications of a bucket for the same event whose prefixes and suffixes overlap, and one that goes to a FIFO queue or topic.",
    why: "S3 refuses the bucket: `Configurations overlap`, `Unable to validate the following destination configurations`.",
    example: "`s3:ObjectCreated:*` and `s3:ObjectCreated:Put`, both without a filter",
    fix: "tell them apart by prefixes or suffixes, or send one to a topic that has several subscribers; use standard queues and topics",
    link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html",
    kind: RuleKind::Template(run),
};

/// Where a bucket has its notifications, and the keys of what they go to.
const LISTS: [(&str, &str); 3] =
    [("LambdaConfigurations", "Function"), ("QueueConfigurations", "Queue"), ("TopicConfigurations", "Topic")];

/// What is FIFO where its flag says so.
const ORDERED: [(&str, &str); 2] = [("AWS::SNS::Topic", "FifoTopic"), ("AWS::SQS::Queue", "FifoQueue")];

/// What a notification is sent for, as far as all of it is known.
struct Filter {
    event: String,
    prefix: String,
    suffix: String,
}

fn run(rule: &Rule, context: &mut Context<'_>) {
    for bucket in resource::of_type(context.scope(), "AWS::S3::Bucket") {
        let mut known: Vec<(Filter, Property<'_>)> = Vec::new();
        for (list, key) in LISTS {
            for notification in bucket.properties.at(&["NotificationConfiguration", list]).every_item() {
                let to = notification.get(key);
                let ordered = ORDERED.iter().find_map(|(kind, flag)| {
                    to.owner_of(kind).filter(|found| is_fifo(&found.properties.get(flag)) == Some(true))
                });
                if let Some(ordered) = ordered {
                    let message = format!("`{}` is FIFO, and S3 sends no notifications to it", ordered.id);
                    to.report(context, rule.finding(message).help("use a standard one").related(ordered.location, "it"));
                }
                let Some(filter) = filter(&notification) else { continue };
                if let Some((_, first)) = known.iter().find(|(other, at)| other.overlaps(&filter) && at.coexists(&notification)) {
                    let message = format!("`{}` is notified of `{}` twice for the same keys", bucket.id, filter.event);
                    let help = "tell them apart by prefixes or suffixes, or send one to a topic with several subscribers";
                    notification
                        .get("Event")
                        .report(context, rule.finding(message).help(help).related(first.location(), "the first"));
                }
                known.push((filter, notification));
            }
        }
    }
}

fn filter(notification: &Property<'_>) -> Option<Filter> {
    let mut filter = Filter { event: notification.get("Event").text()?, prefix: String::new(), suffix: String::new() };
    for item in notification.at(&["Filter", "S3Key", "Rules"]).items()? {
        let value = item.get("Value").text()?;
        match item.get("Name").text()?.to_ascii_lowercase().as_str() {
            "prefix" => filter.prefix = value,
            "suffix" => filter.suffix = value,
            _ => return None,
        }
    }
    Some(filter)
}

impl Filter {
    /// Whether S3 would not know which of two applies to some object.
    fn overlaps(&self, other: &Filter) -> bool {
        let is_of = |all: &str, one: &str| all.strip_suffix('*').map_or(all == one, |begin| one.starts_with(begin));
        let begins = |one: &Filter, other: &Filter| one.prefix.starts_with(&other.prefix);
        let ends = |one: &Filter, other: &Filter| one.suffix.ends_with(&other.suffix);
        (is_of(&self.event, &other.event) || is_of(&other.event, &self.event))
            && (begins(self, other) || begins(other, self))
            && (ends(self, other) || ends(other, self))
    }
}
