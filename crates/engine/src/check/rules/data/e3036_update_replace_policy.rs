//! E3036: a `UpdateReplacePolicy` that does not exist.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::data::retention;
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3036",
    severity: Severity::Error,
    what: "Finds a `UpdateReplacePolicy` that is not `Delete`, `Retain`, or `Snapshot` where the type can make snapshots.",
    why: "CloudFormation refuses the template, or the resource cannot be replaced.",
    example: "UpdateReplacePolicy: Keep",
    fix: "use `Delete`, `Retain`, or `Snapshot`; snapshots are made of volumes, caches and databases",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    retention::check_policy(rule, context, "UpdateReplacePolicy");
}
