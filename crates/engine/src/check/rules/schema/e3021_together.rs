//! E3021: a property without one that it needs.

use crate::check::engine::conformance::map;
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;

pub(crate) const RULE: Rule = Rule {
    code: "E3021",
    severity: Severity::Error,
    what: "Finds a property without another one that it requires.",
    why: "CloudFormation or the service refuses the resource.",
    example: "A scaling step with `MetricIntervalLowerBound` alone.",
    fix: "add the property that the message names",
    link: TYPES_PAGE,
    kind: RuleKind::Value(Values::With(Keywords::of(&["dependentRequired", "dependencies"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let lacking = map::together(subject).fault().unwrap_or_default();
    let finding = |(name, other)| {
        let message = format!("`{name}` of {} also needs `{other}`", subject.owner());
        let finding = rule.finding(message).path([name]).at(subject.location_of(name));
        finding.maybe_help(subject.setters(&[other]))
    };
    lacking.into_iter().map(|pair| finding(pair.fault)).collect()
}
