//! E1154: a text that is no id of a subnet.

use crate::check::engine::{Rule, RuleKind, Subject, Values};
use crate::check::rules::schema::ids;
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;

pub(crate) const RULE: Rule = Rule {
    code: "E1154",
    severity: Severity::Error,
    what: "Finds a value that is not a subnet id where one is expected.",
    why: "The service refuses it.",
    example: "\"Subnets\": [\"public-a\"]",
    fix: "write the id, or refer to a resource or parameter that has it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html",
    kind: RuleKind::Value(Values::With(Keywords::of(&["format"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    ids::validate(rule, subject, "AWS::EC2::Subnet.Id")
}
