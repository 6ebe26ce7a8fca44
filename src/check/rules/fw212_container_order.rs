//! FW212: a container that waits for what never comes.

use std::collections::BTreeMap;

use crate::check::property::Property;
use crate::check::resources;
use crate::check::{Context, Reach, Rule};
use crate::diagnostic::{Severity, nearest};

pub const RULE: Rule = Rule {
    code: "FW212",
    severity: Severity::Error,
    what: "Finds `DependsOn` of a container that names no other container of the task, or waits until one is healthy that has no `HealthCheck`.",
    why: "ECS refuses the task definition; the `HEALTHCHECK` of an image does not count.",
    example: "\"DependsOn\": [{\"ContainerName\": \"xray\", \"Condition\": \"HEALTHY\"}] where `xray` has no `HealthCheck`.",
    fix: "Name another container of the task; give it a `HealthCheck`, or wait for `START` only.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-containerdependency.html",
    reach: Reach::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let template = context.template();
    for task in resources::of_type(template, "AWS::ECS::TaskDefinition") {
        let containers = task.properties.get("ContainerDefinitions").items().unwrap_or_default();
        let names: Option<Vec<String>> = containers.iter().map(|container| container.get("Name").text()).collect();
        let Some(names) = names else { continue };
        let by_name: BTreeMap<&str, &Property<'_>> = names.iter().map(String::as_str).zip(&containers).collect();
        for (container, own) in containers.iter().zip(&names) {
            for dependency in container.get("DependsOn").items().unwrap_or_default() {
                let wanted = dependency.get("ContainerName");
                let Some(name) = wanted.text() else { continue };
                let Some(other) = by_name.get(name.as_str()).filter(|_| name != *own) else {
                    let mut finding =
                        rule.finding(format!("`{own}` waits for `{name}`, and the task has no other container of that name"));
                    let near = nearest(&name, names.iter().map(String::as_str).filter(|other| other != own));
                    finding.help = near.map(|near| format!("did you mean `{near}`?"));
                    wanted.report(context, finding);
                    continue;
                };
                let condition = dependency.get("Condition");
                if condition.is("HEALTHY") && other.get("HealthCheck").is_absent() {
                    let finding =
                        rule.finding(format!("`{own}` waits until `{name}` is healthy, and `{name}` has no `HealthCheck`"));
                    condition.report(context, finding.help("give it a `HealthCheck`, or wait for `START`"));
                }
            }
        }
    }
}
