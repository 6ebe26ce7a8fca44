//! What functions make of known texts.

use std::net::{Ipv4Addr, Ipv6Addr};

use base64::Engine as _;

use crate::template::Node;

/// The most blocks that `Fn::Cidr` makes.
const MOST_BLOCKS: u32 = 256;

/// `Fn::Base64` of a text.
pub(super) fn base64(texts: &[String]) -> Option<Node> {
    let [text] = texts else { return None };
    Some(Node::text(base64::engine::general_purpose::STANDARD.encode(text)))
}

/// `Fn::Cidr` of a block, a count and the bits of each part that tell hosts apart.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html>
pub(super) fn cidr(texts: &[String]) -> Option<Node> {
    let ([block, count, bits] | [block, count, bits, _]) = texts else { return None };
    let (address, mask) = block.split_once('/')?;
    let (mask, count, bits) = (mask.parse::<u32>().ok()?, count.parse::<u32>().ok()?, bits.parse::<u32>().ok()?);
    let (start, width) = match address.parse::<Ipv4Addr>() {
        Ok(address) => (u128::from(u32::from(address)), 32),
        Err(_) => (u128::from(address.parse::<Ipv6Addr>().ok()?), 128),
    };
    let prefix = u32::checked_sub(width, bits).filter(|prefix| *prefix >= mask && mask <= width)?;
    if !(1..=MOST_BLOCKS).contains(&count) || u128::from(count) > 1_u128.checked_shl(prefix - mask).unwrap_or(u128::MAX) {
        return None;
    }
    let start = start & u128::MAX.checked_shl(width - mask).unwrap_or(0);
    let blocks = (0..u128::from(count)).map(|index| {
        let address = start + index.checked_shl(bits).unwrap_or(0);
        match u32::try_from(address) {
            Ok(address) if width == 32 => format!("{}/{prefix}", Ipv4Addr::from(address)),
            _ => format!("{}/{prefix}", Ipv6Addr::from(address)),
        }
    });
    Some(Node::list(blocks.map(Node::text)))
}

#[cfg(test)]
mod tests {
    use super::cidr;

    fn blocks(texts: [&str; 3]) -> Option<Vec<String>> {
        let made = cidr(&texts.map(str::to_owned))?;
        Some(made.as_list()?.iter().filter_map(|item| item.scalar()).collect())
    }

    #[test]
    fn a_block_is_divided() {
        assert_eq!(blocks(["10.0.3.9/16", "3", "8"]).unwrap(), ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]);
        assert_eq!(blocks(["2001:db8::/56", "2", "64"]).unwrap(), ["2001:db8::/64", "2001:db8:0:1::/64"]);
        assert_eq!(blocks(["10.0.0.0/24", "3", "7"]), None);
        assert_eq!(blocks(["10.0.0.0/24", "300", "1"]), None);
        assert_eq!(blocks(["0.0.0.0/0", "2", "31"]).unwrap(), ["0.0.0.0/1", "128.0.0.0/1"]);
    }
}
