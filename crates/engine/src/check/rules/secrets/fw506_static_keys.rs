//! FW506: AWS keys in a container's variables.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{resource, task};

pub(crate) const RULE: Rule = Rule {
    code: "FW506",
    severity: Severity::Warning,
    what: "Finds a variable or secret of a container that is called `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` or `AWS_SESSION_TOKEN`.",
    why: "The SDKs prefer such keys to the task's role. They do not expire, so whoever reads them once can use them for good.",
    example: "A container secret `AWS_ACCESS_KEY_ID` from the Parameter Store.",
    fix: "give the task a role (`TaskRoleArn`) with the permissions it needs, and remove the keys",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
    kind: RuleKind::Template(run),
};

const KEYS: [&str; 3] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    // In a function these names are reserved: `E3663`.
    for variable in resource::of_type(context.scope(), task::TASK_DEFINITION).iter().flat_map(task::variables) {
        let Some(name) = variable.name.filter(|name| KEYS.contains(&name.as_str())) else { continue };
        let finding = rule.finding(format!("the container has AWS keys of its own: `{name}`"));
        variable.value.report(context, finding.help(rule.fix));
    }
}
