//! E3020: properties that exclude each other.

use crate::check::engine::conformance::map;
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;

pub(crate) const RULE: Rule = Rule {
    code: "E3020",
    severity: Severity::Error,
    what: "Finds a property beside another that excludes it.",
    why: "CloudFormation or the service refuses the resource.",
    example: "\"AvailabilityZone\" beside \"AvailabilityZoneId\" of a subnet.",
    fix: "keep one of the two",
    link: TYPES_PAGE,
    kind: RuleKind::Value(Values::With(Keywords::of(&["dependentExcluded"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let pairs = map::excluded(subject).fault().unwrap_or_default();
    let finding = |(name, other)| {
        let message = format!("`{name}` and `{other}` of {} exclude each other", subject.owner());
        rule.finding(message).path([name]).at(subject.location_of(name))
    };
    pairs.into_iter().map(finding).collect()
}
