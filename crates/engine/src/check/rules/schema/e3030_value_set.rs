//! E3030: a value that is none of a closed set.

use crate::check::engine::conformance::{self, scalar};
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::schema::Keywords;
use crate::template::listed;

pub(crate) const RULE: Rule = Rule {
    code: "E3030",
    severity: Severity::Error,
    what: "Finds a value that is not one of the allowed values of its property.",
    why: "CloudFormation or the service refuses it.",
    example: "\"TargetType\": \"ips\"",
    fix: "use one of the allowed values; the typed resources have them as constants",
    link: TYPES_PAGE,
    kind: RuleKind::Value(Values::With(Keywords::of(&["enum", "enumCaseInsensitive", "const", "not"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    if let Some(given) = conformance::refused(subject).is_no().then(|| subject.scalar()).flatten() {
        return vec![rule.finding(format!("`{given}` is not a valid `{}`", subject.name))];
    }
    let Some(given) = scalar::in_set(subject).fault() else { return Vec::new() };
    let values = scalar::value_set(subject.schema);
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let mut finding = rule.finding(format!("`{given}` is not a valid `{}`", subject.name));
    finding.help = Some(advice(&given, &values));
    vec![finding]
}

fn advice(given: &str, values: &[&str]) -> String {
    if let [only] = values {
        return format!("expected `{only}`");
    }
    let list = format!("expected one of {}", listed(values, 12));
    let near = match given.parse::<f64>() {
        Ok(number) => nearest_version(given, values).or_else(|| nearest_number(number, values)),
        Err(_) => nearest(given, values.iter().copied()),
    };
    near.map_or(list.clone(), |near| format!("did you mean `{near}`? {list}"))
}

/// The nearest of the versions of the same line as `17.99`: the last one before it, or the first.
fn nearest_version<'a>(given: &str, values: &[&'a str]) -> Option<&'a str> {
    let (line, _) = given.split_once('.')?;
    let parts = |version: &str| version.split('.').map(|part| part.parse::<u64>().ok()).collect::<Option<Vec<_>>>();
    let own = parts(given)?;
    let is_of_line = |version: &&&str| version.split_once('.').is_some_and(|(other, _)| other == line);
    let mut versions: Vec<(Vec<u64>, &str)> =
        values.iter().filter(is_of_line).filter_map(|value| Some((parts(value)?, *value))).collect();
    versions.sort();
    let before = versions.iter().rev().find(|(version, _)| *version <= own);
    before.or(versions.first()).map(|(_, value)| *value)
}

fn nearest_number<'a>(number: f64, values: &[&'a str]) -> Option<&'a str> {
    let numbers = values.iter().filter_map(|value| Some((value.parse::<f64>().ok()?, *value)));
    numbers.min_by(|a, b| (a.0 - number).abs().total_cmp(&(b.0 - number).abs())).map(|(_, value)| value)
}
