//! E3065: a list with too many different items.

use crate::check::engine::conformance::{list, scalar::Bound};
use crate::check::engine::{Rule, RuleKind, Subject, Values};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;

pub(crate) const RULE: Rule = Rule {
    code: "E3065",
    severity: Severity::Error,
    what: "Finds a list with more different items than its property allows.",
    why: "The service refuses it.",
    example: "An alarm with six actions.",
    fix: "remove items; one topic can notify many receivers",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html",
    kind: RuleKind::Value(Values::With(Keywords::of(&["maxUniqueItems"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(size) = list::different(subject).fault() else { return Vec::new() };
    let (Bound::Most(most) | Bound::Least(most)) = size.bound;
    vec![rule.finding(format!("`{}`: expected at most {most} different items, found {}", subject.name, size.given))]
}
