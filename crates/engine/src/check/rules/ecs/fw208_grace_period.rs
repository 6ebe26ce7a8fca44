//! FW208: a grace period that is too short, or of no use.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::task::{self, Container};
use crate::language::read::{resource, service};

pub(crate) const RULE: Rule = Rule {
    code: "FW208",
    severity: Severity::Warning,
    what: "Finds a service whose `HealthCheckGracePeriodSeconds` is shorter than the `StartPeriod` of the container behind its load balancer, or that has one and no health check.",
    why: "The load balancer marks a task as unhealthy before its container has started, ECS stops it, and the next one fails in the same way until the deployment fails. Without any health check the period has no effect.",
    example: "\"StartPeriod\": 60 in the container and no `HealthCheckGracePeriodSeconds` in the service: it is 0 then.",
    fix: "set `HealthCheckGracePeriodSeconds` to at least the start period plus the time that the target group's health checks take",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for service in resource::of_type(scope, service::SERVICE) {
        let Some(containers) = service::task_of(&service).and_then(|task| task::containers(&task)) else { continue };
        let grace = service.properties.get("HealthCheckGracePeriodSeconds");
        let Some(seconds) = grace.text_or("0").and_then(|text| text.parse::<i64>().ok()) else { continue };
        for registration in service::registrations(&service) {
            let Some(name) = registration.container.text() else { continue };
            let Some(container) = Container::named(&containers, &name) else { continue };
            let start = container.at(&["HealthCheck", "StartPeriod"]);
            let Some(needed) = start.number().filter(|needed| *needed > seconds) else { continue };
            let message = format!(
                "the grace period of `{}` is {seconds} s, shorter than the {needed} s that its container `{name}` has to start",
                service.id
            );
            grace.report(context, rule.finding(message).help(rule.fix).related(start.location(), "the start period"));
        }
        let others = ["VpcLatticeConfigurations", "ServiceConnectConfiguration"];
        let alone = service::balancers(&service).items().is_some_and(|items| items.is_empty())
            && others.iter().all(|key| service.properties.get(key).is_absent());
        if seconds > 0 && alone && containers.iter().all(|container| container.get("HealthCheck").is_absent()) {
            let message =
                format!("`{}` has a grace period but no health check, neither of a load balancer nor of a container", service.id);
            grace.report(context, rule.finding(message).help("remove it, or add the load balancer"));
        }
    }
}
