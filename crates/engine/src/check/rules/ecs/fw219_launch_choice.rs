//! FW219: a service with both a launch type and a capacity provider strategy.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{resource, service};

pub(crate) const RULE: Rule = Rule {
    code: "FW219",
    severity: Severity::Error,
    what: "Finds an ECS service that has both `LaunchType` and `CapacityProviderStrategy`.",
    why: "ECS refuses the service: `Specifying both a launch type and capacity provider strategy is not supported`.",
    example: "\"LaunchType\": \"FARGATE\" beside \"CapacityProviderStrategy\"",
    fix: "remove `LaunchType`: the capacity providers `FARGATE` and `FARGATE_SPOT` imply it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html#cfn-ecs-service-launchtype",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for service in resource::of_type(scope, service::SERVICE) {
        let launch = service.properties.get("LaunchType");
        let strategy = service.properties.get("CapacityProviderStrategy");
        // An empty strategy is none, and what a condition leaves out may be the other of the two.
        if launch.text().is_none() || strategy.items().is_none_or(|items| items.is_empty()) {
            continue;
        }
        let finding = rule.finding(format!("`{}` has both a launch type and a capacity provider strategy", service.id));
        launch.report(context, finding.help(rule.fix).related(strategy.location(), "the strategy"));
    }
}
