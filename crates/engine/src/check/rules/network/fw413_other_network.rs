//! FW413: a security group or a target group of another VPC than the subnets.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW413",
    severity: Severity::Error,
    what: "Finds a service, load balancer, function, endpoint, mount target or instance with a security group of another VPC than its subnets, and a listener that forwards to a target group of another VPC than its load balancer.",
    why: "AWS refuses the resource: its network interfaces, and the targets behind a load balancer, are all in one VPC.",
    example: "`Subnets` of the VPC `Apps` with a security group whose `VpcId` is that of `Data`",
    fix: "use one of the same VPC",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
    kind: RuleKind::Template(run),
};

/// Where types name their subnets and their security groups.
const PLACED: [(&str, &[&str], &[&str]); 6] = [
    (
        "AWS::ECS::Service",
        &["NetworkConfiguration", "AwsvpcConfiguration", "Subnets"],
        &["NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups"],
    ),
    (listener::BALANCER, &["Subnets"], &["SecurityGroups"]),
    ("AWS::EC2::Instance", &["SubnetId"], &["SecurityGroupIds"]),
    ("AWS::EC2::VPCEndpoint", &["SubnetIds"], &["SecurityGroupIds"]),
    ("AWS::EFS::MountTarget", &["SubnetId"], &["SecurityGroups"]),
    ("AWS::Lambda::Function", &["VpcConfig", "SubnetIds"], &["VpcConfig", "SecurityGroupIds"]),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    if resource::of_type(scope, "AWS::EC2::VPC").len() < 2 {
        return;
    }
    for (kind, subnets, groups) in PLACED {
        for placed in resource::of_type(scope, kind) {
            let groups = placed.properties.at(groups).items().unwrap_or_default();
            report(rule, context, &placed.properties.at(subnets), &groups, "AWS::EC2::SecurityGroup");
        }
    }
    for (forwarder, actions) in listener::forwarders(scope) {
        let balancer = listener::listener_of(&forwarder).and_then(|listener| listener::balancer_of(&listener));
        let Some(balancer) = balancer else { continue };
        let groups = listener::target_groups(&actions);
        report(rule, context, &balancer.properties.get("Subnets"), &groups, listener::TARGET_GROUP);
    }
}

/// Reports what is in another VPC than the first of some subnets.
fn report<'a>(rule: &Rule, context: &mut Context<'a>, subnets: &Property<'a>, groups: &[Property<'a>], kind: &str) {
    let first = subnets.items().map_or_else(|| Some(subnets.clone()), |subnets| subnets.into_iter().next());
    let Some(subnet) = first.and_then(|first| first.owner_of("AWS::EC2::Subnet")) else { return };
    for property in groups {
        let Some(group) = property.owner_of(kind) else { continue };
        if let Some(message) = other_network(&group, &subnet) {
            property.report(context, rule.finding(message).help(rule.fix).related(subnet.location, "the subnet"));
        }
    }
}

/// What to say of a resource that is in another VPC of the template than a subnet.
pub(crate) fn other_network<'a>(group: &Resource<'a>, subnet: &Resource<'a>) -> Option<String> {
    let network =
        |resource: &Resource<'a>| resource.properties.get("VpcId").owner_of("AWS::EC2::VPC").map(|vpc| vpc.id.to_owned());
    let (own, other) = network(group).zip(network(subnet)).filter(|(own, other)| own != other)?;
    Some(format!("`{}` is in the VPC `{own}`, and the subnet `{}` in `{other}`", group.id, subnet.id))
}
