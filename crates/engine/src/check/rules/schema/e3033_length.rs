//! E3033: a text that is too short or too long.

use crate::check::engine::conformance::scalar::{self, Bound};
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;

pub(crate) const RULE: Rule = Rule {
    code: "E3033",
    severity: Severity::Error,
    what: "Finds a string whose length is outside what its property takes.",
    why: "The service refuses it.",
    example: "A target group `Name` of 40 characters.",
    fix: "Shorten the text; leave a physical name out where CloudFormation can make one.",
    link: TYPES_PAGE,
    kind: RuleKind::Value(Values::With(Keywords::of(&["minLength", "maxLength"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(size) = scalar::length(subject).fault() else { return Vec::new() };
    let (bound, limit) = match size.bound {
        Bound::Least(least) => ("at least", least),
        Bound::Most(most) => ("at most", most),
    };
    vec![rule.finding(format!("`{}` takes {bound} {limit} characters, and this has {}", subject.name, size.given))]
}
