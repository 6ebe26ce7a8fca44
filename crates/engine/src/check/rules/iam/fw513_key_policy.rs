//! FW513: a key policy that nobody could change again.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::pattern;
use crate::language::read::policy::{self, Statement};
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW513",
    severity: Severity::Error,
    what: "Finds a key policy in which no statement lets an account, a user or a role do `kms:PutKeyPolicy`.",
    why: "KMS refuses the key: `The new key policy will not allow you to update the key policy in the future`.",
    example: "A key policy that lets only `logs.amazonaws.com` use the key",
    fix: "let the account administer the key: a statement with the principal `arn:aws:iam::ACCOUNT:root` and the action `kms:*`; or write `BypassPolicyLockoutSafetyCheck: true` where that is meant",
    link: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
    kind: RuleKind::Template(run),
};

const ACTION: &str = "kms:putkeypolicy";

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for key in ["AWS::KMS::Key", "AWS::KMS::ReplicaKey"].iter().flat_map(|kind| resource::of_type(scope, kind)) {
        let bypass = key.properties.get("BypassPolicyLockoutSafetyCheck");
        if !bypass.is_absent() && !bypass.is("false") {
            continue;
        }
        for document in policy::documents_of(&key) {
            let statements = policy::statements(&document.property);
            if !statements.is_empty() && !statements.iter().any(may_administer) {
                let message = format!("nobody may change the key policy of `{}` again", key.id);
                document.property.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
}

/// Whether a statement lets somebody other than a service change the policy, as far as is known.
fn may_administer(statement: &Statement<'_>) -> bool {
    let allows = statement.get("Effect").text().is_none_or(|effect| effect != "Deny");
    let actions = statement.entries("Action");
    let is_action = |name: String| pattern::matches(&name.to_ascii_lowercase(), ACTION);
    let may_act = actions.is_empty() || actions.iter().any(|action| action.text().is_none_or(is_action));
    let of_service = statement.get("Principal").keys().is_some_and(|kinds| kinds.iter().all(|kind| *kind == "Service"));
    allows && may_act && !of_service
}
