//! E3513: a policy of a repository whose form ECR refuses.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::iam::statements;
use crate::diagnostic::Severity;
use crate::language::read::policy::PolicyType;

pub(crate) const RULE: Rule = Rule {
    code: "E3513",
    severity: Severity::Error,
    what: "Finds a policy of an ECR repository without statements, with an unknown element, an invalid `Version` or `Effect`, or a statement without `Principal` or `Action`.",
    why: "IAM, or the service, refuses the policy when the stack deploys.",
    example: "A statement of a repository policy without `Principal`.",
    fix: "write `Effect`, `Principal` and `Action` in each statement",
    link: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    statements::check(rule, context, &[PolicyType::Repository]);
}
