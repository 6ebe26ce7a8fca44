//! E3055: a `CreationPolicy` that its resource does not take.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::policies::{self, Policy};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3055",
    severity: Severity::Error,
    what: "Finds a `CreationPolicy` on a type that does not support it, with an entry that the type does not support, that is not a map, or whose `Timeout` is not a duration.",
    why: "CloudFormation refuses the template, or ignores the policy.",
    example: "CreationPolicy: { ResourceSignal: { Count: 1 } } on AWS::SNS::Topic",
    fix: "remove it, or use the entries that the message lists",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html",
    kind: RuleKind::Template(run),
};

/// The entries that each type takes.
const POLICY: Policy = Policy {
    attribute: "CreationPolicy",
    entries: &[
        ("AWS::AppStream::Fleet", &["StartFleet"]),
        ("AWS::AutoScaling::AutoScalingGroup", &["AutoScalingCreationPolicy", "ResourceSignal"]),
        ("AWS::CloudFormation::WaitCondition", &["ResourceSignal"]),
        ("AWS::EC2::Instance", &["ResourceSignal"]),
    ],
    inner: &[("AutoScalingCreationPolicy", &["MinSuccessfulInstancesPercent"]), ("ResourceSignal", &["Count", "Timeout"])],
    duration: ["ResourceSignal", "Timeout"],
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    policies::check(rule, context, &POLICY);
}
