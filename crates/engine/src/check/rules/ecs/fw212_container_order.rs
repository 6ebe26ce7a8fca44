//! FW212: a container that waits for what never comes.

use std::collections::BTreeMap;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Severity, nearest};
use crate::language::read::resource;
use crate::language::read::task::{self, Container};

pub(crate) const RULE: Rule = Rule {
    code: "FW212",
    severity: Severity::Error,
    what: "Finds a container's `DependsOn` on a container that the task does not have, or on the end of an essential one.",
    why: "ECS refuses the task definition.",
    example: "\"DependsOn\": [{\"ContainerName\": \"migrate\", \"Condition\": \"SUCCESS\"}] where `migrate` is not `Essential: false`.",
    fix: "name another container of the task; write `Essential: false` for one that ends",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-containerdependency.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for task in resource::of_type(scope, task::TASK_DEFINITION) {
        let containers = task::containers(&task).unwrap_or_default();
        let names: Option<Vec<String>> = containers.iter().map(|container| container.name().text()).collect();
        let Some(names) = names else { continue };
        let by_name: BTreeMap<&str, &Container<'_>> = names.iter().map(String::as_str).zip(&containers).collect();
        for (container, own) in containers.iter().zip(&names) {
            for dependency in container.get("DependsOn").items().unwrap_or_default() {
                let wanted = dependency.get("ContainerName");
                let Some(name) = wanted.text() else { continue };
                let Some(other) = by_name.get(name.as_str()).filter(|_| name != *own) else {
                    let mut finding =
                        rule.finding(format!("`{own}` waits for `{name}`, but the task has no other container of that name"));
                    let near = nearest(&name, names.iter().map(String::as_str).filter(|other| other != own));
                    finding.help = near.map(|near| format!("did you mean `{near}`?"));
                    wanted.report(context, finding);
                    continue;
                };
                let condition = dependency.get("Condition");
                let given = condition.text().unwrap_or_default();
                let essential = other.get("Essential").text_or("true").is_some_and(|essential| essential == "true");
                if matches!(given.as_str(), "COMPLETE" | "SUCCESS") && essential {
                    let message =
                        format!("`{own}` waits until `{name}` has ended, but `{name}` is essential: the task would end with it");
                    condition.report(context, rule.finding(message).help(format!("write `Essential: false` for `{name}`")));
                }
            }
        }
    }
}
