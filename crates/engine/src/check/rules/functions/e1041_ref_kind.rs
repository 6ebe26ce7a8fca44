//! E1041: a `Ref` to something of another kind than its property takes.

use crate::check::engine::{Rule, RuleKind, Subject, Values};
use crate::check::rules::functions::kinds;
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) const RULE: Rule = Rule {
    code: "E1041",
    severity: Severity::Error,
    what: "Finds a `Ref` of the wrong kind: the property expects the id, name or ARN of something else.",
    why: "The service refuses the value when the resource is created.",
    example: "\"SubnetId\": { \"Ref\": \"SecurityGroup\" }",
    fix: "refer to a resource of the kind that the message names, or use the attribute that has it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html",
    kind: RuleKind::Call(Values::With(kinds::KEYWORDS), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(given) = kinds::of_ref(subject.scope, subject.node) else { return Vec::new() };
    kinds::finding(rule, subject, &given).into_iter().collect()
}
