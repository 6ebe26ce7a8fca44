//! E1158: the ARN of something else than a topic.

use crate::check::engine::{Rule, RuleKind, Subject, Values};
use crate::check::rules::schema::ids;
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;

pub(crate) const RULE: Rule = Rule {
    code: "E1158",
    severity: Severity::Error,
    what: "Finds the ARN of something else where that of a topic is wanted.",
    why: "The service refuses it.",
    example: "arn:aws:sqs:us-east-1:123456789012:a",
    fix: "write the ARN of a topic, or refer to a resource or parameter that has it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html",
    kind: RuleKind::Value(Values::With(Keywords::of(&["format"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    ids::validate(rule, subject, "AWS::SNS::Topic.Arn")
}
