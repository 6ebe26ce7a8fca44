//! FW207: a task definition that lacks the role with which ECS prepares its tasks.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource;
use crate::language::read::task::{self, Container};

pub(crate) const RULE: Rule = Rule {
    code: "FW207",
    severity: Severity::Error,
    what: "Finds a task definition without `ExecutionRoleArn` that has secrets, or that runs on Fargate and writes to CloudWatch Logs or pulls an image from ECR.",
    why: "ECS refuses the task definition: it uses that role to fetch secrets and images and to write logs.",
    example: "A task definition for Fargate with the log driver `awslogs` and without `ExecutionRoleArn`.",
    fix: "set `ExecutionRoleArn` to a role that `ecs-tasks.amazonaws.com` may assume, with what the task needs; the construct `ExecutionRole` makes one",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for task in resource::of_type(scope, task::TASK_DEFINITION) {
        if !task::execution_role(&task).is_absent() {
            continue;
        }
        let fargate = task::is_for_fargate(&task);
        for container in task::containers(&task).unwrap_or_default() {
            let Some((property, need)) = need(&container, fargate) else { continue };
            let message = format!("`{}` has no `ExecutionRoleArn`, but {need}", task.id);
            property.report(context, rule.finding(message).help(rule.fix));
            break;
        }
    }
}

/// What in a container needs the role.
fn need<'a>(container: &Container<'a>, fargate: bool) -> Option<(Property<'a>, &'static str)> {
    let secrets = container.secrets();
    if !secrets.every_item().is_empty() {
        return Some((secrets, "a container has secrets"));
    }
    let driver = container.log_driver();
    if fargate && driver.is("awslogs") {
        return Some((driver, "a container on Fargate writes to CloudWatch Logs"));
    }
    let image = container.image();
    let mut from_ecr = false;
    image.node()?.walk(&mut |node| from_ecr |= node.as_str().is_some_and(|text| text.contains(".dkr.ecr.")));
    // An image that is chosen by a condition may come from elsewhere.
    let chosen = image.cases().len() > 1;
    (fargate && from_ecr && !chosen).then_some((image, "a container on Fargate takes its image from ECR"))
}
