//! E3002: a property that the type does not have.

use crate::check::value::{Subject, TYPES_PAGE};
use crate::check::{Reach, Rule, sight};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::schema::AdditionalProperties;

pub const RULE: Rule = Rule {
    code: "E3002",
    severity: Severity::Error,
    what: "Finds a property that the resource's schema does not know, with the nearest one that it does.",
    why: "CloudFormation refuses the resource: unsupported property.",
    example: "{ \"RetentionInDay\": 14 }",
    fix: "Correct the name; the typed setters cannot misspell one.",
    link: TYPES_PAGE,
    reach: Reach::Value(run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(map) = subject.map() else { return Vec::new() };
    // Patterns of names cannot be judged by their text alone, and alternatives may add names of their own.
    let open = !matches!(subject.schema.additional_properties(), AdditionalProperties::Forbidden)
        || subject.schema.pattern_properties().next().is_some()
        || subject.schema.properties().next().is_none();
    if open {
        return Vec::new();
    }
    sight::keys(map)
        .filter(|(key, _)| subject.schema.property(key.as_str()).is_none())
        .map(|(key, node)| {
            let known = subject.schema.properties().map(|(name, _)| name);
            let message = format!("`{}` is no property of {}", key.as_str(), subject.owner());
            let mut finding = rule.finding(message).at(key.place().or(node.place)).path([key.as_str()]);
            finding.help = nearest(key.as_str(), known).map(|near| format!("did you mean `{near}`?"));
            finding
        })
        .collect()
}
