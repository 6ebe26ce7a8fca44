//! E3048: a task definition for Fargate that Fargate does not take.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Severity, nearest};
use crate::language::read::resource;
use crate::language::read::task::{self, Container};

pub(crate) const RULE: Rule = Rule {
    code: "E3048",
    severity: Severity::Error,
    what: "Finds a Fargate task definition without `Cpu` or `Memory`, with a `NetworkMode` other than `awsvpc`, with placement constraints, an unsupported log driver, or a privileged container.",
    why: "ECS refuses the task definition.",
    example: "\"RequiresCompatibilities\": [\"FARGATE\"] without `NetworkMode`: that means `bridge`.",
    fix: "set `NetworkMode: awsvpc`, `Cpu` and `Memory` in the task, and use one of the log drivers `awslogs`, `splunk`, `awsfirelens`; remove what needs container instances",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html",
    kind: RuleKind::Template(run),
};

const DRIVERS: [&str; 3] = ["awsfirelens", "awslogs", "splunk"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for task in resource::of_type(scope, task::TASK_DEFINITION).iter().filter(|task| task::is_for_fargate(task)) {
        let wanted = task.properties.get("RequiresCompatibilities");
        for name in ["Cpu", "Memory"] {
            if task.properties.get(name).is_absent() {
                wanted.report(
                    context,
                    rule.finding(format!("a task on Fargate needs `{name}`, which `{}` does not set", task.id)).help(rule.fix),
                );
            }
        }
        let mode = task.properties.get("NetworkMode");
        if let Some(given) = mode.text_or("bridge").filter(|given| given != "awsvpc") {
            let how = if mode.is_absent() { "is left out, which means" } else { "is" };
            let message = format!("the `NetworkMode` of `{}` {how} `{given}`; Fargate supports only `awsvpc`", task.id);
            mode.report(context, rule.finding(message).help("write `NetworkMode: awsvpc`"));
        }
        let constraints = task.properties.get("PlacementConstraints");
        if constraints.items().is_some_and(|items| !items.is_empty()) {
            constraints.report(context, rule.finding("Fargate does not support `PlacementConstraints`").help("remove them"));
        }
        for container in task::every_container(task) {
            validate(rule, context, &container);
        }
    }
}

fn validate(rule: &Rule, context: &mut Context<'_>, container: &Container<'_>) {
    let driver = container.log_driver();
    if let Some(given) = driver.text().filter(|given| !DRIVERS.contains(&given.as_str())) {
        let mut finding = rule.finding(format!("Fargate does not support the log driver `{given}`"));
        let near = nearest(&given, DRIVERS);
        finding.help =
            Some(near.map_or_else(|| format!("it has {}", DRIVERS.join(", ")), |near| format!("did you mean `{near}`?")));
        driver.report(context, finding);
    }
    let privileged = container.get("Privileged");
    if privileged.is("true") {
        privileged.report(context, rule.finding("Fargate does not support privileged containers").help("remove `Privileged`"));
    }
}
