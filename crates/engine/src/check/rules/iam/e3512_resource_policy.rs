//! E3512: a policy of a resource whose form its service refuses.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::iam::statements;
use crate::diagnostic::Severity;
use crate::language::read::policy::PolicyType;

pub(crate) const RULE: Rule = Rule {
    code: "E3512",
    severity: Severity::Error,
    what: "Finds a resource policy (of a bucket, key, queue, topic, secret or search domain) without statements, with an unknown element, an invalid `Version` or `Effect`, or a statement without `Principal`, `Action` or `Resource`.",
    why: "IAM, or the service, refuses the policy when the stack deploys.",
    example: "A statement of a bucket policy without `Principal`.",
    fix: "write `Effect`, `Principal`, `Action` and `Resource` in each statement",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    statements::check(rule, context, &[PolicyType::Resource]);
}
