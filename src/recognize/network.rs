//! The network of a stack, and its security groups.

use super::data::retention_argument;
use super::reader::{self, Found, Known, at, literal_text};
use super::recipe::{Draft, Recipe, plain, quoted, value};
use crate::aws::ec2::{SecurityGroupId, SubnetId, VpcId};
use crate::constructs::{Allow, Ipv4Block, Network, Peer, SecurityGroup, Vpc};
use crate::import::{Expression, Output};
use crate::stack::{List, Text};
use crate::template::{Node, Template, function};

/// What `Vpc` returns.
const NETWORK: &str = "constructs::Network";

pub(super) fn vpc(found: &Found<'_>) -> Result<Recipe, String> {
    found.full_name.ok_or("it tags with the stack's name: say which one it keeps, `--named NAME`")?;
    let text = found.needed_text("CidrBlock")?;
    let block: Ipv4Block = text.parse()?;
    let zones = found.count("PublicSubnet");
    if zones < 2 {
        return Err(format!("there is no subnet `{}PublicSubnet{}`", found.id, zones + 1));
    }
    let zones = Some(zones).filter(|zones| *zones != 2);
    let gateways = Some(found.count("NatGateway")).filter(|count| *count > 0);
    let logs = found.beside("FlowLogGroup", "RetentionInDays").and_then(super::data::retention);
    let argument = format!("{text:?}.parse().expect(\"an address block\")");
    let endpoints = endpoints(found);
    let list = |services: &Vec<String>| vec![Expression::Many(["[", "]"], services.iter().flat_map(quoted).collect())];
    let draft = Draft::new(Vpc::new(block), "constructs::Vpc::new", vec![Expression::Literal(argument)])
        .maybe("zones", zones, plain, Vpc::zones)
        .maybe("nat_gateways", gateways, plain, Vpc::nat_gateways)
        .maybe("endpoints", (!endpoints.is_empty()).then_some(endpoints), list, Vpc::endpoints)
        .maybe("flow_logs", logs, |retention| vec![retention_argument(*retention)], Vpc::flow_logs);
    Ok(draft.at(found.id, Output::Struct(NETWORK, Vec::new())))
}

/// The services that the endpoints of a VPC are for.
fn endpoints(found: &Found<'_>) -> Vec<String> {
    let own = found.template.resources().filter(|entry| entry.resource_type == "AWS::EC2::VPCEndpoint");
    let own = own.filter(|entry| entry.id.as_str().starts_with(found.id));
    let service = |node: &Node| {
        let name = function::substituted(at(node.get("Properties")?, "ServiceName")?)?;
        name.strip_prefix("com.amazonaws.${AWS::Region}.").map(str::to_owned)
    };
    own.filter_map(|entry| service(entry.node)).collect()
}

impl Known {
    /// Finds the network that the stack's resources are in: the one that a construct makes, or else what names a VPC and subnets.
    pub(super) fn find_network(&mut self, template: &Template) {
        let made = self.outputs.iter().find_map(|(id, output)| Some((id.clone(), output.downcast_ref::<Network>()?.clone())));
        if let Some((id, network)) = made {
            self.network = Some((network, Expression::Variable(id, NETWORK)));
            return;
        }
        let Some((network, call)) = existing(template) else { return };
        self.network = Some((network, Expression::Network));
        self.made = Some(call);
    }
}

