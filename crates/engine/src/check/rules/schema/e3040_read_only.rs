//! E3040: a property that only AWS sets.

use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::{self, Keywords};

pub(crate) const RULE: Rule = Rule {
    code: "E3040",
    severity: Severity::Warning,
    what: "Finds a read-only property: an attribute, not a setting.",
    why: "CloudFormation ignores the value: AWS sets this property itself.",
    example: "{ \"TargetGroupArn\": \"arn:aws:x\" }",
    fix: "remove it: `Fn::GetAtt` reads it",
    link: TYPES_PAGE,
    kind: RuleKind::Value(Values::With(Keywords::of(&["readOnlyProperties"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    // Nested read-only properties come back in what people copy from the console, and are ignored.
    let Some(map) = subject.map() else { return Vec::new() };
    let Some(schema) = schema::find(subject.resource_type) else { return Vec::new() };
    let read_only: Vec<&str> = schema.read_only().collect();
    map.iter()
        .filter(|(key, _)| read_only.contains(&key.as_str()))
        .map(|(key, node)| {
            let message = format!("`{}` of {} is read-only: AWS sets it", key.as_str(), subject.resource_type);
            rule.finding(message).at(key.location().or(node.location)).path([key.as_str()])
        })
        .collect()
}
