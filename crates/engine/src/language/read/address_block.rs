//! Address blocks.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

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
