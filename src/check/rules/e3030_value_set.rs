//! E3030: a value that is none of a closed set.

use serde_json::Value;

use crate::check::value::{Subject, TYPES_PAGE};
use crate::check::{Reach, Rule};
use crate::diagnostic::{Diagnostic, Severity, nearest};

pub const RULE: Rule = Rule {
    code: "E3030",
    severity: Severity::Error,
    what: "Finds a value that is not among the values that its property takes.",
    why: "CloudFormation or the service refuses it.",
    example: "\"TargetType\": \"ips\"",
    fix: "Use one of the values; the typed layer has them as constants.",
    link: TYPES_PAGE,
    reach: Reach::Value(run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(given) = subject.scalar() else { return Vec::new() };
    let exact = texts(subject.schema.enum_values());
    let folded = texts(subject.schema.enum_case_insensitive());
    let constant: Vec<String> = subject.schema.constant().map(text).into_iter().collect();
    let closed = !exact.is_empty() || !folded.is_empty() || !constant.is_empty();
    let known =
        exact.contains(&given) || constant.contains(&given) || folded.iter().any(|value| value.eq_ignore_ascii_case(&given));
    // A number may be written in more than one way.
    let number = given.parse::<f64>().ok();
    let same_number = |value: &String| number.is_some() && value.parse::<f64>().ok() == number;
    if !closed || known || exact.iter().chain(&constant).any(same_number) {
        return Vec::new();
    }
    let values: Vec<&str> = exact.iter().chain(&folded).chain(&constant).map(String::as_str).collect();
    let mut finding = rule.finding(format!("`{}` takes no `{given}`", subject.name));
    finding.help = Some(advice(&given, &values));
    vec![finding]
}

fn texts(values: &[Value]) -> Vec<String> {
    values.iter().map(text).collect()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn advice(given: &str, values: &[&str]) -> String {
    let shown = values.iter().take(12).copied().collect::<Vec<_>>().join(", ");
    let rest = values.len().saturating_sub(12);
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    let list = format!("it takes {shown}{rest}");
    let near = match given.parse::<f64>() {
        Ok(number) => nearest_number(number, values),
        Err(_) => nearest(given, values.iter().copied()),
    };
    near.map_or(list.clone(), |near| format!("did you mean `{near}`? {list}"))
}

fn nearest_number<'a>(number: f64, values: &[&'a str]) -> Option<&'a str> {
    let numbers = values.iter().filter_map(|value| Some((value.parse::<f64>().ok()?, *value)));
    numbers.min_by(|a, b| (a.0 - number).abs().total_cmp(&(b.0 - number).abs())).map(|(_, value)| value)
}
