//! A VPC with its subnets.

use super::log_group::LogGroup;
use super::network::{Ipv4Block, Network};
use super::role::Role;
use super::vpc_endpoints::Endpoints;
use crate::aws::ec2::flow_log::{ResourceType, TrafficType};
use crate::aws::ec2::{
    EIP, FlowLog, InternetGateway, NatGateway, Route, RouteTable, Subnet, SubnetId, SubnetRouteTableAssociation, VPC,
    VPCGatewayAttachment,
};
use crate::aws::logs::log_group::RetentionInDays;
use crate::diagnostic::Diagnostic;
use crate::iam::Principal;
use crate::stack::functions::{get_azs, select};
use crate::stack::{Construct, Handle, IntoValue, List, Located, Pending, Resource, Stack, Tag};

/// A VPC with a public subnet in each of its availability zones and, where NAT gateways are asked for, a private one.
///
/// With the id `Vpc` it adds `Vpc`, `VpcInternetGateway`, `VpcPublicSubnet1`… and `VpcPrivateSubnet1`…. DNS names are on, since load balancers
/// and endpoints are known by them. Without NAT gateways, which cost by the hour, tasks run in the public subnets with public addresses
/// and are kept from the world by their security groups. [`Vpc::flow_logs`] adds `VpcFlowLog`, `VpcFlowLogGroup` and `VpcFlowLogRole`,
/// [`Vpc::endpoints`] adds `VpcS3Endpoint`, `VpcEcrApiEndpoint`… and `VpcEndpointsGroup`.
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
    zones: Located<u32>,
    nat_gateways: Located<u32>,
    flow_logs: Option<RetentionInDays>,
    endpoints: Vec<Located<String>>,
    subnets: Vec<Located<(Ipv4Block, Ipv4Block)>>,
}

impl Vpc {
    /// A VPC over an address block, in two availability zones: the least that a load balancer takes.
    #[track_caller]
    pub fn new(block: Ipv4Block) -> Self {
        Vpc {
            pending: Pending::of::<Self>(),
            block: Located::here(block),
            zones: Located::here(2),
            nat_gateways: Located::here(0),
            flow_logs: None,
            endpoints: Vec::new(),
            subnets: Vec::new(),
        }
    }

    /// In how many availability zones: 2 to 4.
    #[track_caller]
    pub fn zones(mut self, zones: u32) -> Self {
        self.zones = Located::here(zones);
        self
    }

    /// The public and the private subnet of each zone have these blocks, instead of an eighth of the VPC's block each: for a plan of addresses
    /// that exists. There are as many zones as pairs; private blocks are used where there are private subnets.
    #[track_caller]
    pub fn subnet_blocks(mut self, zones: impl IntoIterator<Item = (Ipv4Block, Ipv4Block)>) -> Self {
        self.subnets = zones.into_iter().map(Located::here).collect();
        let count = u32::try_from(self.subnets.len()).unwrap_or(u32::MAX);
        self.zones(count)
    }

    /// How many NAT gateways: none (no private subnets), one (cheaper), or one for each zone (survives the loss of a zone).
    #[track_caller]
    pub fn nat_gateways(mut self, count: u32) -> Self {
        self.nat_gateways = Located::here(count);
        self
    }

    /// Reaches services of AWS through endpoints, by the services' names (`ecr.api`): the VPC has private subnets, and without NAT gateways
    /// they reach these services and nothing else. [`FARGATE_ENDPOINTS`](super::FARGATE_ENDPOINTS) has what every task needs.
    ///
    /// `s3` and `dynamodb` cost nothing, and save what NAT gateways take by the gigabyte. Every other one is paid by the hour in each zone:
    /// with several, a NAT gateway may be cheaper.
    ///
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html>
    #[track_caller]
    pub fn endpoints<S: Into<String>>(mut self, services: impl IntoIterator<Item = S>) -> Self {
        self.endpoints.extend(services.into_iter().map(|service| Located::here(service.into())));
        self
    }

    /// Logs who talks to whom, accepted or rejected, into a log group that keeps it so long. It is paid by what is logged.
    pub fn flow_logs(mut self, retention: RetentionInDays) -> Self {
        self.flow_logs = Some(retention);
        self
    }

