//! FW401: a text that is no address block.

use crate::check::engine::{Rule, RuleKind, Subject, Values};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::read::address_block::{Block, is_ipv6_block};

pub(crate) const RULE: Rule = Rule {
    code: "FW401",
    severity: Severity::Error,
    what: "Finds malformed IPv4 and IPv6 address blocks in resources of EC2, and blocks of VPCs and subnets outside /16 to /28.",
    why: "EC2 refuses them when the stack deploys.",
    example: "\"CidrBlock\": \"10.0.0.0/33\"",
    fix: "write an address and a prefix length of 0 to 32, as in `10.0.0.0/16`; a VPC or subnet takes 16 to 28",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
    kind: RuleKind::Value(Values::Named(&NAMES), run),
};

const NAMES: [&str; 6] = ["CidrBlock", "CidrIp", "CidrIpv6", "DestinationCidrBlock", "DestinationIpv6CidrBlock", "Ipv6CidrBlock"];
const IPV6_NAMES: [&str; 3] = ["CidrIpv6", "DestinationIpv6CidrBlock", "Ipv6CidrBlock"];

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    if !subject.resource_type.starts_with("AWS::EC2::") {
        return Vec::new();
    }
    let Some(text) = subject.node.as_str() else { return Vec::new() };
    if IPV6_NAMES.contains(&subject.name) {
        let finding = rule.finding(format!("`{text}` is not an IPv6 address block"));
        return if is_ipv6_block(text) { Vec::new() } else { vec![finding.help("expected a block such as `2001:db8::/32`")] };
    }
    let sized = subject.name == "CidrBlock" && matches!(subject.resource_type, "AWS::EC2::VPC" | "AWS::EC2::Subnet");
    let (message, help) = match Block::parse(text) {
        None if is_ipv6_block(text) => {
            let key = if subject.name == "CidrIp" { "CidrIpv6" } else { "a property for IPv6" };
            (format!("`{}`: expected an IPv4 address block, found `{text}`", subject.name), format!("write it as `{key}`"))
        }
        None => (format!("`{text}` is not an IPv4 address block"), rule.fix.to_owned()),
        Some(block) if sized && !(16..=28).contains(&block.prefix()) => {
            (format!("`{text}` is not a valid block for a VPC or subnet: /{}", block.prefix()), rule.fix.to_owned())
        }
        Some(_) => return Vec::new(),
    };
    vec![rule.finding(message).help(help)]
}
