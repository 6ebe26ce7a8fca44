//! E3049: a health check of a fixed port for containers that have changing ones.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::task::{self, Container};
use crate::language::read::{listener, resource, service};

pub(crate) const RULE: Rule = Rule {
    code: "E3049",
    severity: Severity::Warning,
    what: "Finds a target group whose health check uses a fixed port although its container has `HostPort: 0`.",
    why: "ECS assigns each task a different host port, so a check of a fixed port reaches nothing, or another task.",
    example: "\"HostPort\": 0 in the container and \"HealthCheckPort\": \"8080\" in the target group.",
    fix: "leave `HealthCheckPort` out, or write `traffic-port`",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for service in resource::of_type(scope, service::SERVICE) {
        let Some(task) = service::task_of(&service) else { continue };
        let containers = task::containers(&task).unwrap_or_default();
        for registration in service::registrations(&service) {
            let Some(group) = registration.group.target_of(listener::TARGET_GROUP) else { continue };
            let (Some(name), Some(port)) = (registration.container.text(), registration.port.text()) else { continue };
            let check = group.properties.get("HealthCheckPort");
            let Some(fixed) = check.number() else { continue };
            let mappings = Container::named(&containers, &name).and_then(|container| container.mappings().items());
            let mappings = mappings.unwrap_or_default();
            let Some(mapping) = mappings.iter().find(|mapping| mapping.get("ContainerPort").is(&port)) else { continue };
            let host = mapping.get("HostPort");
            if host.is("0") {
                let message = format!(
                    "the health check of `{}` uses port {fixed}, but the tasks of `{}` get dynamic ports",
                    group.id, service.id
                );
                check.report(context, rule.finding(message).help(rule.fix).related(host.location(), "takes any free port"));
            }
        }
    }
}
