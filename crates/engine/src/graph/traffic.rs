//! The way of requests: internet, load balancer, listener, rule, target group, service, container; and security groups.

use super::label::seen;
use super::model::{Flow, Graph, node_id};
use super::opening::{Network, conditional, inward, network_node, networks, rule_label, words};
use super::parts;
use crate::language::read::listener::{self, BALANCER, LISTENER, LISTENER_RULE, TARGET_GROUP};
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};
use crate::language::read::security_group::{self, GROUP, GroupRule};
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
