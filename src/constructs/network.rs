//! Networks: a VPC of one's own, or one that exists.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use serde::Deserialize;

use super::log_group::LogGroup;
use super::role::Role;
use crate::aws::ec2::flow_log::{ResourceType, TrafficType};
use crate::aws::ec2::{
    EIP, FlowLog, InternetGateway, NatGateway, Route, RouteTable, Subnet, SubnetId, SubnetRouteTableAssociation, VPC,
    VPCGatewayAttachment, VpcId,
};
use crate::aws::logs::log_group::RetentionInDays;
use crate::iam::Principal;
use crate::stack::functions::{get_azs, select};
use crate::stack::{Construct, Handle, IntoValue, List, Located, Pending, Resource, Share, Stack, Tag, Value, located};

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
    fn part(self, bits: u32, index: u32) -> Ipv4Block {
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
        if !(16..=24).contains(&prefix) {
            return Err(format!("`{text}` cannot be a VPC's address block here: its prefix must be from /16 to /24"));
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
}

impl Network {
    /// A network that exists already, by the ids of its VPC and of its public subnets.
    #[track_caller]
    pub fn existing(vpc: impl IntoValue<VpcId>, public_subnets: impl IntoValue<List<SubnetId>>) -> Self {
        Network { vpc_id: located(vpc), public_subnets: located(public_subnets), private_subnets: None }
    }

    /// The network with subnets that reach out through a NAT gateway: tasks run there.
    #[track_caller]
    pub fn private_subnets(mut self, subnets: impl IntoValue<List<SubnetId>>) -> Self {
        self.private_subnets = Some(located(subnets));
        self
    }

    /// The subnets for tasks: the private ones, or the public ones where there are none.
    pub fn task_subnets(&self) -> &Value<List<SubnetId>> {
        self.private_subnets.as_ref().unwrap_or(&self.public_subnets)
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
        }
    }
}

/// A VPC with a public subnet in each of its availability zones and, where NAT gateways are asked for, a private one.
///
/// With the id `Vpc` it adds `Vpc`, `VpcInternetGateway`, `VpcPublicSubnet1`… and `VpcPrivateSubnet1`…. DNS names are on, since load balancers
/// and endpoints are known by them. Without NAT gateways, which cost by the hour, tasks run in the public subnets with public addresses
/// and are kept from the world by their security groups. [`Vpc::flow_logs`] adds `VpcFlowLog`, `VpcFlowLogGroup` and `VpcFlowLogRole`.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn network(app: &mut App) -> Network {
///     let stack = app.stack("network");
///     let block = "10.0.0.0/16".parse().expect("an address block");
///     let network = stack.add("Vpc", Vpc::new(block).zones(2).nat_gateways(1));
///     stack.share("", &network)
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Vpc {
    pending: Pending,
    block: Located<Ipv4Block>,
    zones: u32,
    nat_gateways: u32,
    flow_logs: Option<RetentionInDays>,
}

impl Vpc {
    /// A VPC over an address block, in two availability zones: the least that a load balancer takes.
    #[track_caller]
    pub fn new(block: Ipv4Block) -> Self {
        Vpc { pending: Pending::of::<Self>(), block: Located::here(block), zones: 2, nat_gateways: 0, flow_logs: None }
    }

    /// In how many availability zones: 2 to 4.
    pub fn zones(mut self, zones: u32) -> Self {
        self.zones = zones.clamp(2, 4);
        self
    }

    /// How many NAT gateways: none (no private subnets), one (cheaper), or one for each zone (survives the loss of a zone).
    pub fn nat_gateways(mut self, count: u32) -> Self {
        self.nat_gateways = count;
        self
    }

    /// Logs who talks to whom, accepted or rejected, into a log group that keeps it so long. It is paid by what is logged.
    pub fn flow_logs(mut self, retention: RetentionInDays) -> Self {
        self.flow_logs = Some(retention);
        self
    }
}

impl Construct for Vpc {
    type Output = Network;

    fn build(self, id: &str, stack: &mut Stack) -> Network {
        self.pending.added();
        Parts { id, vpc: &self }.add(stack)
    }
}

/// A VPC under its id.
struct Parts<'a> {
    id: &'a str,
    vpc: &'a Vpc,
}

