//! E1160: the ARN of something else than a Lambda function.

use crate::check::engine::{Rule, RuleKind, Subject, Values};
use crate::check::rules::schema::ids;
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;

pub(crate) const RULE: Rule = Rule {
    code: "E1160",
    severity: Severity::Error,
    what: "Finds the ARN of something else where that of a Lambda function is wanted.",
    why: "The service refuses it.",
    example: "arn:aws:sns:eu-west-1:123456789012:alarms",
    fix: "write the ARN of a function, or refer to a resource or parameter that has it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html",
    kind: RuleKind::Value(Values::With(Keywords::of(&["format"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    ids::validate(rule, subject, "AWS::Lambda::Function.Arn")
}
