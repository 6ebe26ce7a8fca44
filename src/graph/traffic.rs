//! The way of requests: internet, load balancer, listener, rule, target group, service, container; and security groups.

use super::label::{self, seen};
use super::model::{Flow, Graph, GraphNode, Role, node_id};
use super::parts;
use crate::language::in_words;
use crate::language::read::address_block::is_world;
use crate::language::read::listener::{self, BALANCER, LISTENER, LISTENER_RULE, TARGET_GROUP};
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};
use crate::language::read::security_group::{self, GROUP, GroupRule, INGRESS};
use crate::language::read::service::{self, SERVICE};
use crate::language::read::task::TASK_DEFINITION;
use crate::language::stacks::{Stack, Stacks};

/// Adds every edge that traffic takes.
pub(super) fn add<'a>(graph: &mut Graph, stacks: &Stacks<'a>) {
    for (frame, stack) in stacks.stacks().iter().enumerate() {
        for resource in resource::all(&stack.scope) {
            let mut way = Way { graph, stacks, frame, stack, resource: &resource };
            match resource.kind {
                LISTENER => way.listener(),
                LISTENER_RULE => way.rule(),
                SERVICE => way.service(),
                _ => way.group_rules(),
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
    resource: &'w Resource<'a>,
}

/// A network at the other end of a rule.
#[derive(PartialEq)]
struct Network {
    /// The address block.
    block: String,
    /// What must hold for it, in words.
    when: Option<String>,
}

impl<'a> Way<'_, 'a> {
    fn find(&self, frame: usize, id: &str) -> Option<usize> {
        self.graph.find(&node_id(frame, id))
    }

    fn own(&self) -> Option<usize> {
        self.find(self.frame, self.resource.id)
    }

    /// The resources of a type that a value of this one leads to, each with its frame.
    fn leading_to(&self, value: &Property<'a>, resource_type: &str) -> Vec<(usize, Resource<'a>)> {
        self.stacks.of_type(self.frame, value, resource_type)
    }

    fn connect(&mut self, from: Option<usize>, to: Option<usize>, label: String) {
        if let (Some(from), Some(to)) = (from, to) {
            self.graph.connect(from, to, Flow::Traffic, label);
        }
    }

    /// `HTTPS 443` of a listener or target group, wherever it is.
    fn protocol_and_port(&self, frame: usize, resource: &Resource<'a>) -> String {
        let stack = self.stacks.stacks().get(frame).unwrap_or(self.stack);
        let texts: Vec<String> =
            ["Protocol", "Port"].iter().filter_map(|name| seen(stack, &resource.properties.get(name))).collect();
        if texts.is_empty() { "traffic".to_owned() } else { texts.join(" ") }
    }

    fn listener(&mut self) {
        let label = self.protocol_and_port(self.frame, self.resource);
        let own = self.own();
        for (frame, balancer) in self.leading_to(&listener::balancer(self.resource), BALANCER) {
            let to = self.find(frame, balancer.id);
            self.connect(to, own, label.clone());
            for network in self.clients(frame, &balancer) {
                let from = network_node(self.graph, &network.block, false);
                self.connect(Some(from), to, conditional(&label, network.when));
            }
        }
        self.actions();
    }

    /// Who can reach the load balancer on this listener's port.
    fn clients(&self, frame: usize, balancer: &Resource<'a>) -> Vec<Network> {
        let groups = self.stacks.of_type(frame, &balancer.properties.get("SecurityGroups"), GROUP);
        if groups.is_empty() {
            let stack = self.stacks.stacks().get(frame).unwrap_or(self.stack);
            let internal = seen(stack, &balancer.properties.get("Scheme")).is_some_and(|scheme| scheme == "internal");
            return if internal { Vec::new() } else { vec![Network { block: "0.0.0.0/0".to_owned(), when: None }] };
        }
        let port: Option<u64> = seen(self.stack, &self.resource.properties.get("Port")).and_then(|port| port.parse().ok());
        let mut found: Vec<Network> = Vec::new();
        for (group_frame, group) in groups {
            for (stack, rule) in inward(self.stacks, group_frame, &group) {
                let number = |end: &Property<'a>| seen(stack, end).and_then(|text| text.parse().ok());
                let ports = number(&rule.from()).zip(number(&rule.to()));
                if ports.zip(port).is_none_or(|((from, to), port): ((u64, u64), u64)| from <= port && port <= to) {
                    found.extend(networks(stack, &rule, &group));
                }
            }
        }
        // What always holds needs no second word about when.
        let always: Vec<String> = found.iter().filter(|one| one.when.is_none()).map(|one| one.block.clone()).collect();
        found.retain(|one| one.when.is_none() || !always.contains(&one.block));
        found
    }

    fn rule(&mut self) {
        let own = self.own();
        for (frame, listener) in self.leading_to(&listener::listener(self.resource), LISTENER) {
            let label = self.protocol_and_port(frame, &listener);
            let from = self.find(frame, listener.id);
            self.connect(from, own, label);
        }
        self.actions();
    }

    /// Where a listener or rule sends requests.
    fn actions(&mut self) {
        let own = self.own();
        for action in listener::actions(self.resource).every_item() {
            for (frame, group) in self.leading_to(&action, TARGET_GROUP) {
                let label = self.protocol_and_port(frame, &group);
                let to = self.find(frame, group.id);
                self.connect(own, to, label);
            }
            if let Some(port) = seen(self.stack, &action.at(&["RedirectConfig", "Port"])) {
                self.redirect(&port);
            }
        }
    }

    /// A redirect sends clients to another listener of the same load balancer.
    fn redirect(&mut self, port: &str) {
        let balancers = self.leading_to(&listener::balancer(self.resource), BALANCER);
        let own = self.own();
        for (frame, stack) in self.stacks.stacks().iter().enumerate() {
            for other in resource::of_type(&stack.scope, LISTENER) {
                let its = self.stacks.of_type(frame, &listener::balancer(&other), BALANCER);
                let is_same = its.iter().any(|(frame, one)| balancers.iter().any(|(f, other)| (f, other.id) == (frame, one.id)));
                if is_same && seen(stack, &other.properties.get("Port")).as_deref() == Some(port) {
                    let to = self.find(frame, other.id);
                    self.connect(own, to, format!("redirect to {port}"));
                }
            }
        }
    }

    /// Target group, service, container.
    fn service(&mut self) {
        let own = self.own();
        let tasks = self.leading_to(&service::task(self.resource), TASK_DEFINITION);
        for entry in service::registrations(self.resource) {
            let label = seen(self.stack, &entry.port).map_or("traffic".to_owned(), |port| format!("port {port}"));
            for (frame, group) in self.leading_to(&entry.group, TARGET_GROUP) {
                let from = self.find(frame, group.id);
                self.connect(from, own, label.clone());
            }
            let name = seen(self.stack, &entry.container);
            for (frame, task) in &tasks {
                let Some(stack) = self.stacks.stacks().get(*frame) else { continue };
                let found = parts::containers(stack, task).find(|(found, _)| Some(found) == name.as_ref());
                let Some((name, container)) = found else { continue };
                let id = parts::container_id(*frame, task.id, &name);
                let to = self.graph.find_or_add(id, || parts::node(*frame, stack.name, &name, &container));
                self.connect(own, Some(to), label.clone());
            }
        }
    }

    /// The rules of a security group, or a rule that is a resource of its own: its edge joins the two groups.
    fn group_rules(&mut self) {
        for rule in security_group::rules(self.resource) {
            match self.resource.kind {
                GROUP => self.group_rule(self.own(), self.resource, &rule),
                _ => {
                    for (frame, group) in self.leading_to(&rule.owner(), GROUP) {
                        self.group_rule(self.find(frame, group.id), &group, &rule);
                    }
                }
            }
        }
    }

    fn group_rule(&mut self, own: Option<usize>, group: &Resource<'a>, rule: &GroupRule<'a>) {
        let label = rule_label(self.stack, rule);
        let mut peers: Vec<(Option<usize>, Option<String>)> = Vec::new();
        for (frame, peer) in self.leading_to(&rule.peer(), GROUP) {
            peers.push((self.find(frame, peer.id), words(&rule.rule, group)));
        }
        for network in networks(self.stack, rule, group) {
            peers.push((Some(network_node(self.graph, &network.block, rule.outward)), network.when));
        }
        for (peer, when) in peers {
            let (from, to) = if rule.outward { (own, peer) } else { (peer, own) };
            self.connect(from, to, conditional(&label, when));
        }
    }
}

/// The rules by which a security group lets in, its own and those that are resources, each with its stack.
fn inward<'a>(stacks: &Stacks<'a>, frame: usize, group: &Resource<'a>) -> Vec<(&'a Stack<'a>, GroupRule<'a>)> {
    let own = stacks
        .stacks()
        .get(frame)
        .into_iter()
        .flat_map(|stack| security_group::rules(group).into_iter().map(move |rule| (stack, rule)));
    let others = stacks.stacks().iter().enumerate().flat_map(|(at, stack)| {
        let rules = resource::of_type(&stack.scope, INGRESS).into_iter().flat_map(|one| security_group::rules(&one));
        let is_its = |rule: &GroupRule<'a>| {
            stacks.of_type(at, &rule.owner(), GROUP).iter().any(|(of, found)| (*of, found.id) == (frame, group.id))
        };
        rules.filter(is_its).map(move |rule| (stack, rule)).collect::<Vec<_>>()
    });
    own.chain(others).filter(|(_, rule)| !rule.outward).collect()
}

