//! E3059: a subnet whose addresses are not in its VPC.

use std::collections::BTreeMap;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::address_block::Block;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3059",
    severity: Severity::Error,
    what: "Finds a subnet whose `CidrBlock` is outside the address blocks of its VPC.",
    why: "EC2 refuses the subnet: `The CIDR is invalid`.",
    example: "\"CidrBlock\": \"10.1.0.0/24\" in a VPC of 10.0.0.0/16",
    fix: "use a block within the VPC's, or add one with `AWS::EC2::VPCCidrBlock`",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut blocks: BTreeMap<String, Option<Vec<Block>>> = BTreeMap::new();
    for vpc in resource::of_type(scope, "AWS::EC2::VPC") {
        let block = vpc.properties.get("CidrBlock").text().and_then(|text| Block::parse(&text));
        blocks.insert(format!("Ref {}", vpc.id), block.map(|block| vec![block]));
    }
    for more in resource::of_type(scope, "AWS::EC2::VPCCidrBlock") {
        let Some(known) = more.properties.get("VpcId").identity().and_then(|vpc| blocks.get_mut(&vpc)) else { continue };
        let property = more.properties.get("CidrBlock");
        match (known.as_mut(), property.text().and_then(|text| Block::parse(&text))) {
            (Some(known), Some(block)) => known.push(block),
            // A block of IPv6 only adds no IPv4 addresses; one that is not literal could be any.
            _ if property.is_absent() && more.properties.get("Ipv4IpamPoolId").is_absent() => {}
            _ => *known = None,
        }
    }
    for subnet in resource::of_type(scope, "AWS::EC2::Subnet") {
        let property = subnet.properties.get("CidrBlock");
        let Some(block) = property.text().and_then(|text| Block::parse(&text)) else { continue };
        let vpc = subnet.properties.get("VpcId");
        let Some(Some(known)) = vpc.identity().and_then(|vpc| blocks.get(&vpc)) else { continue };
        if !known.iter().any(|known| known.contains(block)) {
            let list: Vec<String> = known.iter().map(Block::to_string).collect();
            let message = format!("the block {block} of `{}` is not in its VPC, which has {}", subnet.id, list.join(" and "));
            property.report(context, rule.finding(message).help(rule.fix));
        }
    }
}
