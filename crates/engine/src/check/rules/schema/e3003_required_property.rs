//! E3003: a required property that is missing.

use crate::check::engine::conformance::map;
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::schema::Keywords;
use crate::template::{Key, Map};

pub(crate) const RULE: Rule = Rule {
    code: "E3003",
    severity: Severity::Error,
    what: "Finds a resource or nested property without a property that its schema requires.",
    why: "CloudFormation refuses the resource when it creates it.",
    example: "A listener without `DefaultActions`.",
    fix: "add the property; the typed constructors require it",
    link: TYPES_PAGE,
    kind: RuleKind::Value(Values::With(Keywords::of(&["required"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let missing = map::required(subject).fault().unwrap_or_default();
    let keys = || subject.map().into_iter().flat_map(Map::keys).map(Key::as_str);
    let conditional = map::required_but(subject).into_iter().filter(|(name, ..)| !is_global(subject, name));
    let conditional = conditional.map(|(name, condition, holds)| {
        let holds = if holds { "holds" } else { "does not hold" };
        let message = format!("the required property `{name}` of {} is missing where `{condition}` {holds}", subject.owner());
        let finding = rule.finding(message).help("give it a value there, or the resource that condition");
        finding.at(subject.location_of(name))
    });
    missing
        .into_iter()
        .filter(|name| !is_global(subject, name))
        .map(|name| {
            let message = format!("the required property `{name}` of {} is missing", subject.owner());
            // A misspelt key is the likeliest reason, and the place to look at.
            let near = nearest(name, keys().filter(|key| subject.schema.property(key).is_none()));
            let mut finding = rule.finding(message);
            finding.help = near.map(|near| format!("rename `{near}` to `{name}`?")).or_else(|| subject.setters(&[name]));
            finding
        })
        .chain(conditional)
        .collect()
}

/// Whether the section `Globals` may give a property to all resources of a type of the serverless transform. It is merged at every
/// depth, so the name may stand anywhere in it.
fn is_global(subject: &Subject<'_>, name: &str) -> bool {
    let Some(short) = subject.resource_type.strip_prefix("AWS::Serverless::") else { return false };
    let mut found = false;
    if let Some(globals) = subject.scope.template().root().at_path(&["Globals", short]) {
        globals.walk(&mut |node| found |= node.get(name).is_some());
    }
    found
}
