//! The way of requests: internet, load balancer, listener, rule, target group, service, container; and security groups.

use super::label;
use super::model::{Flow, Graph, GraphNode, Role, node_id};
use super::parts::{self, TASK_DEFINITION};
use crate::language::stacks::{Stack, Stacks};
use crate::template::{Node, ResourceEntry};

const LOAD_BALANCER: &str = "AWS::ElasticLoadBalancingV2::LoadBalancer";
const LISTENER: &str = "AWS::ElasticLoadBalancingV2::Listener";
const RULE: &str = "AWS::ElasticLoadBalancingV2::ListenerRule";
const TARGET_GROUP: &str = "AWS::ElasticLoadBalancingV2::TargetGroup";
const SERVICE: &str = "AWS::ECS::Service";
const GROUP: &str = "AWS::EC2::SecurityGroup";

/// Adds every edge that traffic takes.
pub(super) fn add<'a>(graph: &mut Graph, stacks: &Stacks<'a>) {
    for (frame, stack) in stacks.stacks().iter().enumerate() {
        for resource in stack.scope.resources() {
            let mut way = Way { graph, stacks, frame, stack, resource: &resource };
            match resource.resource_type {
                LISTENER => way.listener(),
                RULE => way.rule(),
                SERVICE => way.service(),
                GROUP => way.group(),
                "AWS::EC2::SecurityGroupIngress" => way.standalone("GroupId", "SourceSecurityGroupId", false),
                "AWS::EC2::SecurityGroupEgress" => way.standalone("GroupId", "DestinationSecurityGroupId", true),
                _ => {}
            }
        }
    }
}

/// One resource on the way.
struct Way<'w, 'a> {
    graph: &'w mut Graph,
    stacks: &'w Stacks<'a>,
    frame: usize,
    stack: &'a Stack<'a>,
    resource: &'w ResourceEntry<'a>,
}

/// A rule of a security group that lets in networks.
struct Opening {
    /// The address block.
    from: String,
    ports: Option<(u64, u64)>,
}

