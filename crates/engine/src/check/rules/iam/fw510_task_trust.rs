//! FW510: a role of a task that ECS may not assume.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{resource, role, task};

pub(crate) const RULE: Rule = Rule {
    code: "FW510",
    severity: Severity::Error,
    what: "Finds a task role or execution role whose trust policy names services, but not `ecs-tasks.amazonaws.com`.",
    why: "No task starts: ECS cannot assume the role.",
    example: "\"Principal\": { \"Service\": \"ecs.amazonaws.com\" }",
    fix: "Trust `ecs-tasks.amazonaws.com`; the constructs `Role::for_tasks` and `ExecutionRole` do.",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
    kind: RuleKind::Template(run),
};

const SERVICE: &str = "ecs-tasks.amazonaws.com";

fn run(rule: &Rule, context: &mut Context<'_>) {
    for task in resource::of_type(context.scope(), task::TASK_DEFINITION) {
        for (name, property) in [("TaskRoleArn", task::task_role(&task)), ("ExecutionRoleArn", task::execution_role(&task))] {
            let Some(role) = role::of(&property) else { continue };
            let trusted = role::trusted_services(&role).filter(|services| !services.iter().any(|one| one == SERVICE));
            let Some(services) = trusted else { continue };
            let message =
                format!("ECS cannot assume `{}`, the `{name}` of `{}`: it trusts only {}", role.id, task.id, services.join(", "));
            property.report(context, rule.finding(message).help(rule.fix));
        }
    }
}
