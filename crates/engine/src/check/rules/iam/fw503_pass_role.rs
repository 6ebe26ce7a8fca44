//! FW503: a policy that may hand on every role.

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::policy::{self, Kind};

pub(crate) const RULE: Rule = Rule {
    code: "FW503",
    severity: Severity::Warning,
    what: "Finds a statement of a user, group or role that allows `iam:PassRole` on every resource, without a condition.",
    why: "With it and the right to start a task or function, all rights of the strongest role of the account are at hand.",
    example: "{ \"Effect\": \"Allow\", \"Action\": \"iam:PassRole\", \"Resource\": \"*\" }",
    fix: "Name the roles, or set the condition `iam:PassedToService`.",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut found: Vec<Found> = Vec::new();
    for document in policy::documents(scope).iter().filter(|document| document.kind == Kind::Identity) {
        for statement in document.statements(scope).iter().filter(|statement| statement.allows_always()) {
            if !statement.texts(scope, "Resource").iter().any(|(resource, _)| resource == "*") {
                continue;
            }
            let actions = statement.texts(scope, "Action");
            for (_, location) in actions.into_iter().filter(|(action, _)| action.eq_ignore_ascii_case("iam:PassRole")) {
                let finding = rule.finding("the policy allows `iam:PassRole` on every role").help(rule.fix);
                found.push((finding, location, statement.path_to("Action")));
            }
        }
    }
    context.report_all(found);
}