impl<'a> Way<'_, 'a> {
    fn property(&self, name: &str) -> Option<&'a Node> {
        self.resource.node.get("Properties")?.get(name)
    }

    fn seen(&self, node: Option<&'a Node>) -> Option<String> {
        label::seen(self.stack, node)
    }

    fn own(&self) -> Option<usize> {
        self.graph.find(&node_id(self.frame, self.resource.id.as_str()))
    }

    /// The resources of a type that a value of this one leads to: frame, logical id, resource.
    fn leading_to(&self, value: Option<&'a Node>, resource_type: &str) -> Vec<(usize, &'a str, &'a Node)> {
        self.stacks.of_type(self.frame, value, resource_type)
    }

    fn connect(&mut self, from: Option<usize>, to: Option<usize>, label: String) {
        if let (Some(from), Some(to)) = (from, to) {
            self.graph.connect(from, to, Flow::Traffic, label);
        }
    }

    /// `HTTPS 443` of a listener or target group, wherever it is.
    fn protocol_and_port(&self, frame: usize, resource: &'a Node) -> String {
        let stack = self.stacks.stacks().get(frame).unwrap_or(self.stack);
        let seen = |name: &str| label::seen(stack, resource.at_path(&["Properties", name]));
        let texts: Vec<String> = [seen("Protocol"), seen("Port")].into_iter().flatten().collect();
        if texts.is_empty() { "traffic".to_owned() } else { texts.join(" ") }
    }

    fn listener(&mut self) {
        let label = self.protocol_and_port(self.frame, self.resource.node);
        let own = self.own();
        for (frame, id, balancer) in self.leading_to(self.property("LoadBalancerArn"), LOAD_BALANCER) {
            let to = self.graph.find(&node_id(frame, id));
            self.connect(to, own, label.clone());
            for source in self.clients(frame, balancer) {
                let from = network_node(self.graph, &source, false);
                self.connect(Some(from), to, label.clone());
            }
        }
        self.actions(self.property("DefaultActions"));
    }

    /// Who can reach the load balancer on this listener's port.
    fn clients(&self, frame: usize, balancer: &'a Node) -> Vec<String> {
        let stack = self.stacks.stacks().get(frame).unwrap_or(self.stack);
        let property = |name: &str| balancer.at_path(&["Properties", name]);
        let groups = self.stacks.of_type(frame, property("SecurityGroups"), GROUP);
        if groups.is_empty() {
            let internal = label::seen(stack, property("Scheme")).is_some_and(|scheme| scheme == "internal");
            return if internal { Vec::new() } else { vec!["0.0.0.0/0".to_owned()] };
        }
        let port = self.seen(self.property("Port")).and_then(|port| port.parse().ok());
        let mut found = Vec::new();
        for (group_frame, group, node) in groups {
            for opening in openings(self.stacks, group_frame, group, node) {
                let is_open = opening.ports.zip(port).is_none_or(|((from, to), port): (_, u64)| from <= port && port <= to);
                if is_open && !found.contains(&opening.from) {
                    found.push(opening.from);
                }
            }
        }
        found
    }

    fn rule(&mut self) {
        let own = self.own();
        for (frame, id, listener) in self.leading_to(self.property("ListenerArn"), LISTENER) {
            let label = self.protocol_and_port(frame, listener);
            let from = self.graph.find(&node_id(frame, id));
            self.connect(from, own, label);
        }
        self.actions(self.property("Actions"));
    }

    /// Where a listener or rule sends requests.
    fn actions(&mut self, actions: Option<&'a Node>) {
        let own = self.own();
        for action in actions.and_then(Node::as_list).into_iter().flatten() {
            for (frame, id, group) in self.leading_to(Some(action), TARGET_GROUP) {
                let label = self.protocol_and_port(frame, group);
                let to = self.graph.find(&node_id(frame, id));
                self.connect(own, to, label);
            }
            if let Some(redirect) = action.get("RedirectConfig") {
                self.redirect(redirect);
            }
        }
    }

    /// A redirect sends clients to another listener of the same load balancer.
    fn redirect(&mut self, redirect: &'a Node) {
        let port = self.seen(redirect.get("Port"));
        let balancers = self.leading_to(self.property("LoadBalancerArn"), LOAD_BALANCER);
        let own = self.own();
        for (frame, stack) in self.stacks.stacks().iter().enumerate() {
            for other in stack.scope.resources().filter(|other| other.resource_type == LISTENER) {
                let properties = |name: &str| other.node.at_path(&["Properties", name]);
                let its = self.stacks.of_type(frame, properties("LoadBalancerArn"), LOAD_BALANCER);
                let is_same = its.iter().any(|(frame, id, _)| balancers.iter().any(|(f, i, _)| (f, i) == (frame, id)));
                if is_same && port.is_some() && label::seen(stack, properties("Port")) == port {
                    let label = format!("redirect to {}", port.as_deref().unwrap_or_default());
                    let to = self.graph.find(&node_id(frame, other.id.as_str()));
                    self.connect(own, to, label);
                }
            }
        }
    }

    /// Target group, service, container.
    fn service(&mut self) {
        let own = self.own();
        let tasks = self.leading_to(self.property("TaskDefinition"), TASK_DEFINITION);
        for entry in self.property("LoadBalancers").and_then(Node::as_list).into_iter().flatten() {
            let label = self.seen(entry.get("ContainerPort")).map_or("traffic".to_owned(), |port| format!("port {port}"));
            for (frame, id, _) in self.leading_to(entry.get("TargetGroupArn"), TARGET_GROUP) {
                let from = self.graph.find(&node_id(frame, id));
                self.connect(from, own, label.clone());
            }
            let name = self.seen(entry.get("ContainerName"));
            for (frame, task, node) in &tasks {
                let Some(stack) = self.stacks.stacks().get(*frame) else { continue };
                let found = parts::containers(stack, node).find(|(found, _)| Some(found) == name.as_ref());
                let Some((name, container)) = found else { continue };
                let id = parts::container_id(*frame, task, &name);
                let to = self.graph.find_or_add(id, || parts::node(*frame, stack.name, node, &name, container));
                self.connect(own, Some(to), label.clone());
            }
        }
    }

    /// The rules that stand in a security group itself.
    fn group(&mut self) {
        let own = self.own();
        for (property, peer, is_egress) in [
            ("SecurityGroupIngress", "SourceSecurityGroupId", false),
            ("SecurityGroupEgress", "DestinationSecurityGroupId", true),
        ] {
            for rule in self.property(property).and_then(Node::as_list).into_iter().flatten() {
                self.group_rule(own, rule, peer, is_egress);
            }
        }
    }

    /// A rule that is a resource of its own: its edge joins the two groups.
    fn standalone(&mut self, group: &str, peer: &str, is_egress: bool) {
        let Some(rule) = self.resource.node.get("Properties") else { return };
        for (frame, id, _) in self.leading_to(self.property(group), GROUP) {
            let own = self.graph.find(&node_id(frame, id));
            self.group_rule(own, rule, peer, is_egress);
        }
    }

    fn group_rule(&mut self, own: Option<usize>, rule: &'a Node, peer: &str, is_egress: bool) {
        let label = rule_label(self.stack, rule);
        let mut peers: Vec<Option<usize>> = Vec::new();
        for (frame, id, _) in self.leading_to(rule.get(peer), GROUP) {
            peers.push(self.graph.find(&node_id(frame, id)));
        }
        for block in ["CidrIp", "CidrIpv6"] {
            if let Some(block) = self.seen(rule.get(block)) {
                peers.push(Some(network_node(self.graph, &block, is_egress)));
            }
        }
        for peer in peers {
            let (from, to) = if is_egress { (own, peer) } else { (peer, own) };
            self.connect(from, to, label.clone());
        }
    }
}

