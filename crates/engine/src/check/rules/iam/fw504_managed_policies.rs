//! FW504: more managed policies than a role takes.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{resource, role};

/// Of one user, group or role, unless the quota has been raised: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
const MOST: usize = 10;

pub(crate) const RULE: Rule = Rule {
    code: "FW504",
    severity: Severity::Warning,
    what: "Finds a user, group or role with more than 10 managed policies.",
    why: "IAM refuses them unless the quota of the account was raised.",
    example: "A role with 11 `ManagedPolicyArns`.",
    fix: "merge policies, or write some as inline policies of the role",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for holder in ["AWS::IAM::Group", role::ROLE, "AWS::IAM::User"].iter().flat_map(|kind| resource::of_type(scope, kind)) {
        let list = role::managed(&holder);
        let count = list.items().unwrap_or_default().iter().filter(|item| item.text().is_some()).count();
        if count > MOST {
            let message = format!("`{}` has {count} managed policies, the limit is {MOST}", holder.id);
            list.report(context, rule.finding(message).help(rule.fix));
        }
    }
}
