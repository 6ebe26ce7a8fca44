//! FW502: a policy that allows everything.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::policy;
use crate::schema::actions;

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

fn run(rule: &Rule, context: &mut Context<'_>) {
    for (action, property) in policy::allowed_everywhere(context.scope()) {
        let what = match action.as_str() {
            "*" => "every action".to_owned(),
            // Where no action takes a resource, there is nothing else to write.
            _ if action.strip_suffix(":*").is_some_and(actions::takes_resources) => format!("`{}`", shown(&action)),
            _ => continue,
        };
        property.report(context, rule.finding(format!("the policy allows {what} on every resource")).help(rule.fix));
    }
}
