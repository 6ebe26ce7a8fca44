//! FW401: a text that is no IPv4 address block.

use std::net::Ipv4Addr;

use crate::check::value::Subject;
use crate::check::{Reach, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub const RULE: Rule = Rule {
    code: "FW401",
    severity: Severity::Error,
    what: "Finds malformed IPv4 address blocks in resources of EC2, and blocks of VPCs and subnets outside /16 to /28.",
    why: "EC2 refuses them when the stack deploys.",
    example: "\"CidrBlock\": \"10.0.0.0/33\"",
    fix: "Write an address and a prefix length of 0 to 32, as in `10.0.0.0/16`; a VPC or subnet takes 16 to 28.",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
    reach: Reach::Value(run),
};

const NAMES: [&str; 3] = ["CidrBlock", "CidrIp", "DestinationCidrBlock"];

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    if !NAMES.contains(&subject.name) || !subject.resource_type.starts_with("AWS::EC2::") {
        return Vec::new();
    }
    let Some(text) = subject.node.as_str() else { return Vec::new() };
    let sized = subject.name == "CidrBlock" && matches!(subject.resource_type, "AWS::EC2::VPC" | "AWS::EC2::Subnet");
    let message = match prefix(text) {
        None => format!("`{text}` is no IPv4 address block"),
        Some(length) if sized && !(16..=28).contains(&length) => format!("`{text}` is no block for a VPC or subnet: /{length}"),
        Some(_) => return Vec::new(),
    };
    vec![rule.finding(message).help(rule.fix)]
}

/// The prefix length of a block. EC2 takes bits beyond the prefix and drops them.
fn prefix(text: &str) -> Option<u32> {
    let (address, length) = text.split_once('/')?;
    address.parse::<Ipv4Addr>().ok()?;
    length.parse().ok().filter(|length| *length <= 32)
}
