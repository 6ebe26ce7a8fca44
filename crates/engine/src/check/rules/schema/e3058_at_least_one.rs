//! E3058: none of several properties.

use crate::check::engine::conformance::map;
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;

pub(crate) const RULE: Rule = Rule {
    code: "E3058",
    severity: Severity::Error,
    what: "Finds none of several properties of which at least one is needed.",
    why: "CloudFormation or the service refuses the resource.",
    example: "A security group rule without any source.",
    fix: "set one of them",
    link: TYPES_PAGE,
    kind: RuleKind::Value(Values::With(Keywords::of(&["requiredOr"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(names) = map::at_least_one(subject).fault() else { return Vec::new() };
    let finding = rule.finding(format!("{} needs at least one of {}", subject.owner(), names.join(", ")));
    vec![finding.maybe_help(subject.setters(&names))]
}
