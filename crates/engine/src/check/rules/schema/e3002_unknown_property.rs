//! E3002: a property that the type does not have.

use crate::check::engine::conformance::map;
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::schema::Keywords;
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E3002",
    severity: Severity::Error,
    what: "Finds a property that the resource type does not have, and names the nearest one; also a function that stands among properties.",
    why: "CloudFormation refuses the resource: `Encountered unsupported property`.",
    example: "{ \"RetentionInDay\": 14 }",
    fix: "correct the name; the typed setters cannot misspell one",
    link: TYPES_PAGE,
    kind: RuleKind::Value(Values::With(Keywords::of(&["additionalProperties"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let unknown = map::known(subject).fault().unwrap_or_default();
    unknown
        .into_iter()
        .map(|entry| {
            let (key, node) = entry.fault;
            let known = subject.schema.properties().map(|(name, _)| name);
            let message = format!("`{}` is not a property of {}", key.as_str(), subject.owner());
            let mut finding = rule.finding(message).at(key.location().or(node.location)).path([key.as_str()]);
            let meant = nearest(key.as_str(), known).map(|near| {
                let setter = subject.setters(&[near]).map(|setter| format!(" {setter}"));
                format!("did you mean `{near}`?{}", setter.unwrap_or_default())
            });
            let alone =
                function::is_function(key.as_str()).then(|| "a function stands alone, as the value of a property".to_owned());
            let matching = subject.schema.pattern_properties().next().map(|(pattern, _)| format!("a name matches `{pattern}`"));
            finding.help = alone.or(meant).or(matching);
            finding
        })
        .collect()
}
