//! E3530: a trust policy whose form IAM refuses.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::iam::statements;
use crate::diagnostic::Severity;
use crate::language::read::policy::PolicyType;

pub(crate) const RULE: Rule = Rule {
    code: "E3530",
    severity: Severity::Error,
    what: "Finds a trust policy without statements, with an unsupported element (`Resource`), an invalid `Version` or `Effect`, or a statement without `Principal` or `Action`.",
    why: "IAM, or the service, refuses the policy when the stack deploys.",
    example: "A statement of a trust policy without `Principal`.",
    fix: "write `Effect`, `Principal` and `Action: sts:AssumeRole` in each statement; the construct `Role` does",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    statements::check(rule, context, &[PolicyType::Trust]);
}
