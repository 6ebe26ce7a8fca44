//! E3002: a property that the type does not have.

use crate::check::engine::entry::property;
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::language::reference;
use crate::schema::AdditionalProperties;

pub(crate) const RULE: Rule = Rule {
    code: "E3002",
    severity: Severity::Error,
    what: "Finds a property that the resource's schema does not know, with the nearest one that it does.",
    why: "CloudFormation refuses the resource: unsupported property.",
    example: "{ \"RetentionInDay\": 14 }",
    fix: "Correct the name; the typed setters cannot misspell one.",
    link: TYPES_PAGE,
    kind: RuleKind::Value(run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(map) = subject.map() else { return Vec::new() };
    let patterns: Vec<&str> = subject.schema.pattern_properties().map(|(pattern, _)| pattern).collect();
    // Where nothing is named, alternatives name it.
    let names_some = !patterns.is_empty() || subject.schema.properties().next().is_some();
    // Services take more characters in the keys of tags than the patterns say.
    let are_tags = !patterns.is_empty() && subject.name.ends_with("Tags");
    if !names_some || are_tags || !matches!(subject.schema.additional_properties(), AdditionalProperties::Forbidden) {
        return Vec::new();
    }
    reference::elements(map)
        .filter(|(key, _)| property(subject.schema, key.as_str()).is_none())
        .map(|(key, node)| {
            let known = subject.schema.properties().map(|(name, _)| name);
            let message = format!("`{}` is no property of {}", key.as_str(), subject.owner());
            let mut finding = rule.finding(message).at(key.place().or(node.place)).path([key.as_str()]);
            let meant = nearest(key.as_str(), known).map(|near| format!("did you mean `{near}`?"));
            let matching = patterns.first().map(|pattern| format!("a name matches `{pattern}`"));
            finding.help = meant.or(matching);
            finding
        })
        .collect()
}
