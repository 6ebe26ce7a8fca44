//! E3053: a host port that a task with its own address cannot have.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{resource, task};

pub(crate) const RULE: Rule = Rule {
    code: "E3053",
    severity: Severity::Error,
    what: "Finds a `HostPort` that differs from the `ContainerPort` in a task of network mode `awsvpc` or `host`.",
    why: "ECS refuses the task definition: in these modes a container port is the host port.",
    example: "\"ContainerPort\": 4567, \"HostPort\": 80 with \"NetworkMode\": \"awsvpc\"",
    fix: "leave `HostPort` out",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-portmapping.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for task in resource::of_type(scope, task::TASK_DEFINITION) {
        let Some(mode) = task.properties.get("NetworkMode").text().filter(|mode| mode == "awsvpc" || mode == "host") else {
            continue;
        };
        let containers = task::every_container(&task);
        for mapping in containers.iter().flat_map(|container| container.mappings().every_item()) {
            let host = mapping.get("HostPort");
            let (Some(outer), Some(inner)) = (host.number(), mapping.get("ContainerPort").number()) else { continue };
            if outer == inner || (outer == 0 && mode == "awsvpc") {
                continue;
            }
            let message = format!(
                "`HostPort` {outer} differs from `ContainerPort` {inner}; they must be equal in the network mode `{mode}`"
            );
            host.report(context, rule.finding(message).help(format!("leave `HostPort` out, or write {inner}")));
        }
    }
}
