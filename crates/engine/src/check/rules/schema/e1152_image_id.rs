//! E1152: a text that is no id of a machine image.

use crate::check::engine::{Rule, RuleKind, Subject, Values};
use crate::check::rules::schema::ids;
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;

pub(crate) const RULE: Rule = Rule {
    code: "E1152",
    severity: Severity::Error,
    what: "Finds a value that is not a machine image id where one is expected.",
    why: "The service refuses it.",
    example: "\"ImageId\": \"amazon-linux-2023\"",
    fix: "write the id, or let a parameter of type `AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>` find the newest",
    link: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/finding-an-ami.html",
    kind: RuleKind::Value(Values::With(Keywords::of(&["format"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    ids::validate(rule, subject, "AWS::EC2::Image.Id")
}
