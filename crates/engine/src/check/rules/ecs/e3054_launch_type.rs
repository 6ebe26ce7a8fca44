//! E3054: a service on Fargate whose task definition is not for Fargate.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{resource, service, task};

pub(crate) const RULE: Rule = Rule {
    code: "E3054",
    severity: Severity::Error,
    what: "Finds a service on Fargate whose task definition has another network mode than `awsvpc` and does not ask for `FARGATE`.",
    why: "ECS refuses the service: `Task definition does not support launch_type FARGATE`.",
    example: "\"LaunchType\": \"FARGATE\" with a task definition of \"NetworkMode\": \"bridge\"",
    fix: "write `RequiresCompatibilities: [FARGATE]`, `NetworkMode: awsvpc`, `Cpu` and `Memory` in the task definition",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/launch_types.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for service in resource::of_type(scope, service::SERVICE).iter().filter(|service| service::runs_on_fargate(service)) {
        let Some(task) = service::task_of(service) else { continue };
        let other_mode = task.properties.get("NetworkMode").text_or("bridge").is_some_and(|mode| mode != "awsvpc");
        let asked = task.properties.get("RequiresCompatibilities").items().unwrap_or_default();
        let known =
            task.properties.get("RequiresCompatibilities").items().is_some() && asked.iter().all(|item| item.text().is_some());
        if !other_mode || !known || task::is_for_fargate(&task) {
            continue;
        }
        let launch = service.properties.get("LaunchType");
        let property = if launch.is_absent() { service.properties.get("CapacityProviderStrategy") } else { launch };
        let finding = rule
            .finding(format!("`{}` runs on Fargate, but its task definition `{}` does not support Fargate", service.id, task.id));
        property.report(context, finding.help(rule.fix).related(task.location, "the task definition"));
    }
}
