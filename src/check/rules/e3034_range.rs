//! E3034: a number out of range.

use crate::check::value::{Subject, TYPES_PAGE};
use crate::check::{Reach, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::JsonType;

pub const RULE: Rule = Rule {
    code: "E3034",
    severity: Severity::Error,
    what: "Finds a number that is smaller or larger than its property takes.",
    why: "The service refuses it.",
    example: "\"Port\": 70000",
    fix: "Use a number of the range.",
    link: TYPES_PAGE,
    reach: Reach::Value(run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let numeric = subject.schema.is(JsonType::Integer) || subject.schema.is(JsonType::Number);
    let Some(given) = subject.scalar().filter(|_| numeric) else { return Vec::new() };
    let Ok(number) = given.trim().parse::<f64>() else { return Vec::new() };
    let (low, high) = (subject.schema.minimum(), subject.schema.maximum());
    if low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high) {
        return Vec::new();
    }
    let range = match (low, high) {
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("at least {low}"),
        (_, high) => format!("at most {}", high.unwrap_or(f64::MAX)),
    };
    vec![rule.finding(format!("`{}` takes {range}, and this is {given}", subject.name))]
}
