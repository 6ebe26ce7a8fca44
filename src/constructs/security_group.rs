//! Security groups from intent: who may reach what, on which port.

use super::network::Network;
use crate::aws::ec2;
use crate::aws::ec2::SecurityGroupId;
use crate::aws::ec2::security_group::Ingress;
use crate::stack::{Construct, Handle, IntoValue, Located, Maybe, Pending, Stack, Text, Value, located};

/// Who may reach something.
///
/// ```
/// use formwork::constructs::Peer;
/// use formwork::prelude::*;
/// use formwork::aws::ec2::SecurityGroup;
///
/// fn peers(clients: Handle<SecurityGroup>) -> [Peer; 3] {
///     [Peer::Anywhere, Peer::block("10.0.0.0/8"), Peer::group(clients)]
/// }
/// ```
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
/// other, [`Allow`] adds a rule that stands alone. Outgoing traffic is open, as it is by default in AWS: tasks pull images and call services.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn tasks(stack: &mut Stack, network: &Network, balancer: Handle<ec2::SecurityGroup>) {
///     let group = SecurityGroup::new(network, "The web tasks").reachable_by(Peer::group(balancer), 80, "The load balancer");
///     stack.add("TasksGroup", group);
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct SecurityGroup {
    pending: Pending,
    description: Value<Text>,
    network: Network,
    rules: Vec<Located<(Peer, u16, String)>>,
}

impl SecurityGroup {
    /// A security group of a network. The description cannot be changed without replacing the group.
    #[track_caller]
    pub fn new(network: &Network, description: impl Into<String>) -> Self {
        SecurityGroup {
            pending: Pending::of::<Self>(),
            description: located(description.into()),
            network: network.clone(),
            rules: Vec::new(),
        }
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
}

impl Construct for SecurityGroup {
    type Output = Handle<ec2::SecurityGroup>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        let rules: Vec<Located<Ingress>> = self.rules.iter().map(|rule| rule.map(ingress)).collect();
        let group = ec2::SecurityGroup::new(self.description)
            .vpc_id(self.network.vpc_id)
            .maybe((!rules.is_empty()).then_some(rules), ec2::SecurityGroup::security_group_ingress);
        stack.add(id, group)
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

/// Lets a peer reach a security group on a TCP port, by a rule that stands alone: for groups that need each other.
///
/// `stack.add("Back", Allow::from(Peer::group(tasks)).to(clients, 8080, "The tasks"))`: who reaches and who is reached are of
/// different types, so they cannot be swapped.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn both_ways(stack: &mut Stack, tasks: Handle<ec2::SecurityGroup>, database: Handle<ec2::SecurityGroup>) {
///     stack.add("ToDatabase", Allow::from(Peer::group(tasks)).to(database, 5432, "The tasks"));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Allow {
    pending: Pending,
    from: Peer,
    to: Value<SecurityGroupId>,
    port: Located<u16>,
    why: Value<Text>,
}

/// Who is allowed something; [`AllowFrom::to`] says what.
#[derive(Clone, Debug)]
#[must_use]
pub struct AllowFrom(Peer);

impl Allow {
    /// Who may reach something.
    pub fn from(peer: Peer) -> AllowFrom {
        AllowFrom(peer)
    }
}

impl AllowFrom {
    /// What the peer may reach: whatever is in a security group, on a TCP port.
    #[track_caller]
    pub fn to(self, group: impl IntoValue<SecurityGroupId>, port: u16, why: impl IntoValue<Text>) -> Allow {
        Allow { pending: Pending::of::<Allow>(), from: self.0, to: located(group), port: Located::here(port), why: located(why) }
    }
}

impl Construct for Allow {
    type Output = Handle<ec2::SecurityGroupIngress>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        let rule = ec2::SecurityGroupIngress::new("tcp").group_id(self.to);
        let rule = match self.from {
            Peer::Anywhere => rule.cidr_ip("0.0.0.0/0"),
            Peer::Block(block) => rule.cidr_ip(block),
            Peer::Group(group) => rule.source_security_group_id(group),
        };
        stack.add(id, rule.from_port(self.port).to_port(self.port).description(self.why))
    }
}
