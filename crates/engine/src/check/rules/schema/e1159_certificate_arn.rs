//! E1159: the ARN of something else than a certificate.

use crate::check::engine::{Rule, RuleKind, Subject, Values};
use crate::check::rules::schema::ids;
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;

pub(crate) const RULE: Rule = Rule {
    code: "E1159",
    severity: Severity::Error,
    what: "Finds the ARN of something else where that of a certificate is wanted.",
    why: "The service refuses it.",
    example: "arn:aws:iam::123456789012:role/app",
    fix: "write the ARN of a certificate, or refer to a resource or parameter that has it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html",
    kind: RuleKind::Value(Values::With(Keywords::of(&["format"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    ids::validate(rule, subject, "AWS::ACM::Certificate.Arn")
}
