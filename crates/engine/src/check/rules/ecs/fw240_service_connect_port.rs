//! FW240: a Service Connect service on a port name that the task definition does not have.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Severity, nearest};
use crate::language::read::{resource, service, task};

pub(crate) const RULE: Rule = Rule {
    code: "FW240",
    severity: Severity::Error,
    what: "Finds a service that offers a port by Service Connect under a name that no `PortMappings` of its task definition has.",
    why: "ECS refuses the service when the stack deploys.",
    example: "\"PortName\": \"api\" where the port mapping has no `Name`",
    fix: "give the port mapping that `Name`; `Container::named_port` does",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-serviceconnectservice.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for service in resource::of_type(scope, service::SERVICE) {
        let Some(task) = service::task_of(&service) else { continue };
        let Some(names) = port_names(&task) else { continue };
        let offered = service.properties.at(&["ServiceConnectConfiguration", "Services"]).every_item();
        for port in offered.into_iter().map(|offer| offer.get("PortName")) {
            let Some(name) = port.text().filter(|name| !names.contains(name)) else { continue };
            let finding = rule.finding(format!("no port mapping of the task definition `{}` has the name `{name}`", task.id));
            let help = match nearest(&name, names.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => rule.fix.to_owned(),
            };
            port.report(context, finding.help(help));
        }
    }
}

/// The names of the ports that the containers of a task map, where they are known to be these.
fn port_names(task: &resource::Resource<'_>) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for container in task::containers(task)? {
        for mapping in container.mappings().items()? {
            let name = mapping.get("Name");
            if !name.is_absent() {
                names.push(name.text()?);
            }
        }
    }
    Some(names)
}