/// The networks that a security group lets in, by its own rules and by those that are resources.
fn openings<'a>(stacks: &Stacks<'a>, frame: usize, group: &str, node: &'a Node) -> Vec<Opening> {
    let mut found = Vec::new();
    let Some(stack) = stacks.stacks().get(frame) else { return found };
    let own = node.at_path(&["Properties", "SecurityGroupIngress"]).and_then(Node::as_list);
    found.extend(own.into_iter().flatten().flat_map(|rule| opening(stack, rule)));
    for (frame, stack) in stacks.stacks().iter().enumerate() {
        for resource in stack.scope.resources().filter(|other| other.resource_type == "AWS::EC2::SecurityGroupIngress") {
            let Some(rule) = resource.node.get("Properties") else { continue };
            if stacks.of_type(frame, rule.get("GroupId"), GROUP).iter().any(|(_, id, _)| *id == group) {
                found.extend(opening(stack, rule));
            }
        }
    }
    found
}

fn opening<'a>(stack: &Stack<'a>, rule: &'a Node) -> Vec<Opening> {
    let seen = |name: &str| label::seen(stack, rule.get(name));
    let number = |name: &str| seen(name).and_then(|text| text.parse().ok());
    let ports = number("FromPort").zip(number("ToPort"));
    let blocks = ["CidrIp", "CidrIpv6"].into_iter().filter_map(seen);
    blocks.map(|from| Opening { from, ports }).collect()
}

/// `tcp 443`, `tcp 8000-8100`, `all traffic`.
fn rule_label<'a>(stack: &Stack<'a>, rule: &'a Node) -> String {
    let seen = |name: &str| label::seen(stack, rule.get(name));
    let protocol = seen("IpProtocol").unwrap_or_default();
    match (protocol.as_str(), seen("FromPort"), seen("ToPort")) {
        ("-1", ..) => "all traffic".to_owned(),
        (protocol, Some(from), Some(to)) if from == to => format!("{protocol} {from}"),
        (protocol, Some(from), Some(to)) => format!("{protocol} {from}-{to}"),
        (protocol, ..) => format!("{protocol} all ports"),
    }
}

/// The node of an address block. All addresses are the internet; where it is reached, it stands apart from where it comes from.
fn network_node(graph: &mut Graph, block: &str, is_egress: bool) -> usize {
    let is_world = ["0.0.0.0/0", "::/0"].contains(&block);
    let title = if is_world { "Internet" } else { block };
    let subtitle = match (is_world, is_egress) {
        (true, false) => "Clients anywhere",
        (true, true) => "Anywhere",
        (false, _) => "Address block",
    };
    let id = format!("@network/{}/{title}", if is_egress { "out" } else { "in" });
    graph.find_or_add(id, || GraphNode::outside(title.to_owned(), subtitle.to_owned(), Role::Entry))
}
