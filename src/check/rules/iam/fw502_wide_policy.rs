//! FW502: a policy that allows everything.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::policy::{self, Kind};

pub(crate) const RULE: Rule = Rule {
    code: "FW502",
    severity: Severity::Warning,
    what: "Finds a statement of a user, group or role that allows every action, or every action of a service, on every resource, without a condition.",
    why: "Whoever gets hold of the credentials may do all that, also to what the template does not know.",
    example: "{ \"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\" }",
    fix: "Name the actions that are used, and the resources: `bucket.arn()`. If it is meant, allow the finding with the reason.",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for document in policy::documents(context.scope()).iter().filter(|document| document.kind == Kind::Identity) {
        for statement in policy::statements(&document.property) {
            if !statement.allows_always() || !statement.names("Resource", "*") {
                continue;
            }
            for entry in statement.entries("Action") {
                let Some(action) = entry.text().filter(|action| action == "*" || action.ends_with(":*")) else { continue };
                let what = if action.starts_with('*') { "every action".to_owned() } else { format!("`{}`", shown(&action)) };
                let finding = rule.finding(format!("the policy allows {what} on every resource")).help(rule.fix);
                context.report(finding, entry.location(), statement.get("Action").path());
            }
        }
    }
}