/// The networks that may be at the other end of a rule of a group: each branch of a condition is one.
fn networks<'a>(stack: &Stack<'a>, rule: &GroupRule<'a>, group: &Resource<'a>) -> Vec<Network> {
    let mut found: Vec<Network> = Vec::new();
    for property in rule.blocks() {
        let cases: Vec<(Property<'a>, String)> =
            property.cases().into_iter().filter_map(|case| Some((case.clone(), label::of_case(stack, &case)?))).collect();
        for (case, block) in &cases {
            let same = cases.iter().filter(|(_, other)| other == block).count();
            let when = match same {
                _ if same == property.cases().len() => words(&rule.rule, group),
                1 => words(case, group),
                _ => Some("in some cases".to_owned()),
            };
            let network = Network { block: block.clone(), when };
            if !found.contains(&network) {
                found.push(network);
            }
        }
    }
    found
}

/// What must hold for a part of a rule, beside what must hold for the group, in words.
fn words(property: &Property<'_>, group: &Resource<'_>) -> Option<String> {
    in_words(property.when().iter().filter(|fact| !group.properties.when().contains(fact)))
}

fn conditional(label: &str, when: Option<String>) -> String {
    when.map_or_else(|| label.to_owned(), |when| format!("{label}, {when}"))
}

/// `tcp 443`, `tcp 8000-8100`, `all traffic`.
fn rule_label<'a>(stack: &Stack<'a>, rule: &GroupRule<'a>) -> String {
    let protocol = rule.protocol().or_else(|| seen(stack, &rule.rule.get("IpProtocol"))).unwrap_or_default();
    match (protocol.as_str(), seen(stack, &rule.from()), seen(stack, &rule.to())) {
        ("-1", ..) => "all traffic".to_owned(),
        (protocol, Some(from), Some(to)) if from == to => format!("{protocol} {from}"),
        (protocol, Some(from), Some(to)) => format!("{protocol} {from}-{to}"),
        (protocol, ..) => format!("{protocol} all ports"),
    }
}

/// The node of an address block. All addresses are the internet; where it is reached, it stands apart from where it comes from.
fn network_node(graph: &mut Graph, block: &str, is_egress: bool) -> usize {
    let is_world = is_world(block);
    let title = if is_world { "Internet" } else { block };
    let subtitle = match (is_world, is_egress) {
        (true, false) => "Clients anywhere",
        (true, true) => "Anywhere",
        (false, _) => "Address block",
    };
    let id = format!("@network/{}/{title}", if is_egress { "out" } else { "in" });
    graph.find_or_add(id, || GraphNode::outside(title.to_owned(), subtitle.to_owned(), Role::Entry))
}