impl Parts<'_> {
    fn add(&self, stack: &mut Stack) -> Network {
        let name = format!("{}-vpc", stack.full_name());
        let vpc = VPC::new()
            .cidr_block(self.vpc.block.map(Ipv4Block::to_string))
            .enable_dns_hostnames(true)
            .enable_dns_support(true)
            .tags([Tag::new("Name", name)]);
        let vpc = stack.add(self.id, vpc);
        if let Some(retention) = self.vpc.flow_logs {
            self.flow_log(stack, vpc, retention);
        }
        let gateway = stack.add(self.named("InternetGateway"), InternetGateway::new());
        let attachment = VPCGatewayAttachment::new(vpc).internet_gateway_id(gateway);
        let attachment = stack.add(self.named("InternetGatewayAttachment"), attachment);
        let table = stack.add(self.named("PublicRouteTable"), RouteTable::new(vpc));
        // Routes, addresses and NAT gateways are refused before the gateway is attached, and no property shows that order.
        let route = Route::new(table).destination_cidr_block("0.0.0.0/0").gateway_id(gateway).depends_on(attachment);
        stack.add(self.named("PublicRoute"), route);
        let public: Vec<_> = (0..self.vpc.zones).map(|zone| self.subnet(stack, vpc, zone, "Public", table)).collect();
        let private = (self.vpc.nat_gateways > 0).then(|| self.private_subnets(stack, vpc, &public, attachment));
        Network {
            vpc_id: vpc.reference(),
            public_subnets: IntoValue::<List<SubnetId>>::into_value(public),
            private_subnets: private.map(IntoValue::<List<SubnetId>>::into_value),
        }
    }

    fn flow_log(&self, stack: &mut Stack, vpc: Handle<VPC>, retention: RetentionInDays) {
        let group = stack.add(self.named("FlowLogGroup"), LogGroup::new(retention));
        let actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"];
        let role = Role::new(Principal::service("vpc-flow-logs.amazonaws.com")).grant(actions, group.arn());
        let role = stack.add(self.named("FlowLogRole"), role);
        let log = FlowLog::new(vpc.reference(), ResourceType::VPC).traffic_type(TrafficType::ALL);
        let log = log.log_group_name(group).deliver_logs_permission_arn(role.arn());
        stack.add(self.named("FlowLog"), log);
    }

    fn private_subnets(
        &self,
        stack: &mut Stack,
        vpc: Handle<VPC>,
        public: &[Handle<Subnet>],
        attachment: Handle<VPCGatewayAttachment>,
    ) -> Vec<Handle<Subnet>> {
        let mut gateways: Vec<Handle<NatGateway>> = Vec::new();
        for (index, subnet) in public.iter().take(self.vpc.nat_gateways as usize).enumerate() {
            let address = EIP::new().domain("vpc").depends_on(attachment);
            let address = stack.add(self.named(&format!("NatAddress{}", index + 1)), address);
            let gateway = NatGateway::new().allocation_id(address.allocation_id()).subnet_id(*subnet).depends_on(attachment);
            gateways.push(stack.add(self.named(&format!("NatGateway{}", index + 1)), gateway));
        }
        (0..self.vpc.zones)
            .map(|zone| {
                let table = stack.add(self.named(&format!("PrivateRouteTable{}", zone + 1)), RouteTable::new(vpc));
                let gateway = gateways[zone as usize % gateways.len()];
                let route = Route::new(table).destination_cidr_block("0.0.0.0/0").nat_gateway_id(gateway);
                stack.add(self.named(&format!("PrivateRoute{}", zone + 1)), route);
                self.subnet(stack, vpc, zone, "Private", table)
            })
            .collect()
    }

    fn subnet(&self, stack: &mut Stack, vpc: Handle<VPC>, zone: u32, role: &str, table: Handle<RouteTable>) -> Handle<Subnet> {
        // Eight parts leave room for four zones of public and four of private subnets, whatever is switched on later.
        let part = if role == "Public" { zone } else { 4 + zone };
        let id = self.named(&format!("{role}Subnet{}", zone + 1));
        let name = format!("{}-{}-{}", stack.full_name(), role.to_lowercase(), zone + 1);
        let subnet = Subnet::new(vpc)
            .cidr_block(self.vpc.block.map(|block| block.part(3, part).to_string()))
            .availability_zone(select(zone, get_azs("")))
            .tags([Tag::new("Name", name)]);
        let subnet = if role == "Public" { subnet.map_public_ip_on_launch(true) } else { subnet };
        let subnet = stack.add(&id, subnet);
        stack.add(format!("{id}RouteTableAssociation"), SubnetRouteTableAssociation::new(table, subnet));
        subnet
    }

    fn named(&self, role: &str) -> String {
        format!("{}{role}", self.id)
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
        assert!("10.0.0.0/33".parse::<Ipv4Block>().unwrap_err().contains("/16 to /24"));
        assert!("10.0.0.5/16".parse::<Ipv4Block>().unwrap_err().contains("`10.0.0.0/16`"));
        assert!("ten".parse::<Ipv4Block>().unwrap_err().contains("reads like"));
    }
}
