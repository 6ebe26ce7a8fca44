//! FW218: a variable of a container without a name.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::{resource, task};

pub(crate) const RULE: Rule = Rule {
    code: "FW218",
    severity: Severity::Error,
    what: "Finds an environment variable or secret of a container with an empty or missing `Name`.",
    why: "ECS refuses the task definition: `Environment variable name cannot be null or blank`.",
    example: "\"Environment\": [{\"Name\": \"\", \"Value\": \"1\"}]",
    fix: "give it a name, or remove the entry",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-keyvaluepair.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let is_blank = |name: &Property<'_>| name.text().is_some_and(|text| text.trim().is_empty());
    for task in resource::of_type(scope, task::TASK_DEFINITION) {
        for container in task::containers(&task).unwrap_or_default() {
            for variable in container.variables() {
                if variable.named.is_absent() || is_blank(&variable.named) {
                    let what = if variable.is_secret { "a secret" } else { "a variable" };
                    let finding = rule.finding(format!("{what} of a container of `{}` has no name", task.id));
                    variable.named.report(context, finding.help(rule.fix));
                }
            }
        }
    }
}
