//! E3510: a policy of a user, group or role whose form IAM refuses.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::iam::statements;
use crate::diagnostic::Severity;
use crate::language::read::policy::PolicyType;

pub(crate) const RULE: Rule = Rule {
    code: "E3510",
    severity: Severity::Error,
    what: "Finds an identity policy (of a user, group or role) without statements, with an unsupported element (`Principal`), an invalid `Version`, `Effect` or `Sid`, a duplicate `Sid`, or a statement without exactly one of `Action` and `NotAction` and one of `Resource` and `NotResource`.",
    why: "IAM, or the service, refuses the policy when the stack deploys.",
    example: "A statement of a role's policy without `Resource`.",
    fix: "write `Effect`, `Action` and `Resource` in each statement; the principal is the user, group or role itself",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    statements::check(rule, context, &[PolicyType::Identity]);
}
