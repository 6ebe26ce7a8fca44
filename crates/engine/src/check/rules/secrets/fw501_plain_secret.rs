//! FW501: a secret in a plain environment variable.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::secret::{could_be_secret, is_credential, is_named_so, is_placeholder};
use crate::language::read::{resource, task, variable};

pub(crate) const RULE: Rule = Rule {
    code: "FW501",
    severity: Severity::Error,
    what: "Finds environment variables of containers and functions whose name and literal value, or value alone, look like a password, a token or a key. In a function it is a warning if only the name does.",
    why: "Anyone who can describe the task definition or function, or read the template or its snapshot, can read the secret.",
    example: "{ \"Name\": \"DB_PASSWORD\", \"Value\": \"correct-horse\" }",
    fix: "keep it in the Parameter Store or Secrets Manager and refer to it: in Rust `.secret(\"DB_PASSWORD\", Secret::ssm(\"/…\"))` of the container, in YAML an item of the container's `Secrets` with `ValueFrom`; if it is not a secret, allow the finding with the reason",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for resource in resource::all(scope) {
        let is_function = variable::FUNCTIONS.contains(&resource.kind);
        let variables = match resource.kind {
            task::TASK_DEFINITION => task::variables(&resource),
            _ if is_function => variable::of_function(&resource),
            _ => continue,
        };
        for variable in variables.iter().filter(|variable| !variable.is_secret) {
            let (Some(name), Some(value)) = (&variable.name, variable.value.text()) else { continue };
            // The value is not repeated in any output.
            if is_credential(&value) || is_named_so(name) && could_be_secret(&value) && !is_placeholder(&value) {
                let message = format!("the variable `{name}` looks like a secret in plain text");
                let mut finding = rule.finding(message).help(rule.fix);
                // Functions read secrets by their names, which variables such as `DB_SECRET` often hold.
                if is_function && !is_credential(&value) {
                    finding.severity = Severity::Warning;
                }
                variable.value.report(context, finding);
            }
        }
    }
}
