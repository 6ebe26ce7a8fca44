//! FW411: tasks on Fargate that cannot reach the registry of their images, or their secrets.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::Scope;
use crate::language::read::resource::{self, Resource};
use crate::language::read::service;
use crate::language::read::task::{self, Container};
use crate::language::read::variable::Variable;
use crate::template::Node;

pub(crate) const RULE: Rule = Rule {
    code: "FW411",
    severity: Severity::Warning,
    what: "Finds a service on Fargate whose tasks run in a subnet that reaches neither the internet nor the endpoints of what a task needs to start, ECR and the stores of its secrets: no NAT gateway, no public address with an internet gateway, not all endpoints. It checks only networks that are entirely in the template.",
    why: "Each task fails with `CannotPullContainerError` or `ResourceInitializationError`, and the deployment waits until it gives up.",
    example: "\"AssignPublicIp\": \"DISABLED\", or left out, in a subnet whose default route is an internet gateway.",
    fix: "write `AssignPublicIp: ENABLED` for public subnets; give private ones a NAT gateway, or VPC endpoints for ecr.api, ecr.dkr, s3 and logs, and those of its secrets, secretsmanager or ssm",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html",
    kind: RuleKind::Template(run),
};

/// How a subnet reaches the internet.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// Through an internet gateway, for those with a public address.
    Gateway,
    /// By a NAT gateway, or in a way that is not checked.
    Other,
    Nowhere,
}

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let services = resource::of_type(scope, service::SERVICE);
    let on_fargate: Vec<&Resource<'_>> = services.iter().filter(|service| service::runs_on_fargate(service)).collect();
    if on_fargate.is_empty() {
        return;
    }
    let ways = ways(scope);
    for service in on_fargate {
        let network = service.properties.at(&["NetworkConfiguration", "AwsvpcConfiguration"]);
        let address = network.get("AssignPublicIp");
        let Some(public) = address.text_or("DISABLED").map(|text| text == "ENABLED") else { continue };
        for property in network.get("Subnets").items().unwrap_or_default() {
            let Some(subnet) = property.target_of("AWS::EC2::Subnet") else { continue };
            let Some(way) = ways.get(subnet.id).copied().filter(|way| *way != Way::Other) else { continue };
            if way == Way::Gateway && public {
                continue;
            }
            let Some(missing) = missing_endpoints(scope, &subnet, service).filter(|missing| !missing.is_empty()) else {
                continue;
            };
            let location = match way {
                Way::Gateway => format!("have no public address, and `{}` has no other way to the internet", subnet.id),
                _ => format!("run in `{}`, which has no way to the internet", subnet.id),
            };
            let message = format!("the tasks of `{}` {location}, nor endpoints for {}", service.id, missing.join(", "));
            property.report(context, rule.finding(message).help(rule.fix));
            break;
        }
    }
}

/// The ways of the subnets that surely have one route table, whose routes are all known.
fn ways<'a>(scope: &'a Scope<'a>) -> BTreeMap<&'a str, Way> {
    let mut routes: BTreeMap<&str, Way> = BTreeMap::new();
    for table in resource::of_type(scope, "AWS::EC2::RouteTable") {
        routes.insert(table.id, Way::Nowhere);
    }
    for route in resource::of_type(scope, "AWS::EC2::Route") {
        // A route of an unknown table could be one of any.
        let Some(table) = route.properties.get("RouteTableId").target_of("AWS::EC2::RouteTable") else { return BTreeMap::new() };
        let way = way(&route);
        let known = routes.entry(table.id).or_insert(Way::Nowhere);
        if way == Way::Other || *known == Way::Nowhere {
            *known = way;
        }
    }
    let mut tables: BTreeMap<&str, Vec<Option<Way>>> = BTreeMap::new();
    for association in resource::of_type(scope, "AWS::EC2::SubnetRouteTableAssociation") {
        let Some(subnet) = association.properties.get("SubnetId").target_of("AWS::EC2::Subnet") else { return BTreeMap::new() };
        let table = association.properties.get("RouteTableId").target_of("AWS::EC2::RouteTable");
        let always = association.node.get("Condition").is_none();
        let way = table.filter(|_| always).and_then(|table| routes.get(table.id).copied());
        tables.entry(subnet.id).or_default().push(way);
    }
    let single = tables.into_iter().filter_map(|(subnet, ways)| Some((subnet, (*ways.first()?).filter(|_| ways.len() == 1)?)));
    single.collect()
}

fn way(route: &Resource<'_>) -> Way {
    let destination = route.properties.get("DestinationCidrBlock");
    let always = route.node.get("Condition").is_none();
    match destination.text() {
        Some(text) if text != "0.0.0.0/0" => Way::Nowhere,
        Some(_) if always && route.properties.get("GatewayId").target_of("AWS::EC2::InternetGateway").is_some() => Way::Gateway,
        _ => Way::Other,
    }
}

/// The services that surely have secrets of a container.
fn stores(container: &Container<'_>) -> Vec<&'static str> {
    let secrets = container.variables().into_iter().filter(|variable| variable.is_secret);
    let store = |secret: Variable<'_>| {
        let text = texts(secret.value.node()?);
        let is_of = |resource_type: &str, arn: &str| secret.value.target_of(resource_type).is_some() || text.contains(arn);
        if is_of("AWS::SecretsManager::Secret", ":secretsmanager:") {
            Some("secretsmanager")
        } else if is_of("AWS::SSM::Parameter", ":ssm:") || secret.value.text().is_some_and(|name| name.starts_with('/')) {
            Some("ssm")
        } else {
            None
        }
    };
    secrets.filter_map(store).collect()
}

/// All texts in a value.
fn texts(node: &Node) -> String {
    let mut texts = String::new();
    node.walk(&mut |node| texts.push_str(node.as_str().unwrap_or_default()));
    texts
}

/// The endpoints that the tasks need and the VPC of the subnet does not have; nothing where that is not known.
fn missing_endpoints<'a>(scope: &'a Scope<'a>, subnet: &Resource<'a>, service: &Resource<'a>) -> Option<Vec<&'static str>> {
    let vpc = subnet.properties.get("VpcId").target_of("AWS::EC2::VPC")?;
    let mut missing = vec!["ecr.api", "ecr.dkr", "s3"];
    let containers = service::task_of(service).and_then(|task| task::containers(&task)).unwrap_or_default();
    if containers.iter().any(|container| container.log_driver().is("awslogs")) {
        missing.push("logs");
    }
    missing.extend(containers.iter().flat_map(stores).collect::<BTreeSet<&str>>());
    for endpoint in resource::of_type(scope, "AWS::EC2::VPCEndpoint") {
        let of_vpc = endpoint.properties.get("VpcId").target_of("AWS::EC2::VPC");
        if of_vpc.is_some_and(|of| of.id != vpc.id) {
            continue;
        }
        // Its name begins with that of another one.
        let name = texts(endpoint.properties.get("ServiceName").node()?).replace("ssmmessages", "");
        // A name that comes from elsewhere could be that of any service.
        if !name.contains('.') {
            return None;
        }
        missing.retain(|needed| !name.contains(needed));
    }
    Some(missing)
}
