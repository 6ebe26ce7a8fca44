//! FW201: a service that sends traffic to a container, or a port, that its task definition does not have.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::language::Scope;
use crate::language::read::task;
use crate::template::Node;
use crate::template::path::Path;

pub(crate) const RULE: Rule = Rule {
    code: "FW201",
    severity: Severity::Error,
    what: "Finds a service whose load balancer names a container that its task definition does not have, or a port that the container does not map.",
    why: "ECS refuses the service when the stack deploys; neither cfn-lint nor AWS's own validator sees the port.",
    example: "\"ContainerName\": \"backend\" where the task definition has `backend-flask`",
    fix: "Use the container's name and a `ContainerPort` of its `PortMappings`; `FargateService::behind` takes both from the task.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-loadbalancer.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for resource in scope.resources().filter(|resource| resource.resource_type == "AWS::ECS::Service") {
        let Some(properties) = resource.node.get("Properties") else { continue };
        let balancers = properties.get("LoadBalancers").and_then(|node| scope.literal(node)).and_then(Node::as_list);
        for (index, balancer) in balancers.into_iter().flatten().enumerate() {
            let Some((finding, key, location)) = validate(rule, scope, properties, balancer) else { continue };
            let index = index.to_string();
            let path = Path::of(["Resources", resource.id.as_str(), "Properties", "LoadBalancers"]).then(index).then(key);
            context.report(finding, location.or(properties.location), path);
        }
    }
}

fn validate<'a>(
    rule: &Rule,
    scope: &'a Scope<'a>,
    properties: &'a Node,
    balancer: &'a Node,
) -> Option<(Diagnostic, &'static str, crate::template::SourceLocation)> {
    let (task, definition) = task::referred(scope, properties.get("TaskDefinition")?, "AWS::ECS::TaskDefinition")?;
    let containers = task::containers(scope, definition)?;
    let names: Option<Vec<String>> = containers.iter().map(|container| container.name.clone()).collect();
    let names = names?;
    let name_node = balancer.get("ContainerName")?;
    // A name that is empty is a mistake of another kind, which the construct and ECS report.
    let name = scope.text(name_node).filter(|name| !name.is_empty())?;
    let Some(container) = containers.iter().find(|container| container.name.as_deref() == Some(&name)) else {
        let mut finding = rule.finding(format!("the task definition `{task}` has no container `{name}`"));
        let near = nearest(&name, names.iter().map(String::as_str));
        finding.help =
            Some(near.map_or(format!("its containers: {}", names.join(", ")), |near| format!("did you mean `{near}`?")));
        return Some((finding, "ContainerName", name_node.location));
    };
    let port_node = balancer.get("ContainerPort")?;
    let port = scope.text(port_node)?;
    let ports = container.ports.as_ref()?;
    if ports.contains(&port) {
        return None;
    }
    let finding = rule.finding(format!("the container `{name}` of `{task}` does not map port {port}"));
    let mapped = if ports.is_empty() { "it maps no port".to_owned() } else { format!("it maps {}", ports.join(", ")) };
    Some((finding.help(mapped), "ContainerPort", port_node.location))
}
