//! FW201: a service that sends traffic to a container, or a port, that its task definition does not have.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};
use crate::language::read::service::{self, Registration};
use crate::language::read::task::{self, Container};

pub(crate) const RULE: Rule = Rule {
    code: "FW201",
    severity: Severity::Error,
    what: "Finds a service whose load balancer names a container that its task definition does not have, or a port that the container does not map.",
    why: "ECS refuses the service when the stack deploys.",
    example: "\"ContainerName\": \"backend\" where the task definition has `backend-flask`",
    fix: "use the container's name and a `ContainerPort` of its `PortMappings`; `FargateService::behind` takes both from the task",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-loadbalancer.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for service in resource::of_type(scope, service::SERVICE) {
        let Some(task) = service::task_of(&service) else { continue };
        for registration in service::registrations(&service) {
            if let Some((finding, property)) = validate(rule, &task, registration) {
                property.report(context, finding);
            }
        }
    }
}

fn validate<'a>(rule: &Rule, task: &Resource<'a>, registration: Registration<'a>) -> Option<(Diagnostic, Property<'a>)> {
    let containers = task::containers(task)?;
    let names: Vec<String> = containers.iter().map(|container| container.name().text()).collect::<Option<_>>()?;
    // A name that is empty is a mistake of another kind, which the construct and ECS report.
    let name = registration.container.text().filter(|name| !name.is_empty())?;
    let Some(container) = Container::named(&containers, &name) else {
        let finding = rule.finding(format!("the task definition `{}` has no container `{name}`", task.id));
        let near = nearest(&name, names.iter().map(String::as_str));
        let help = near.map_or(format!("its containers: {}", names.join(", ")), |near| format!("did you mean `{near}`?"));
        return Some((finding.help(help), registration.container));
    };
    let port = registration.port.text()?;
    let ports = container.ports().filter(|ports| !ports.contains(&port))?;
    let finding = rule.finding(format!("the container `{name}` of `{}` does not map port {port}", task.id));
    let mapped = if ports.is_empty() { "it maps no port".to_owned() } else { format!("it maps {}", ports.join(", ")) };
    Some((finding.help(mapped), registration.port))
}