fn existing(template: &Template) -> Option<(Network, crate::import::Call)> {
    let first = |types: &[&str], path: &str| {
        let mut nodes = template.resources().filter(|entry| types.contains(&entry.resource_type));
        nodes.find_map(|entry| at(entry.node.get("Properties")?, path))
    };
    let vpc = first(&["AWS::ElasticLoadBalancingV2::TargetGroup", "AWS::EC2::SecurityGroup"], "VpcId")?;
    let placement = first(&["AWS::ECS::Service"], "NetworkConfiguration.AwsvpcConfiguration");
    let tasks = placement.and_then(|placement| placement.get("Subnets"));
    let is_public = placement.and_then(|placement| placement.get("AssignPublicIp")).and_then(Node::as_str) == Some("ENABLED");
    let public = first(&["AWS::ElasticLoadBalancingV2::LoadBalancer"], "Subnets").or(tasks)?;
    let (vpc_id, vpc) = value::<VpcId>(vpc);
    let (subnets, public) = value::<List<SubnetId>>(public);
    let private = tasks.filter(|_| !is_public);
    let draft = Draft::new(Network::existing(vpc_id, subnets), "constructs::Network::existing", vec![vpc, public]);
    Some(draft.value::<List<SubnetId>>("private_subnets", private, Network::private_subnets).parts())
}

pub(super) fn security_group(found: &Found<'_>) -> Result<Recipe, String> {
    let (network, argument) = found.network()?;
    let description = found.needed_text("GroupDescription")?;
    let arguments = [vec![argument], quoted(&description)].concat();
    let mut draft = Draft::new(SecurityGroup::new(network, description), "constructs::SecurityGroup::new", arguments);
    for (index, rule) in found.items("SecurityGroupIngress").enumerate() {
        let path = |name: &str| format!("SecurityGroupIngress.{index}.{name}");
        let (peer, port) = (peer(rule), port(rule));
        let (peer, argument) =
            peer.ok_or_else(|| format!("`{}` names neither one address block nor one group", path("CidrIp")))?;
        let port = port.ok_or_else(|| format!("`{}` and `ToPort` are not one literal port", path("FromPort")))?;
        let why = rule.get("Description").ok_or_else(|| format!("it has no `{}`", path("Description")))?;
        let why = literal_text(why, &path("Description"))?;
        let arguments = [vec![argument], plain(&port), quoted(&why)].concat();
        draft = draft.with("reachable_by", arguments, |group| group.reachable_by(peer, port, why));
    }
    Ok(draft.at(found.id, Output::Handle("AWS::EC2::SecurityGroup")))
}

pub(super) fn allow(found: &Found<'_>) -> Result<Recipe, String> {
    let properties = found.node.get("Properties").ok_or("it has no `Properties`")?;
    let (peer, from) = peer(properties).ok_or("it names neither one address block nor one group")?;
    let port = port(properties).ok_or("`FromPort` and `ToPort` are not one literal port")?;
    let (group, to) = value::<SecurityGroupId>(found.needed("GroupId")?);
    let (why, reason) = value::<Text>(found.needed("Description")?);
    let draft = Draft::new(Allow::from(peer), "constructs::Allow::from", vec![from]);
    let (from, call) = draft.parts();
    let mut draft = Draft::new(from.to(group, port, why), call.path, call.arguments);
    draft = draft.called("to", [vec![to], plain(&port), vec![reason]].concat());
    Ok(draft.at(found.id, Output::Handle("AWS::EC2::SecurityGroupIngress")))
}

fn port(rule: &Node) -> Option<u16> {
    let [first, last] = ["FromPort", "ToPort"].map(|name| rule.get(name).and_then(reader::port));
    first.filter(|_| first == last)
}

fn peer(rule: &Node) -> Option<(Peer, Expression)> {
    match (rule.get("CidrIp"), rule.get("SourceSecurityGroupId")) {
        (Some(block), None) if block.as_str() == Some("0.0.0.0/0") => {
            Some((Peer::Anywhere, Expression::Path("constructs::Peer::Anywhere".to_owned())))
        }
        (Some(block), None) => {
            let (block, argument) = value::<Text>(block);
            Some(Draft::new(Peer::block(block), "constructs::Peer::block", vec![argument]).finish())
        }
        (None, Some(group)) => {
            let (group, argument) = value::<SecurityGroupId>(group);
            Some(Draft::new(Peer::group(group), "constructs::Peer::group", vec![argument]).finish())
        }
        _ => None,
    }
}
