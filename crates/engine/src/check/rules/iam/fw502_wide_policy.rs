//! FW502: a policy that allows everything.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::policy;
use crate::schema::actions;
use crate::template::listed;

pub(crate) const RULE: Rule = Rule {
    code: "FW502",
    severity: Severity::Warning,
    what: "Finds a statement of an identity policy that allows every action, or every action of a service whose actions take resources, on every resource, without a condition.",
    why: "Whoever obtains the credentials can do all of that, even to resources outside the template.",
    example: "{ \"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\" }",
    fix: "name the actions that are used, and the resources (in Rust `bucket.arn()`, in YAML `!GetAtt Bucket.Arn`); if it is meant, allow the finding with the reason",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    kind: RuleKind::Template(run),
};

/// How many actions a message names.
const SHOWN: usize = 4;

fn run(rule: &Rule, context: &mut Context<'_>) {
    for mut actions in policy::allowed_everywhere(context.scope()) {
        // Where no action takes a resource, there is nothing else to write.
        let is_wide = |action: &str| action == "*" || action.strip_suffix(":*").is_some_and(actions::takes_resources);
        actions.retain(|(action, _)| is_wide(action));
        let Some((_, first)) = actions.first() else { continue };
        let names: Vec<String> = actions.iter().map(|(action, _)| format!("`{}`", shown(action))).collect();
        let what = match names.iter().any(|name| name == "`*`") {
            true => "every action".to_owned(),
            false => listed(&names, SHOWN),
        };
        first.report(context, rule.finding(format!("the policy allows {what} on every resource")).help(rule.fix));
    }
}
