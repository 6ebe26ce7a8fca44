//! FW211: containers that do not fit into their task.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};
use crate::language::read::task;

pub(crate) const RULE: Rule = Rule {
    code: "FW211",
    severity: Severity::Error,
    what: "Finds a container without memory in a task without memory, a container with more memory than its task, one whose reservation exceeds its limit, and containers that together use more cpu than their task.",
    why: "ECS refuses the task definition.",
    example: "\"Memory\": \"512\" in the task and \"Memory\": 1024 in its container.",
    fix: "raise the size of the task, or lower that of the containers; a task without `Memory` needs it in each container",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for task in resource::of_type(scope, task::TASK_DEFINITION) {
        let Some(containers) = task::containers(&task) else { continue };
        for container in &containers {
            if let Some((property, message)) = memory(&task, container) {
                property.report(context, rule.finding(message).help(rule.fix));
            }
        }
        let used: i64 = containers.iter().filter_map(|container| container.get("Cpu").number()).fold(0, i64::saturating_add);
        let cpu = task.properties.get("Cpu");
        if cpu.number().is_some_and(|most| used > most) {
            let most = cpu.text().unwrap_or_default();
            let message = format!("the containers of `{}` use cpu {used} in total, more than the {most} of the task", task.id);
            cpu.report(context, rule.finding(message).help(rule.fix));
        }
    }
}

fn memory<'a>(task: &Resource<'a>, container: &Property<'a>) -> Option<(Property<'a>, String)> {
    let whole = task.properties.get("Memory");
    let hard = container.get("Memory");
    let soft = container.get("MemoryReservation");
    // That a task on Fargate needs it is `E3048`.
    if whole.is_absent() && hard.is_absent() && soft.is_absent() && !task::is_for_fargate(task) {
        let message = format!("neither `{}` nor its container has `Memory` or `MemoryReservation`", task.id);
        return Some((container.clone(), message));
    }
    if let (Some(hard_number), Some(soft_number)) = (hard.number(), soft.number())
        && soft_number > hard_number
    {
        return Some((soft, format!("the container reserves {soft_number} MiB, more than its `Memory` of {hard_number}")));
    }
    let most = whole.number()?;
    let larger = [hard, soft].into_iter().find(|property| property.number().is_some_and(|number| number > most))?;
    let number = larger.number()?;
    Some((larger, format!("the container has {number} MiB, more than the {most} of the task `{}`", task.id)))
}
