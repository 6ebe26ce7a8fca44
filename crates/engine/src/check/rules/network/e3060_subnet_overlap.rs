//! E3060: two subnets of a VPC with the same addresses.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::address_block::Block;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "E3060",
    severity: Severity::Error,
    what: "Finds two subnets of one VPC whose address blocks overlap.",
    why: "EC2 refuses the second: `The CIDR conflicts with another subnet`.",
    example: "\"CidrBlock\": \"10.0.0.0/23\" and \"CidrBlock\": \"10.0.1.0/24\" in one VPC",
    fix: "give each subnet a block of its own",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let subnets = resource::of_type(context.scope(), "AWS::EC2::Subnet");
    for subnets in resource::grouped(subnets, |subnet| subnet.properties.get("VpcId").identity()).values() {
        let with_block =
            subnets.iter().filter_map(|subnet| Some((subnet, Block::parse(&subnet.properties.get("CidrBlock").text()?)?)));
        let blocks: Vec<(&Resource<'_>, Block)> = with_block.collect();
        for (index, (one, block)) in blocks.iter().enumerate() {
            let clash = blocks[..index].iter().find(|(other, taken)| taken.overlaps(*block) && resource::coexist(one, other));
            let Some((other, taken)) = clash else { continue };
            let message = format!("the block {block} of `{}` overlaps {taken} of `{}`", one.id, other.id);
            let property = one.properties.get("CidrBlock");
            let first = other.properties.get("CidrBlock").location();
            property.report(context, rule.finding(message).help(rule.fix).related(first, "the other subnet"));
        }
    }
}
