//! FW217: a container that waits for the health of one that has no check.

use std::collections::BTreeMap;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;
use crate::language::read::task::{self, Container};

pub(crate) const RULE: Rule = Rule {
    code: "FW217",
    severity: Severity::Warning,
    what: "Finds a container that waits until another one is healthy that has no `HealthCheck`.",
    why: "ECS knows the health only of containers with a `HealthCheck` in the task definition; the `HEALTHCHECK` of an image does not count.",
    example: "\"DependsOn\": [{\"ContainerName\": \"xray\", \"Condition\": \"HEALTHY\"}] where `xray` has no `HealthCheck`.",
    fix: "give the other container a `HealthCheck`, or wait for `START`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-containerdependency.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for task in resource::of_type(scope, task::TASK_DEFINITION) {
        let containers = task::containers(&task).unwrap_or_default();
        let named = containers.iter().filter_map(|container| Some((container.name().text()?, container)));
        let by_name: BTreeMap<String, &Container<'_>> = named.collect();
        for dependency in containers.iter().flat_map(|container| container.get("DependsOn").items().unwrap_or_default()) {
            let condition = dependency.get("Condition");
            let Some(name) = dependency.get("ContainerName").text().filter(|_| condition.is("HEALTHY")) else { continue };
            if by_name.get(&name).is_some_and(|other| other.get("HealthCheck").is_absent()) {
                let finding =
                    rule.finding(format!("a container waits until `{name}` is healthy, but `{name}` has no `HealthCheck`"));
                condition.report(context, finding.help(rule.fix));
            }
        }
    }
}
