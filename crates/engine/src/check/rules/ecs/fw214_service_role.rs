//! FW214: a service with a role that it cannot have.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{resource, service};

pub(crate) const RULE: Rule = Rule {
    code: "FW214",
    severity: Severity::Error,
    what: "Finds a service with `Role` that has no load balancer, or whose tasks have the network mode `awsvpc`.",
    why: "ECS refuses the service: for such tasks it uses its own service-linked role.",
    example: "\"LaunchType\": \"FARGATE\", \"Role\": {\"Ref\": \"ServiceRole\"}",
    fix: "remove `Role`; the permissions of the application belong to `TaskRoleArn` of the task definition",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for service in resource::of_type(scope, service::SERVICE) {
        let role = service.properties.get("Role");
        if !role.is_given() {
            continue;
        }
        let task = service::task_of(&service);
        let mode = task.and_then(|task| service::network_mode(&service, &task)).unwrap_or_default();
        let reason = if mode == "awsvpc" || service::runs_on_fargate(&service) {
            "its tasks have the network mode `awsvpc`"
        } else if service::balancers(&service).is_absent() {
            "it has no load balancer"
        } else {
            continue;
        };
        let finding = rule.finding(format!("`{}` cannot have a `Role`: {reason}", service.id));
        role.report(context, finding.help(rule.fix));
    }
}
