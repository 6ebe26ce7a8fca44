//! E3014: not exactly one of several properties.

use crate::check::engine::conformance::map::{self, Choice};
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
    let message = match map::exactly_one(subject).fault() {
        None => return Vec::new(),
        Some(Choice::NoneOf(names)) => format!("{} needs one of {}", subject.owner(), names.join(", ")),
        Some(Choice::Several(names)) => format!("{} takes only one of {}", subject.owner(), names.join(", ")),
    };
    vec![rule.finding(message)]
}
