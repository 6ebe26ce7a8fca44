//! FW503: a policy that may hand on every role.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::policy::{self, Kind};
use crate::language::read::property::Property;

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
    for document in policy::documents(context.scope()).iter().filter(|document| document.kind == Kind::Identity) {
        for statement in policy::statements(&document.property) {
            if !statement.allows_always() || !statement.names("Resource", "*") {
                continue;
            }
            let passes = |entry: &Property<'_>| entry.text().is_some_and(|action| action.eq_ignore_ascii_case("iam:PassRole"));
            for entry in statement.entries("Action").into_iter().filter(passes) {
                let finding = rule.finding("the policy allows `iam:PassRole` on every role").help(rule.fix);
                context.report(finding, entry.location(), statement.get("Action").path());
            }
        }
    }
}
