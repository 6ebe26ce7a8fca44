//! Which drawn box each resource belongs to.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds;
use crate::graph::model::{Flow, Graph, GraphNode, Role};
use crate::graph::subnet::SUBNET;
use crate::language::read::task::TASK_DEFINITION;
use crate::template::function;

pub(super) const VPC: &str = "AWS::EC2::VPC";
const GROUP: &str = "AWS::EC2::SecurityGroup";

/// What a node of the resources' graph becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A box.
    Drawn,
    /// A frame.
    Frame,
    /// What lies outside the stacks.
    Outside,
    /// A part of another.
    Folded,
}

/// What every node becomes, and what it belongs to.
pub(super) struct Folded {
    pub(super) parts: Vec<Part>,
    /// The box or frame that each belongs to: itself, where it is one.
    pub(super) owners: Vec<Option<usize>>,
}

/// A way from an owner: its length, the rank of the owner, the owner, and the node that it comes to.
type Way = (usize, Role, usize, usize);

/// How far a way reaches: what is farther belongs to nothing.
const FARTHEST: usize = 24;

impl Folded {
    pub(super) fn of(graph: &Graph) -> Folded {
        let neighbours = neighbours(graph);
        let mut parts: Vec<Part> = graph.nodes.values().map(part).collect();
        for (index, (_, node)) in graph.nodes.iter().enumerate() {
            let near = |kind: &str| neighbours[index].iter().any(|(other, _)| type_of(graph, *other).ends_with(kind));
            // The instances of a cluster are one thing with it; a task that no service runs is one of its own.
            match node.resource_type.as_str() {
                "AWS::RDS::DBInstance" if near("::DBCluster") => parts[index] = Part::Folded,
                TASK_DEFINITION if !near("ECS::Service") => parts[index] = Part::Drawn,
                _ => {}
            }
        }
        let owners = owners(graph, &parts, &neighbours);
        Folded { parts, owners }
    }

    /// The box that a node is, stands for, or belongs to.
    pub(super) fn face(&self, graph: &Graph, index: usize) -> Option<usize> {
        match self.parts.get(index)? {
            Part::Drawn => Some(index),
            Part::Folded if kinds::is_face(type_of(graph, index)) => self.owner(index),
            _ => None,
        }
    }

    /// What stands in the network that a box names: itself, or the tasks that it starts there.
    pub(super) fn placed(&self, graph: &Graph, index: usize) -> Vec<usize> {
        if kinds::may_be_in_subnets(type_of(graph, index)) {
            return vec![index];
        }
        let is_task = |to: usize| self.parts[to] == Part::Drawn && type_of(graph, to) == TASK_DEFINITION;
        let started = graph.edges.keys().filter(|edge| edge.from == index && edge.flow == Flow::Reference);
        started.map(|edge| edge.to).filter(|to| is_task(*to)).collect()
    }

    /// The box that a node belongs to, or is.
    pub(super) fn owner(&self, index: usize) -> Option<usize> {
        self.owners.get(index).copied().flatten().filter(|owner| self.parts[*owner] == Part::Drawn)
    }
}

fn part(node: &GraphNode) -> Part {
    match node.resource_type.as_str() {
        _ if node.stack.is_none() => Part::Outside,
        VPC | SUBNET => Part::Frame,
        kind if kinds::is_drawn(kind) || function::is_function(&node.title) => Part::Drawn,
        _ => Part::Folded,
    }
}

pub(super) fn type_of(graph: &Graph, index: usize) -> &str {
    graph.nodes.get_index(index).map_or("", |(_, node)| node.resource_type.as_str())
}

/// The nodes next to each, with what it costs to belong to one through the other: what something uses belongs to it sooner than what
/// is attached to it.
fn neighbours(graph: &Graph) -> Vec<Vec<(usize, usize)>> {
    let mut found: Vec<Vec<(usize, usize)>> = vec![Vec::new(); graph.nodes.len()];
    for (edge, labels) in &graph.edges {
        let is_between_groups = type_of(graph, edge.from) == GROUP || type_of(graph, edge.to) == GROUP;
        let has = |names: &[&str]| labels.iter().any(|label| names.contains(&label.as_str()));
        let (onward, back) = match edge.flow {
            // Traffic between security groups joins what is apart.
            Flow::Traffic if is_between_groups => continue,
            Flow::Traffic => (2, 2),
            Flow::Reference if labels.iter().all(|label| label == "DependsOn") => continue,
            Flow::Reference => match type_of(graph, edge.from) {
                // A policy belongs to its role, whatever it allows; what an alarm tells does not have it.
                kind if kind.starts_with("AWS::IAM::") && kind.ends_with("Policy") => {
                    (1, if has(&["Roles", "RoleName", "Users", "UserName", "Groups", "GroupName"]) { 1 } else { 9 })
                }
                kind if kind.starts_with("AWS::CloudWatch::") => (1, if has(&["AlarmActions", "OKActions"]) { 9 } else { 3 }),
                kind => {
                    let used = if kinds::attached(type_of(graph, edge.to)).is_some() { 9 } else { 1 };
                    match (kinds::attached(kind), kinds::connector(kind)) {
                        (Some(property), _) => (used, if has(&[property]) { 1 } else { 20 }),
                        (_, Some((_, to))) if !has(&[to]) => (used, 5),
                        _ => (used, 3),
                    }
                }
            },
        };
        found[edge.from].push((edge.to, onward));
        found[edge.to].push((edge.from, back));
    }
    found
}

/// The nearest box of each node, or frame where there is no box.
fn owners(graph: &Graph, parts: &[Part], neighbours: &[Vec<(usize, usize)>]) -> Vec<Option<usize>> {
    let mut owners: Vec<Option<usize>> = vec![None; parts.len()];
    let role = |index: usize| graph.nodes.get_index(index).map_or(Role::Other, |(_, node)| node.role);
    let mut open: BTreeSet<Way> = BTreeSet::new();
    let mut best: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Drawn => drop(open.insert((0, role(index), index, index))),
            Part::Frame => drop(open.insert((10, role(index), index, index))),
            Part::Outside | Part::Folded => {}
        }
    }
    while let Some((cost, rank, owner, at)) = open.pop_first() {
        if owners[at].is_some() {
            continue;
        }
        owners[at] = Some(owner);
        for (next, step) in &neighbours[at] {
            let length = cost + step;
            if parts[*next] == Part::Folded && owners[*next].is_none() && length <= FARTHEST {
                let known = best.entry(*next).or_insert(usize::MAX);
                if length <= *known {
                    *known = length;
                    open.insert((length, rank, owner, *next));
                }
            }
        }
    }
    owners
}
