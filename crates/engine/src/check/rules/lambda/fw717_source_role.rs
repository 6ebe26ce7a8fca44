//! FW717: a function whose role cannot read what it is to be called for.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::{arn, resource, role};

pub(crate) const RULE: Rule = Rule {
    code: "FW717",
    severity: Severity::Warning,
    what: "Finds a function with a queue, a Kinesis stream or the stream of a table as event source, whose role is in the template and has no policy that allows to read it.",
    why: "Lambda refuses the event source: `The provided execution role does not have permissions to call ReceiveMessage on SQS`.",
    example: "An event source `!GetAtt Queue.Arn` of a function whose role has `AWSLambdaBasicExecutionRole` alone",
    fix: "attach `AWSLambdaSQSQueueExecutionRole` (`AWSLambdaKinesisExecutionRole`, `AWSLambdaDynamoDBExecutionRole`), or allow the actions",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html",
    kind: RuleKind::Template(run),
};

/// The types of event sources, their services, and an action that reads them.
const SOURCES: [(&str, &str, &str); 3] = [
    ("AWS::SQS::Queue", "sqs", "sqs:ReceiveMessage"),
    ("AWS::Kinesis::Stream", "kinesis", "kinesis:GetRecords"),
    ("AWS::DynamoDB::Table", "dynamodb", "dynamodb:GetRecords"),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for mapping in resource::of_type(context.scope(), "AWS::Lambda::EventSourceMapping") {
        let source = mapping.properties.get("EventSourceArn");
        let function = mapping.properties.get("FunctionName").owner_of("AWS::Lambda::Function");
        let role = function.as_ref().and_then(|function| role::of(&function.properties.get("Role")));
        let (Some(role), Some(action)) = (role, needed(&source)) else { continue };
        if role::surely_lacks(&role, action) {
            let message = format!("the role `{}` cannot read the event source: no policy allows `{action}`", role.id);
            source.report(context, rule.finding(message).help(rule.fix).related(role.location, "the role"));
        }
    }
}

/// The action that reading an event source needs.
fn needed(source: &Property<'_>) -> Option<&'static str> {
    let service = arn::of(source).map(|arn| arn.service);
    let is_it = |(kind, name, _): &&(&str, &str, &str)| service.as_deref() == Some(*name) || source.owner_of(kind).is_some();
    SOURCES.iter().find(is_it).map(|(_, _, action)| *action)
}
