//! What goes from box to box, told of the resources between them.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use super::fold::{Folded, Part, type_of};
use super::kinds;
use crate::graph::model::{Edge, Flow, Graph};

const GROUP: &str = "AWS::EC2::SecurityGroup";
const TARGET_GROUP: &str = "AWS::ElasticLoadBalancingV2::TargetGroup";

/// Steps of all ways together; nobody could read what comes of more.
const MOST_STEPS: usize = 200_000;

/// The edges of the picture, by the indices of the resources' graph.
pub(super) struct Flows<'g> {
    graph: &'g Graph,
    folded: &'g Folded,
    pub(super) edges: BTreeMap<Edge, IndexSet<String>>,
    steps: usize,
}

impl<'g> Flows<'g> {
    pub(super) fn of(graph: &'g Graph, folded: &'g Folded, private: &BTreeSet<usize>) -> Flows<'g> {
        let mut flows = Flows { graph, folded, edges: BTreeMap::new(), steps: 0 };
        flows.add_traffic();
        flows.add_connectors();
        flows.add_groups(private);
        flows.add_uses();
        flows
    }

    fn connect(&mut self, from: usize, to: usize, flow: Flow, label: Option<String>) {
        if from == to {
            return;
        }
        let joined = |from, to| self.edges.contains_key(&Edge { from, to, flow: Flow::Traffic });
        if flow == Flow::Reference && (joined(from, to) || joined(to, from)) {
            return;
        }
        self.edges.entry(Edge { from, to, flow }).or_default().extend(label);
    }

    fn has_traffic(&self, from: usize, to: usize) -> bool {
        self.edges.contains_key(&Edge { from, to, flow: Flow::Traffic })
    }

    fn is_inward_network(&self, index: usize) -> bool {
        self.graph.nodes.get_index(index).is_some_and(|(id, _)| id.starts_with("@network/in/"))
    }

    /// Requests, through listeners, rules and target groups: the last port is that of the box.
    fn add_traffic(&mut self) {
        let mut onward: BTreeMap<usize, Vec<(usize, &'g IndexSet<String>)>> = BTreeMap::new();
        let graph = self.graph;
        for (edge, labels) in graph.edges.iter().filter(|(edge, _)| edge.flow == Flow::Traffic) {
            if type_of(graph, edge.from) != GROUP && type_of(graph, edge.to) != GROUP {
                onward.entry(edge.from).or_default().push((edge.to, labels));
            }
        }
        for start in 0..graph.nodes.len() {
            if self.folded.parts[start] != Part::Drawn && !self.is_inward_network(start) {
                continue;
            }
            let mut seen = BTreeSet::from([start]);
            let mut next = vec![start];
            while let Some(at) = next.pop() {
                for (to, labels) in onward.get(&at).into_iter().flatten() {
                    self.steps += 1;
                    if self.folded.parts[*to] == Part::Drawn {
                        labels.iter().for_each(|label| self.connect(start, *to, Flow::Traffic, Some(label.clone())));
                    } else if seen.insert(*to) && self.steps < MOST_STEPS {
                        next.push(*to);
                        if type_of(graph, *to) == TARGET_GROUP && !onward.contains_key(to) {
                            self.add_targets(start, *to, labels);
                        }
                    }
                }
            }
        }
    }

    /// The instances of a target group, or what registers itself in it.
    fn add_targets(&mut self, start: usize, group: usize, labels: &IndexSet<String>) {
        let listed = self.graph.edges.keys().filter(|edge| edge.from == group && edge.flow == Flow::Reference);
        let listed: BTreeSet<usize> = listed.filter_map(|edge| self.folded.face(self.graph, edge.to)).collect();
        let own = self.folded.owner(group).filter(|_| listed.is_empty());
        for target in listed.into_iter().chain(own) {
            labels.iter().for_each(|label| self.connect(start, target, Flow::Traffic, Some(label.clone())));
        }
    }

    /// Event sources, subscriptions, permissions to invoke.
    fn add_connectors(&mut self) {
        let graph = self.graph;
        for index in 0..graph.nodes.len() {
            let Some((from, to)) = kinds::connector(type_of(graph, index)) else { continue };
            let ends = |property: &str| -> Vec<usize> {
                let edges = graph.edges.iter().filter(|(edge, labels)| edge.from == index && labels.contains(property));
                edges.filter_map(|(edge, _)| self.folded.face(graph, edge.to)).collect()
            };
            for (from, to) in
                ends(from).into_iter().flat_map(|from| ends(to).into_iter().map(move |to| (from, to))).collect::<Vec<_>>()
            {
                self.connect(from, to, Flow::Traffic, None);
            }
        }
    }

    /// What security groups let through between the boxes that have them, where nothing else tells of it.
    fn add_groups(&mut self, private: &BTreeSet<usize>) {
        let graph = self.graph;
        let users = self.users();
        let none = BTreeSet::new();
        let mut found = Vec::new();
        for (edge, labels) in
            graph.edges.iter().filter(|(edge, _)| edge.flow == Flow::Traffic && type_of(graph, edge.to) == GROUP)
        {
            let is_network = self.is_inward_network(edge.from);
            let from: Vec<usize> = match type_of(graph, edge.from) {
                GROUP => users.get(&edge.from).unwrap_or(&none).iter().copied().collect(),
                _ if is_network => vec![edge.from],
                _ => continue,
            };
            for to in users.get(&edge.to).unwrap_or(&none) {
                for from in &from {
                    self.steps += 1;
                    // A route to the internet is missing in a private subnet, whatever its groups let in.
                    let is_closed = is_network
                        && (private.contains(to) || type_of(graph, *to).ends_with("::LoadBalancer") && self.is_reached(*to));
                    if !is_closed && !self.has_traffic(*from, *to) && self.steps < MOST_STEPS {
                        found.push((*from, *to, labels));
                    }
                }
            }
        }
        for (from, to, labels) in found {
            labels.iter().for_each(|label| self.connect(from, to, Flow::Traffic, Some(label.clone())));
        }
    }

    fn is_reached(&self, to: usize) -> bool {
        self.edges.keys().any(|edge| edge.to == to && self.is_inward_network(edge.from))
    }

    /// The boxes that have each security group.
    fn users(&self) -> BTreeMap<usize, BTreeSet<usize>> {
        let mut users: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for edge in self.graph.edges.keys().filter(|edge| edge.flow == Flow::Reference && type_of(self.graph, edge.to) == GROUP) {
            // Another group, or a rule, only speaks of it.
            if !type_of(self.graph, edge.from).starts_with(GROUP)
                && let Some(owner) = self.folded.owner(edge.from)
            {
                users.entry(edge.to).or_default().extend(self.folded.placed(self.graph, owner));
            }
        }
        users
    }

    /// What a box refers to, itself or through what is folded into it.
    fn add_uses(&mut self) {
        let graph = self.graph;
        for (edge, labels) in graph.edges.iter().filter(|(edge, _)| edge.flow == Flow::Reference) {
            if labels.iter().all(|label| label == "DependsOn") || !self.passes_on(edge.from) {
                continue;
            }
            let (Some(from), Some(to)) = (self.folded.owner(edge.from), self.folded.face(graph, edge.to)) else { continue };
            // A group of instances names the balancer that sends it requests.
            if labels.contains("LoadBalancerNames") {
                self.connect(to, from, Flow::Traffic, None);
            } else {
                self.connect(from, to, Flow::Reference, None);
            }
        }
    }

    fn passes_on(&self, index: usize) -> bool {
        self.folded.parts[index] == Part::Drawn || kinds::is_used_through(type_of(self.graph, index))
    }
}
