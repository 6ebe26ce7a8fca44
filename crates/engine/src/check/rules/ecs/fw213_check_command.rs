//! FW213: a health check of a container whose command Docker does not understand.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{resource, task};

pub(crate) const RULE: Rule = Rule {
    code: "FW213",
    severity: Severity::Warning,
    what: "Finds a health check of a container whose command begins with neither `CMD` nor `CMD-SHELL`.",
    why: "The first item says how the rest is run. Without it the container does not start, or never becomes healthy.",
    example: "\"Command\": [\"curl -f http://localhost/\"]",
    fix: "write `CMD-SHELL` and the shell command, or `CMD` and the program with its arguments",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-healthcheck.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for task in resource::of_type(scope, task::TASK_DEFINITION) {
        for container in task::every_container(&task) {
            let command = container.at(&["HealthCheck", "Command"]).items().unwrap_or_default();
            let Some(first) = command.first() else { continue };
            let Some(given) = first.text().filter(|given| !matches!(given.as_str(), "CMD" | "CMD-SHELL" | "NONE")) else {
                continue;
            };
            let finding =
                rule.finding(format!("expected a health check command that begins with `CMD` or `CMD-SHELL`, found `{given}`"));
            first.report(context, finding.help(rule.fix));
        }
    }
}
