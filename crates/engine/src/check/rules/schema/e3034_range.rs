//! E3034: a number out of range.

use crate::check::engine::conformance::scalar::{self, Range};
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;

pub(crate) const RULE: Rule = Rule {
    code: "E3034",
    severity: Severity::Error,
    what: "Finds a number outside the range of its property, or not a multiple of the required step.",
    why: "The service refuses it.",
    example: "\"Port\": 70000",
    fix: "use a number that the message allows",
    link: TYPES_PAGE,
    kind: RuleKind::Value(
        Values::With(Keywords::of(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"])),
        run,
    ),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    if let Some((range, given)) = scalar::range(subject).fault().zip(subject.scalar()) {
        return vec![rule.finding(format!("`{}`: expected {}, found {given}", subject.name, words(range)))];
    }
    let Some(step) = scalar::multiple(subject).fault() else { return Vec::new() };
    vec![rule.finding(format!("`{}`: expected a multiple of {}, found {}", subject.name, step.step, step.given))]
}

fn words(range: Range) -> String {
    let upper = |word: &str| match (range.below, range.high) {
        (Some(below), _) => format!("{word}less than {below}"),
        (None, Some(high)) => format!("{word}at most {high}"),
        (None, None) => String::new(),
    };
    match (range.low, range.high, range.below) {
        _ if range.above.is_some() => format!("more than {}{}", range.above.unwrap_or_default(), upper(" and ")),
        (Some(low), None, Some(below)) => format!("{low} to less than {below}"),
        (Some(low), Some(high), _) => format!("{low} to {high}"),
        (Some(low), None, None) => format!("at least {low}"),
        (None, ..) => upper(""),
    }
}
