//! E3035: a `DeletionPolicy` that does not exist.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::data::retention;
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3035",
    severity: Severity::Error,
    what: "Finds a `DeletionPolicy` that is not `Delete`, `Retain`, `RetainExceptOnCreate`, or `Snapshot` where the type can make snapshots.",
    why: "CloudFormation refuses the template, or the resource cannot be deleted.",
    example: "DeletionPolicy: Keep",
    fix: "use `Delete`, `Retain`, `RetainExceptOnCreate`, or `Snapshot`; snapshots are made of volumes, caches and databases",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    retention::check_policy(rule, context, "DeletionPolicy");
}