    /// Reports numbers that no network has, and goes on with the nearest.
    fn corrected(mut self, id: &str, stack: &mut Stack) -> Self {
        let nearest = self.zones.what.clamp(2, 4);
        if nearest != self.zones.what {
            let message = format!("`{id}` has {} availability zones: expected 2 to 4", self.zones.what);
            let help = format!("did you mean {nearest}?");
            stack.report(Diagnostic::error("FW030", message).at(self.zones.location).help(help));
            self.zones.what = nearest;
        }
        if self.nat_gateways.what > nearest {
            let given = self.nat_gateways.what;
            let message = format!("`{id}` has {given} NAT gateways in {nearest} zones: expected one for each at most");
            let help = format!("did you mean {nearest}?");
            stack.report(Diagnostic::error("FW030", message).at(self.nat_gateways.location).help(help));
        }
        self
    }
}

impl Construct for Vpc {
    type Output = Network;

    fn build(self, id: &str, stack: &mut Stack) -> Network {
        self.pending.added();
        Parts { id, vpc: &self.corrected(id, stack) }.add(stack)
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
        let public: Vec<_> = (0..self.vpc.zones.what).map(|zone| self.subnet(stack, vpc, zone, "Public", table)).collect();
        let private = self.vpc.nat_gateways.what > 0 || !self.vpc.endpoints.is_empty();
        let (tables, private) = match private {
            true => self.private_subnets(stack, vpc, &public, attachment).into_iter().unzip(),
            false => (Vec::new(), Vec::new()),
        };
        let network = Network {
            vpc_id: vpc.reference(),
            public_subnets: IntoValue::<List<SubnetId>>::into_value(public),
            private_subnets: (!private.is_empty()).then(|| IntoValue::<List<SubnetId>>::into_value(private)),
            count: None,
        };
        let endpoints = Endpoints {
            id: self.id,
            vpc,
            block: self.vpc.block,
            network: &network,
            tables: &tables,
            services: &self.vpc.endpoints,
        };
        endpoints.add(stack);
        network
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
    ) -> Vec<(Handle<RouteTable>, Handle<Subnet>)> {
        let mut gateways: Vec<Handle<NatGateway>> = Vec::new();
        for (index, subnet) in public.iter().take(self.vpc.nat_gateways.what as usize).enumerate() {
            let address = EIP::new().domain("vpc").depends_on(attachment);
            let address = stack.add(self.named(&format!("NatAddress{}", index + 1)), address);
            let gateway = NatGateway::new().allocation_id(address.allocation_id()).subnet_id(*subnet).depends_on(attachment);
            gateways.push(stack.add(self.named(&format!("NatGateway{}", index + 1)), gateway));
        }
        (0..self.vpc.zones.what)
            .map(|zone| {
                let table = stack.add(self.named(&format!("PrivateRouteTable{}", zone + 1)), RouteTable::new(vpc));
                if let Some(gateway) = gateways.iter().cycle().nth(zone as usize) {
                    let route = Route::new(table).destination_cidr_block("0.0.0.0/0").nat_gateway_id(*gateway);
                    stack.add(self.named(&format!("PrivateRoute{}", zone + 1)), route);
                }
                (table, self.subnet(stack, vpc, zone, "Private", table))
            })
            .collect()
    }

    fn subnet(&self, stack: &mut Stack, vpc: Handle<VPC>, zone: u32, role: &str, table: Handle<RouteTable>) -> Handle<Subnet> {
        let id = self.named(&format!("{role}Subnet{}", zone + 1));
        let name = format!("{}-{}-{}", stack.full_name(), role.to_lowercase(), zone + 1);
        let subnet = Subnet::new(vpc)
            .cidr_block(self.subnet_block(zone, role))
            .availability_zone(select(zone, get_azs("")))
            .tags([Tag::new("Name", name)]);
        let subnet = if role == "Public" { subnet.map_public_ip_on_launch(true) } else { subnet };
        let subnet = stack.add(&id, subnet);
        stack.add(format!("{id}RouteTableAssociation"), SubnetRouteTableAssociation::new(table, subnet));
        subnet
    }

    fn subnet_block(&self, zone: u32, role: &str) -> Located<String> {
        let public = role == "Public";
        match self.vpc.subnets.get(zone as usize) {
            Some(own) => own.map(|(first, second)| if public { first.to_string() } else { second.to_string() }),
            // Eight parts leave room for four zones of public and four of private subnets, whatever is switched on later.
            None => self.vpc.block.map(|block| block.part(3, if public { zone } else { 4 + zone }).to_string()),
        }
    }

    fn named(&self, role: &str) -> String {
        format!("{}{role}", self.id)
    }
}
