//! E3034: a number out of range.

use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::JsonType;

pub(crate) const RULE: Rule = Rule {
    code: "E3034",
    severity: Severity::Error,
    what: "Finds a number that is smaller or larger than its property takes, or no multiple of what it must be.",
    why: "The service refuses it.",
    example: "\"Port\": 70000",
    fix: "Use a number that the message allows.",
    link: TYPES_PAGE,
    kind: RuleKind::Value(run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let numeric = subject.schema.is(JsonType::Integer) || subject.schema.is(JsonType::Number);
    let Some(given) = subject.scalar().filter(|_| numeric) else { return Vec::new() };
    let Ok(number) = given.trim().parse::<f64>() else { return Vec::new() };
    let (low, high) = (subject.schema.minimum(), subject.schema.maximum());
    let below = subject.schema.exclusive_maximum();
    let is_in_range =
        low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high) && below.is_none_or(|below| number < below);
    let range = match (low, high, below) {
        _ if is_in_range => return step(rule, subject, number).into_iter().collect(),
        (Some(low), None, Some(below)) => format!("{low} to less than {below}"),
        (None, None, Some(below)) => format!("less than {below}"),
        (Some(low), Some(high), _) => format!("{low} to {high}"),
        (Some(low), None, None) => format!("at least {low}"),
        (None, high, _) => format!("at most {}", high.unwrap_or(f64::MAX)),
    };
    vec![rule.finding(format!("`{}` takes {range}, and this is {given}", subject.name))]
}

/// A finding where a number in range is no multiple of what it must be.
fn step(rule: &Rule, subject: &Subject<'_>, number: f64) -> Option<Diagnostic> {
    let step = subject.schema.multiple_of().filter(|step| *step > 0.0)?;
    let count = number / step;
    // Decimal fractions have no exact form: 0.3 is almost three times 0.1.
    let is_multiple = (count - count.round()).abs() <= 1e-9 * count.abs().max(1.0);
    (!is_multiple).then(|| rule.finding(format!("`{}` takes multiples of {step}, and this is {number}", subject.name)))
}
