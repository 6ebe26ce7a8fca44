//! Security groups from intent: who may reach what, on which port.

use super::network::Network;
use crate::aws::ec2;
use crate::aws::ec2::SecurityGroupId;
use crate::aws::ec2::security_group::Ingress;
use crate::stack::{Handle, IntoValue, Located, Resource, Stack, Text, Value, located};
use crate::template::SourceLocation;

/// Who may reach something.
#[derive(Clone, Debug)]
pub enum Peer {
    /// The whole internet, over IPv4. Say it only where it is meant.
    Anywhere,
    /// An IPv4 address block, for example `203.0.113.0/24`.
    Block(Value<Text>),
    /// Whatever is in this security group.
    Group(Value<SecurityGroupId>),
}

impl Peer {
    /// An IPv4 address block.
    #[track_caller]
    pub fn block(block: impl IntoValue<Text>) -> Self {
        Peer::Block(located(block))
    }

    /// Whatever is in a security group.
    #[track_caller]
    pub fn group(group: impl IntoValue<SecurityGroupId>) -> Self {
        Peer::Group(located(group))
    }

    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Peer::Anywhere => "the internet",
            Peer::Block(_) => "an address block",
            Peer::Group(_) => "its clients",
        }
    }
}

/// A security group that lets in nobody but those it is told to.
///
/// Its rules stand inside it: they can only name groups that were added before, so no cycle can arise. Where two groups need each
/// other, [`allow`] adds a rule that stands alone. Outgoing traffic is open, as it is by default in AWS: tasks pull images and call services.
#[derive(Clone, Debug)]
#[must_use]
pub struct SecurityGroup {
    id: String,
    description: Value<Text>,
    network: Network,
    rules: Vec<Located<(Peer, u16, String)>>,
}

impl SecurityGroup {
    /// A security group of a network. The description cannot be changed without replacing the group.
    #[track_caller]
    pub fn new(id: impl Into<String>, network: &Network, description: impl Into<String>) -> Self {
        SecurityGroup { id: id.into(), description: located(description.into()), network: network.clone(), rules: Vec::new() }
    }

    /// Lets a peer reach it on a TCP port.
    #[track_caller]
    pub fn reachable_by(self, peer: Peer, port: u16, why: impl Into<String>) -> Self {
        self.rule(Located::here((peer, port, why.into())))
    }

    pub(crate) fn rule(mut self, rule: Located<(Peer, u16, String)>) -> Self {
        self.rules.push(rule);
        self
    }

    /// Adds the group.
    #[track_caller]
    pub fn add_to(self, stack: &mut Stack) -> Handle<ec2::SecurityGroup> {
        stack.construct(SourceLocation::caller(), |stack| {
            let rules: Vec<Located<Ingress>> = self.rules.iter().map(|rule| rule.map(ingress)).collect();
            let group = ec2::SecurityGroup::new(self.description)
                .vpc_id(self.network.vpc_id)
                .maybe((!rules.is_empty()).then_some(rules), ec2::SecurityGroup::security_group_ingress);
            stack.add(self.id, group)
        })
    }
}

fn ingress((peer, port, why): &(Peer, u16, String)) -> Ingress {
    let rule = Ingress::new("tcp");
    let rule = match peer {
        Peer::Anywhere => rule.cidr_ip("0.0.0.0/0"),
        Peer::Block(block) => rule.cidr_ip(block),
        Peer::Group(group) => rule.source_security_group_id(group),
    };
    rule.from_port(*port).to_port(*port).description(why)
}

/// Lets one security group reach another on a TCP port, by a rule that stands alone: for groups that need each other.
#[track_caller]
pub fn allow(
    stack: &mut Stack,
    id: impl AsRef<str>,
    from: impl IntoValue<SecurityGroupId>,
    to: impl IntoValue<SecurityGroupId>,
    port: u16,
    why: impl IntoValue<Text>,
) -> Handle<ec2::SecurityGroupIngress> {
    let (from, to): (Value<SecurityGroupId>, Value<SecurityGroupId>) = (located(from), located(to));
    let why: Value<Text> = located(why);
    stack.construct(SourceLocation::caller(), |stack| {
        let rule = ec2::SecurityGroupIngress::new("tcp")
            .group_id(to)
            .source_security_group_id(from)
            .from_port(port)
            .to_port(port)
            .description(why);
        stack.add(id, rule)
    })
}
