//! What the rules of security groups let through, and when.

use super::label::{self, seen};
use super::model::{Graph, GraphNode, Role};
use crate::language::in_words;
use crate::language::read::address_block::is_world;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};
use crate::language::read::security_group::{self, GROUP, GroupRule, INGRESS};
use crate::language::stacks::{Stack, Stacks};

/// A network at the other end of a rule.
#[derive(PartialEq)]
pub(super) struct Network {
    /// The address block.
    pub(super) block: String,
    /// What must hold for it, in words.
    pub(super) when: Option<String>,
}

/// The rules by which a security group lets in, its own and those that are resources, each with its stack.
pub(super) fn inward<'a>(stacks: &Stacks<'a>, frame: usize, group: &Resource<'a>) -> Vec<(&'a Stack<'a>, GroupRule<'a>)> {
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
pub(super) fn networks<'a>(stack: &Stack<'a>, rule: &GroupRule<'a>, group: &Resource<'a>) -> Vec<Network> {
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
pub(super) fn words(property: &Property<'_>, group: &Resource<'_>) -> Option<String> {
    in_words(property.when().iter().filter(|fact| !group.properties.when().contains(fact)))
}

pub(super) fn conditional(label: &str, when: Option<String>) -> String {
    when.map_or_else(|| label.to_owned(), |when| format!("{label}, {when}"))
}

/// `tcp 443`, `tcp 8000-8100`, `all traffic`.
pub(super) fn rule_label<'a>(stack: &Stack<'a>, rule: &GroupRule<'a>) -> String {
    let protocol = rule.protocol().or_else(|| seen(stack, &rule.rule.get("IpProtocol"))).unwrap_or_default();
    match (protocol.as_str(), seen(stack, &rule.from()), seen(stack, &rule.to())) {
        ("-1", ..) => "all traffic".to_owned(),
        (protocol, Some(from), Some(to)) if from == to => format!("{protocol} {from}"),
        (protocol, Some(from), Some(to)) => format!("{protocol} {from}-{to}"),
        (protocol, ..) => format!("{protocol} all ports"),
    }
}

/// The node of an address block. All addresses are the internet; where it is reached, it stands apart from where it comes from.
pub(super) fn network_node(graph: &mut Graph, block: &str, is_egress: bool) -> usize {
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
