//! E3014: not exactly one of several properties.

use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) const RULE: Rule = Rule {
    code: "E3014",
    severity: Severity::Error,
    what: "Finds more than one of several properties of which exactly one is taken, or none of them.",
    why: "CloudFormation or the service refuses the resource.",
    example: "A subnet with neither `CidrBlock` nor `Ipv4IpamPoolId`.",
    fix: "Set exactly one of them.",
    link: TYPES_PAGE,
    kind: RuleKind::Value(run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(map) = subject.map() else { return Vec::new() };
    let names: Vec<&str> = subject.schema.required_xor().collect();
    if names.is_empty() {
        return Vec::new();
    }
    let set: Vec<&str> = names.iter().copied().filter(|name| subject.has(name)).collect();
    // Where a condition decides, the other may be the one that it leaves.
    let maybe = |name: &&str| map.get(*name).is_some_and(|node| subject.scope.may_be_absent(node));
    let message = match set.as_slice() {
        [] => format!("{} needs one of {}", subject.owner(), names.join(", ")),
        [_] => return Vec::new(),
        several if several.iter().any(maybe) => return Vec::new(),
        several => format!("{} takes only one of {}", subject.owner(), several.join(", ")),
    };
    vec![rule.finding(message)]
}
