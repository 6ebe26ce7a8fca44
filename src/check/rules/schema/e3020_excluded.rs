//! E3020: properties that exclude each other.

use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) const RULE: Rule = Rule {
    code: "E3020",
    severity: Severity::Error,
    what: "Finds a property beside another that excludes it.",
    why: "CloudFormation or the service refuses the resource.",
    example: "\"AvailabilityZone\" beside \"AvailabilityZoneId\" of a subnet.",
    fix: "Keep one of the two.",
    link: TYPES_PAGE,
    kind: RuleKind::Value(run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut named: Vec<(&str, &str)> = Vec::new();
    for (name, excluded) in subject.schema.dependent_excluded() {
        if !subject.has(name) {
            continue;
        }
        for other in excluded.into_iter().filter(|other| subject.has(other)) {
            // The schemas say it from both sides.
            if !named.contains(&(other, name)) && certain(subject, name) && certain(subject, other) {
                named.push((name, other));
                findings.push(
                    rule.finding(format!("`{name}` and `{other}` of {} exclude each other", subject.owner()))
                        .path([name])
                        .at(subject.place_of(name)),
                );
            }
        }
    }
    findings
}

/// Whether a property is there in every case; one that may be left out may be the one that the condition chooses.
fn certain(subject: &Subject<'_>, name: &str) -> bool {
    let node = subject.map().and_then(|map| map.get(name));
    node.is_some_and(|node| !subject.scope.may_be_absent(node))
}
