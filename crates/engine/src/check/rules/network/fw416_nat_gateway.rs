//! FW416: NAT gateways that share an address, or send their traffic to themselves.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW416",
    severity: Severity::Error,
    what: "Finds two NAT gateways with one elastic IP address, and a NAT gateway in a subnet whose route leads to it.",
    why: "EC2 refuses the second: `Elastic IP address is already associated`. Behind a gateway that routes to itself nothing reaches the internet.",
    example: "Two gateways with `AllocationId: !GetAtt Address.AllocationId`",
    fix: "give each its own `AWS::EC2::EIP`, and put it into a public subnet",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let gateways = resource::of_type(scope, "AWS::EC2::NatGateway");
    let address = |gateway: &resource::Resource<'_>| {
        let address = gateway.properties.get("AllocationId").owner_of("AWS::EC2::EIP");
        address.map(|address| address.id.to_owned())
    };
    for (id, sharing) in resource::grouped(gateways.iter().cloned(), address) {
        let Some((first, others)) = sharing.split_first() else { continue };
        for other in others.iter().filter(|other| resource::coexist(first, other)) {
            let message = format!("`{}` and `{}` share the address `{id}`", first.id, other.id);
            let finding = rule.finding(message).help("give each its own `AWS::EC2::EIP`").related(first.location, "the first");
            other.properties.get("AllocationId").report(context, finding);
        }
    }
    let routes = resource::of_type(scope, "AWS::EC2::Route");
    let associations = resource::of_type(scope, "AWS::EC2::SubnetRouteTableAssociation");
    for route in routes {
        let way = route.properties.get("NatGatewayId");
        let target = way.owner_of("AWS::EC2::NatGateway");
        let Some((gateway, table)) = target.zip(route.properties.get("RouteTableId").target()) else { continue };
        let Some(subnet) = gateway.properties.get("SubnetId").target() else { continue };
        let leads = |association: &resource::Resource<'_>| {
            let is = |key, id| association.properties.get(key).target().is_some_and(|found| found.id == id);
            is("SubnetId", subnet.id) && is("RouteTableId", table.id) && resource::coexist(association, &route)
        };
        if associations.iter().any(leads) {
            let message = format!("`{}` is in the subnet `{}`, whose route `{}` leads to it", gateway.id, subnet.id, route.id);
            let finding = rule.finding(message).help("put it into a subnet whose route leads to an internet gateway");
            way.report(context, finding.related(gateway.location, "the gateway"));
        }
    }
}
