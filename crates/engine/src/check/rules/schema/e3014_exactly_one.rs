//! E3014: not exactly one of several properties.

use crate::check::engine::conformance::map::{self, Choice};
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;

pub(crate) const RULE: Rule = Rule {
    code: "E3014",
    severity: Severity::Error,
    what: "Finds none, or more than one, of several properties of which exactly one is allowed.",
    why: "CloudFormation or the service refuses the resource.",
    example: "A subnet with neither `CidrBlock` nor `Ipv4IpamPoolId`.",
    fix: "set exactly one of them",
    link: TYPES_PAGE,
    kind: RuleKind::Value(Values::With(Keywords::of(&["requiredXor"])), run),
};

/// Types whose rules are left out where they have none of the properties: the stack is made without them, and nobody says so. See
/// <https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1706>.
const LEFT_OUT: &[&str] = &["AWS::EC2::SecurityGroup"];

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let finding = match map::exactly_one(subject).fault() {
        None => return Vec::new(),
        Some(Choice::Several(names)) => {
            return vec![rule.finding(format!("{} allows only one of {}", subject.owner(), names.join(", ")))];
        }
        Some(Choice::NoneOf(names)) => {
            let finding = rule.finding(format!("{} needs one of {}", subject.owner(), names.join(", ")));
            let mut finding = finding.maybe_help(subject.setters(&names));
            if LEFT_OUT.contains(&subject.resource_type) {
                finding.severity = Severity::Warning;
                finding.message.push_str("; the rule is left out");
            }
            finding
        }
    };
    vec![finding]
}
