//! E3017: a value that is none of several alternatives.

use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::check::rules::schema::alternatives;
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::{Keywords, SchemaNode};

pub(crate) const RULE: Rule = Rule {
    code: "E3017",
    severity: Severity::Error,
    what: "Finds a value that matches none of the alternatives of its schema (`anyOf`).",
    why: "CloudFormation or the service refuses the resource.",
    example: "A routing rule of a bucket's website whose condition is empty.",
    fix: "use one of the alternatives that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Value(Values::With(Keywords::of(&["anyOf"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let branches: Vec<SchemaNode<'_>> = subject.schema.any_of().collect();
    alternatives::none_fits(rule, subject, &branches).into_iter().collect()
}
