//! FW206: a secret that has the name of another variable.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::variable::Variable;
use crate::language::read::{resource, task};

pub(crate) const RULE: Rule = Rule {
    code: "FW206",
    severity: Severity::Error,
    what: "Finds a secret of a container that has the name of another secret, or of a plain variable in `Environment`.",
    why: "ECS refuses the task definition: the container would have two variables of one name.",
    example: "\"Environment\": [{\"Name\": \"CONNECTION_URL\", …}], \"Secrets\": [{\"Name\": \"CONNECTION_URL\", …}]",
    fix: "remove the plain variable with its value, or rename one of the two",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-secret.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for task in resource::of_type(scope, task::TASK_DEFINITION) {
        for container in task::containers(&task).unwrap_or_default() {
            let variables = container.variables();
            for (index, secret) in variables.iter().enumerate().filter(|(_, variable)| variable.is_secret) {
                let Some(name) = &secret.name else { continue };
                let is_same = |other: &&Variable<'_>| other.name == secret.name && other.named.coexists(&secret.named);
                let Some(other) = variables[..index].iter().find(is_same) else { continue };
                let what = if other.is_secret { "another secret" } else { "a plain variable" };
                let finding = rule.finding(format!("`{name}` is both a secret and {what} of the container"));
                secret.named.report(context, finding.help(rule.fix).related(other.named.location(), "the other one"));
            }
        }
    }
}
