//! W3694: a subscription whose endpoint is of another kind than its protocol.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "W3694",
    severity: Severity::Warning,
    what: "Finds a subscription with a protocol whose endpoint is something else: `sqs` with a function, `lambda` with a queue.",
    why: "SNS refuses the subscription, or never delivers.",
    example: "\"Protocol\": \"lambda\" with the ARN of a queue",
    fix: "use the protocol of the endpoint",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html",
    kind: RuleKind::Template(run),
};

/// The protocols whose endpoint is the ARN of a resource of the service that they are named after, and its type.
const PROTOCOLS: [(&str, &str); 3] =
    [("firehose", "AWS::KinesisFirehose::DeliveryStream"), ("lambda", "AWS::Lambda::Function"), ("sqs", "AWS::SQS::Queue")];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for subscription in resource::of_type(scope, "AWS::SNS::Subscription") {
        check(rule, context, &subscription.properties);
    }
    for topic in resource::of_type(scope, "AWS::SNS::Topic") {
        for subscription in topic.properties.get("Subscription").items().unwrap_or_default() {
            check(rule, context, &subscription);
        }
    }
}

fn check(rule: &Rule, context: &mut Context<'_>, subscription: &Property<'_>) {
    let (protocol, endpoint) = (subscription.get("Protocol"), subscription.get("Endpoint"));
    let Some(given) = protocol.text() else { return };
    let Some((service, _)) = PROTOCOLS.iter().find(|(service, _)| *service == given) else { return };
    let found = match owner(&endpoint) {
        Some((owner, of)) if of != *service => format!("`{}`, a {}", owner.id, owner.kind),
        Some(_) => return,
        None => match endpoint.text() {
            Some(arn) if arn.split(':').nth(2) != Some(service) => format!("`{arn}`"),
            _ => return,
        },
    };
    let message = format!("expected the ARN that the protocol `{given}` delivers to, found {found}");
    endpoint.report(context, rule.finding(message).help(rule.fix));
}

/// The resource of one of these types that an endpoint is, and its service. Another type may have any attribute.
fn owner<'a>(endpoint: &Property<'a>) -> Option<(Resource<'a>, &'static str)> {
    PROTOCOLS.iter().find_map(|(service, kind)| Some((endpoint.owner_of(kind)?, *service)))
}
