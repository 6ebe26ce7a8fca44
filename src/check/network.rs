//! Reading address blocks and the rules of security groups of a template, as far as they are written out.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::property::Property;
use super::resources::{self, Resource};
use crate::template::Template;

/// An IPv4 address block, as EC2 keeps it: without bits beyond the prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    first: u32,
    prefix: u32,
}

impl Block {
    /// Reads a block such as `10.0.0.0/16`.
    pub fn parse(text: &str) -> Option<Block> {
        let (address, prefix) = text.split_once('/')?;
        let address = u32::from(address.parse::<Ipv4Addr>().ok()?);
        let prefix: u32 = prefix.parse().ok().filter(|prefix| *prefix <= 32)?;
        Some(Block { first: address & mask(prefix), prefix })
    }

    /// The length of the prefix.
    pub fn prefix(self) -> u32 {
        self.prefix
    }

    /// Whether all addresses of another block are in this one.
    pub fn contains(self, other: Block) -> bool {
        self.prefix <= other.prefix && other.first & mask(self.prefix) == self.first
    }

    /// Whether two blocks have an address in common.
    pub fn overlaps(self, other: Block) -> bool {
        self.contains(other) || other.contains(self)
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", Ipv4Addr::from(self.first), self.prefix)
    }
}

fn mask(prefix: u32) -> u32 {
    u32::MAX.checked_shl(32 - prefix).unwrap_or(0)
}

/// Whether a text is an IPv6 address block.
pub fn is_ipv6_block(text: &str) -> bool {
    let parts = text.split_once('/');
    parts.is_some_and(|(address, prefix)| {
        address.parse::<Ipv6Addr>().is_ok() && prefix.parse().is_ok_and(|prefix: u8| prefix <= 128)
    })
}

/// A rule of a security group, inline or a resource of its own.
pub struct GroupRule<'a> {
    /// The resource that holds it.
    pub resource: Resource<'a>,
    /// Its properties.
    pub rule: Property<'a>,
    /// Whether it lets traffic out, not in.
    pub outward: bool,
    /// Whether the group surely has it if the resource exists.
    pub sure: bool,
}

impl GroupRule<'_> {
    /// The protocol in one spelling: `tcp`, `udp`, `icmp`, `icmpv6`, `-1` or a number.
    pub fn protocol(&self) -> Option<String> {
        let given = self.rule.get("IpProtocol").text()?.to_lowercase();
        Some(match given.as_str() {
            "1" => "icmp".to_owned(),
            "6" => "tcp".to_owned(),
            "17" => "udp".to_owned(),
            "58" => "icmpv6".to_owned(),
            "all" => "-1".to_owned(),
            _ => given,
        })
    }

    /// What the group is called in all its rules.
    pub fn group(&self) -> Option<String> {
        match self.resource.kind {
            GROUP => Some(format!("Ref {}", self.resource.id)),
            _ => self.resource.properties.get("GroupId").identity(),
        }
    }
}

/// The type of security groups.
pub const GROUP: &str = "AWS::EC2::SecurityGroup";

/// All rules of the security groups of a template.
pub fn group_rules(template: &Template) -> Vec<GroupRule<'_>> {
    let mut found = Vec::new();
    for resource in resources::of_type(template, GROUP) {
        for (key, outward) in [("SecurityGroupIngress", false), ("SecurityGroupEgress", true)] {
            let list = resource.properties.get(key);
            let sure = list.items();
            let rules = sure.clone().unwrap_or_else(|| list.every_item());
            let rule = |rule| GroupRule { resource: resource.clone(), rule, outward, sure: sure.is_some() };
            found.extend(rules.into_iter().map(rule));
        }
    }
    for (kind, outward) in [("AWS::EC2::SecurityGroupIngress", false), ("AWS::EC2::SecurityGroupEgress", true)] {
        let alone = resources::of_type(template, kind).into_iter();
        found.extend(alone.map(|resource| GroupRule { rule: resource.properties.clone(), resource, outward, sure: true }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::Block;

    #[test]
    fn blocks_are_compared_by_their_addresses() {
        let block = |text| Block::parse(text).unwrap();
        assert_eq!(block("10.0.1.7/24"), block("10.0.1.0/24"));
        assert!(block("0.0.0.0/0").contains(block("255.255.255.255/32")));
        assert!(block("10.0.0.0/16").contains(block("10.0.255.0/24")));
        assert!(!block("10.0.0.0/16").contains(block("10.1.0.0/24")));
        assert!(block("10.0.1.0/24").overlaps(block("10.0.0.0/16")));
        assert!(!block("10.0.1.0/24").overlaps(block("10.0.2.0/24")));
        assert_eq!(Block::parse("10.0.0.0/33"), None);
        assert_eq!(block("10.0.1.7/24").to_string(), "10.0.1.0/24");
    }
}
