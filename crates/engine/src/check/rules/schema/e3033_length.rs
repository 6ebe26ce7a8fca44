//! E3033: a text that is too short or too long.

use crate::check::engine::conformance::scalar::{self, Bound};
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;
use crate::template::counted;

pub(crate) const RULE: Rule = Rule {
    code: "E3033",
    severity: Severity::Error,
    what: "Finds a string that is too short or too long for its property.",
    why: "The service refuses it.",
    example: "A target group `Name` of 40 characters.",
    fix: "shorten the string; remove a physical name if CloudFormation can generate one",
    link: TYPES_PAGE,
    kind: RuleKind::Value(Values::With(Keywords::of(&["minLength", "maxLength"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(size) = scalar::length(subject).fault() else { return Vec::new() };
    let (bound, limit) = match size.bound {
        Bound::Least(least) => ("at least", least),
        Bound::Most(most) => ("at most", most),
    };
    let limit = counted(limit, "character");
    vec![rule.finding(format!("`{}`: expected {bound} {limit}, found {}", subject.name, size.given))]
}
