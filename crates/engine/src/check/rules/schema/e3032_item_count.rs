//! E3032: a list or map with too few or too many entries.

use crate::check::engine::conformance::{list, scalar::Bound};
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;

pub(crate) const RULE: Rule = Rule {
    code: "E3032",
    severity: Severity::Error,
    what: "Finds a list or map with too few or too many items or entries.",
    why: "The service refuses it.",
    example: "A task definition with eleven `Secrets` where ten are allowed.",
    fix: "add or remove items",
    link: TYPES_PAGE,
    kind: RuleKind::Value(Values::With(Keywords::of(&["minItems", "maxItems", "minProperties", "maxProperties"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(size) = list::count(subject).fault() else { return Vec::new() };
    let things = if subject.map().is_some() { "entries" } else { "items" };
    let expected = match size.bound {
        Bound::Most(0) => format!("no {things}"),
        Bound::Least(least) => format!("at least {least} {things}"),
        Bound::Most(most) => format!("at most {most} {things}"),
    };
    vec![rule.finding(format!("`{}`: expected {expected}, found {}", subject.name, size.given))]
}
