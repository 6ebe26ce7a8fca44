//! Address blocks.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::template::{Node, function};

/// An IPv4 address block, as EC2 keeps it: without bits beyond the prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Block {
    first: u32,
    prefix: u32,
}

impl Block {
    /// Reads a block such as `10.0.0.0/16`.
    pub(crate) fn parse(text: &str) -> Option<Block> {
        let (address, prefix) = text.split_once('/')?;
        let address = u32::from(address.parse::<Ipv4Addr>().ok()?);
        let prefix: u32 = prefix.parse().ok().filter(|prefix| *prefix <= 32)?;
        Some(Block { first: address & mask(prefix), prefix })
    }

    /// The length of the prefix.
    pub(crate) fn prefix(self) -> u32 {
        self.prefix
    }

    /// Whether all addresses of another block are in this one.
    pub(crate) fn contains(self, other: Block) -> bool {
        self.prefix <= other.prefix && other.first & mask(self.prefix) == self.first
    }

    /// Whether two blocks have an address in common.
    pub(crate) fn overlaps(self, other: Block) -> bool {
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

/// A block that `Fn::Select` takes of those that `Fn::Cidr` makes of another one, which nobody needs to know.
pub(crate) struct Carved<'a> {
    /// What it is a part of.
    whole: &'a Node,
    /// How many blocks of its size come before it.
    index: u32,
    /// How many bits of its addresses tell hosts apart, where that is known.
    bits: Option<u32>,
}

impl<'a> Carved<'a> {
    /// Reads a call of `Fn::Select`.
    pub(crate) fn parse(node: &'a Node) -> Option<Self> {
        let (function::SELECT, arguments) = function::call(node)? else { return None };
        let [index, list] = arguments.as_list()? else { return None };
        let (function::CIDR, made) = function::call(list)? else { return None };
        let ([whole, _, bits] | [whole, _, bits, _]) = made.as_list()? else { return None };
        let number = |node: &Node| node.scalar()?.trim().parse().ok();
        // No block has more bits, and no list more items.
        let index: u32 = number(index).filter(|index| *index < 256)?;
        Some(Carved { whole, index, bits: number(bits).filter(|bits| *bits <= 64) })
    }

    /// Whether two parts of one block can be the same; nothing where they are not of one block.
    pub(crate) fn may_be(&self, other: &Carved<'_>) -> Option<bool> {
        let is_same_size = self.bits.is_none() || other.bits.is_none() || self.bits == other.bits;
        (self.whole == other.whole).then_some(self.index == other.index && is_same_size)
    }

    /// Whether two parts of one block surely have an address in common.
    pub(crate) fn overlaps(&self, other: &Carved<'_>) -> bool {
        let range = |part: &Carved<'_>| {
            let (bits, index) = (part.bits?, u128::from(part.index));
            Some(index << bits..(index + 1) << bits)
        };
        let Some((one, another)) = range(self).zip(range(other)) else { return false };
        self.whole == other.whole && one.start < another.end && another.start < one.end
    }
}

/// Whether an address block is all addresses.
pub(crate) fn is_world(block: &str) -> bool {
    ["0.0.0.0/0", "::/0"].contains(&block)
}

/// Whether a text is an IPv6 address block.
pub(crate) fn is_ipv6_block(text: &str) -> bool {
    let parts = text.split_once('/');
    parts.is_some_and(|(address, prefix)| {
        address.parse::<Ipv6Addr>().is_ok() && prefix.parse().is_ok_and(|prefix: u8| prefix <= 128)
    })
}

#[cfg(test)]
mod tests {
    use super::{Block, Carved};
    use crate::template::Node;

    #[test]
    fn parts_of_one_block_are_compared_without_knowing_it() {
        let call = |index: u8, whole: &str, bits: serde_json::Value| {
            Node::from(serde_json::json!({ "Fn::Select": [index, { "Fn::Cidr": [{ "Ref": whole }, 8, bits] }] }))
        };
        let ask = |one: &Node, other: &Node| {
            let [one, other] = [one, other].map(|node| Carved::parse(node).unwrap());
            (one.may_be(&other), one.overlaps(&other))
        };
        let bits = |bits: u8| serde_json::json!(bits.to_string());
        let unknown = || serde_json::json!({ "Ref": "Bits" });
        assert_eq!(ask(&call(3, "Block", bits(13)), &call(1, "Block", unknown())), (Some(false), false));
        assert_eq!(ask(&call(3, "Block", bits(13)), &call(3, "Block", unknown())), (Some(true), false));
        assert_eq!(ask(&call(0, "Block", bits(13)), &call(0, "Block", bits(12))), (Some(false), true));
        assert_eq!(ask(&call(0, "Block", bits(13)), &call(2, "Block", bits(12))), (Some(false), false));
        assert_eq!(ask(&call(0, "Block", bits(13)), &call(1, "Other", bits(13))), (None, false));
    }

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
