//! E3052: a service that does not say in which subnets its tasks run.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{resource, service};

pub(crate) const RULE: Rule = Rule {
    code: "E3052",
    severity: Severity::Error,
    what: "Finds a service without `NetworkConfiguration` whose tasks use the network mode `awsvpc` (all Fargate tasks do), and one with it whose tasks use another mode.",
    why: "ECS refuses the service.",
    example: "\"LaunchType\": \"FARGATE\" without `NetworkConfiguration`",
    fix: "set `NetworkConfiguration` with the subnets and security groups of the tasks; only tasks of mode `awsvpc` support it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-networkconfiguration.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for service in resource::of_type(scope, service::SERVICE) {
        let property = service.properties.get("NetworkConfiguration");
        let task = service::task_of(&service);
        let mode = match &task {
            Some(task) => service::network_mode(&service, task),
            None if service::runs_on_fargate(&service) => Some("awsvpc".to_owned()),
            None => None,
        };
        // With an external controller, each task set has its own.
        let controller = service.properties.at(&["DeploymentController", "Type"]).text_or("ECS");
        let whole = controller.is_some_and(|kind| kind != "EXTERNAL");
        let finding = match mode.as_deref() {
            Some("awsvpc") if property.is_absent() && whole => rule
                .finding(format!("`{}` has no `NetworkConfiguration`, but its tasks use the network mode `awsvpc`", service.id)),
            Some(mode @ ("bridge" | "host" | "none")) if property.is_given() => rule
                .finding(format!("`{}` has a `NetworkConfiguration`, but its tasks use the network mode `{mode}`", service.id)),
            _ => continue,
        };
        property.report(context, finding.help(rule.fix));
    }
}
