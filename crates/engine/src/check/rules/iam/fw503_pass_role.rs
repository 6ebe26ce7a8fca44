//! FW503: a policy that may hand on every role.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::policy;

pub(crate) const RULE: Rule = Rule {
    code: "FW503",
    severity: Severity::Warning,
    what: "Finds a statement of an identity policy that allows `iam:PassRole` on every resource, without a condition.",
    why: "Combined with the right to start a task or function, it gives the permissions of the strongest role of the account.",
    example: "{ \"Effect\": \"Allow\", \"Action\": \"iam:PassRole\", \"Resource\": \"*\" }",
    fix: "name the roles, or set the condition `iam:PassedToService`",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for (action, property) in policy::allowed_everywhere(context.scope()).into_iter().flatten() {
        if action.eq_ignore_ascii_case("iam:PassRole") {
            property.report(context, rule.finding("the policy allows `iam:PassRole` on every role").help(rule.fix));
        }
    }
}
