//! Networks to place things in, and their address blocks.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use serde::Deserialize;

use crate::aws::ec2::{SubnetId, VpcId};
use crate::stack::functions::select;
use crate::stack::{IntoValue, List, Share, Stack, Value, located};
use crate::template::Node;

/// An IPv4 address block, for example `10.0.0.0/16`.
///
/// ```
/// use formwork::constructs::Ipv4Block;
///
/// let block: Ipv4Block = "10.0.0.0/16".parse()?;
/// assert_eq!(block.to_string(), "10.0.0.0/16");
/// assert!("10.0.0.1/16".parse::<Ipv4Block>().is_err(), "an address inside of a block is none");
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Ipv4Block {
    address: u32,
    prefix: u32,
}

impl Ipv4Block {
    /// The block of this index among those of `2^bits` equal parts.
    pub(crate) fn part(self, bits: u32, index: u32) -> Ipv4Block {
        let prefix = self.prefix + bits;
        Ipv4Block { address: self.address + (index << (32 - prefix)), prefix }
    }
}

impl fmt::Display for Ipv4Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", Ipv4Addr::from(self.address), self.prefix)
    }
}

impl FromStr for Ipv4Block {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let malformed = || format!("`{text}` is not an address block; it reads like `10.0.0.0/16`");
        let (address, prefix) = text.split_once('/').ok_or_else(malformed)?;
        let address: Ipv4Addr = address.parse().map_err(|_| malformed())?;
        let prefix: u32 = prefix.parse().map_err(|_| malformed())?;
        if !(16..=28).contains(&prefix) {
            return Err(format!("`{text}` cannot be the address block of a VPC or subnet: its prefix must be from /16 to /28"));
        }
        let address = u32::from(address);
        let mask = u32::MAX << (32 - prefix);
        let block = Ipv4Block { address: address & mask, prefix };
        if block.address != address {
            return Err(format!("`{text}` has bits set beyond its prefix; the block is `{block}`"));
        }
        Ok(block)
    }
}

impl TryFrom<String> for Ipv4Block {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// A network to place things in: a VPC and its subnets, made here, shared by another stack, or existing already.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// // One that exists already. `Vpc` makes a new one.
/// let network = Network::existing("vpc-00000abc", ["subnet-0000000a", "subnet-0000000b"]).private_subnets(["subnet-0000000c", "subnet-0000000d"]);
/// assert!(!network.tasks_need_public_address());
/// ```
#[derive(Clone, Debug)]
pub struct Network {
    /// The VPC.
    pub vpc_id: Value<VpcId>,
    /// Subnets whose addresses the internet can reach.
    pub public_subnets: Value<List<SubnetId>>,
    /// Subnets that reach out through a NAT gateway; `None` where there are none.
    pub private_subnets: Option<Value<List<SubnetId>>>,
    /// How many subnets for tasks a network of another stack has, of which the list does not tell.
    pub(super) count: Option<usize>,
}

impl Network {
    /// A network that exists already, by the ids of its VPC and of its public subnets.
    #[track_caller]
    pub fn existing(vpc: impl IntoValue<VpcId>, public_subnets: impl IntoValue<List<SubnetId>>) -> Self {
        Network { vpc_id: located(vpc), public_subnets: located(public_subnets), private_subnets: None, count: None }
    }

    /// The network with subnets that reach out through a NAT gateway: tasks run there.
    #[track_caller]
    pub fn private_subnets(mut self, subnets: impl IntoValue<List<SubnetId>>) -> Self {
        self.private_subnets = Some(located(subnets));
        self.count = None;
        self
    }

    /// The subnets for tasks: the private ones, or the public ones where there are none.
    pub fn task_subnets(&self) -> &Value<List<SubnetId>> {
        self.private_subnets.as_ref().unwrap_or(&self.public_subnets)
    }

    /// How many subnets for tasks there are; `None` where only the deployment knows it.
    fn task_subnet_count(&self) -> Option<usize> {
        self.count.or_else(|| self.task_subnets().node().as_list().map(<[Node]>::len))
    }

    /// The subnets for tasks one by one; `None` where their number is neither known nor given.
    pub(super) fn each_task_subnet(&self, given: Option<usize>) -> Option<Vec<Value<SubnetId>>> {
        let subnets = self.task_subnets();
        match subnets.node().as_list() {
            Some(items) => Some(items.iter().cloned().map(Value::from_node).collect()),
            None => Some((0..given.or(self.count)?).map(|index| select(index as u32, subnets).into_value()).collect()),
        }
    }

    /// Whether tasks need a public address to reach the registry: there is no private subnet with a NAT gateway.
    pub fn tasks_need_public_address(&self) -> bool {
        self.private_subnets.is_none()
    }
}

/// Shares the network with other stacks, as outputs `VpcId`, `PublicSubnetIds` and `PrivateSubnetIds`; the id stands before each
/// name, and may be empty.
impl Share for &Network {
    type Shared = Network;

    fn share(self, id: &str, stack: &mut Stack) -> Network {
        let vpc_id = stack.share(format!("{id}VpcId"), &self.vpc_id).value();
        let mut subnets = |name: &str, subnets: &Value<List<SubnetId>>| stack.share(format!("{id}{name}"), subnets).value();
        Network {
            vpc_id,
            public_subnets: subnets("PublicSubnetIds", &self.public_subnets),
            private_subnets: self.private_subnets.as_ref().map(|private| subnets("PrivateSubnetIds", private)),
            count: self.task_subnet_count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Ipv4Block;

    #[test]
    fn blocks_are_parsed_and_parted() {
        let block: Ipv4Block = "10.0.0.0/16".parse().unwrap();
        assert_eq!(block.part(3, 0).to_string(), "10.0.0.0/19");
        assert_eq!(block.part(3, 7).to_string(), "10.0.224.0/19");
    }

    #[test]
    fn bad_blocks_say_what_is_legal() {
        assert!("10.0.0.0/33".parse::<Ipv4Block>().unwrap_err().contains("/16 to /28"));
        assert!("10.0.0.5/16".parse::<Ipv4Block>().unwrap_err().contains("`10.0.0.0/16`"));
        assert!("ten".parse::<Ipv4Block>().unwrap_err().contains("reads like"));
    }
}
