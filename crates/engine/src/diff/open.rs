//! Ports that are opened to the internet.

use super::change::StackChange;
use super::headline::{Headline, Kind};
use super::processed::{Pair, Processed};
use crate::language::read::address_block::Block;
use crate::language::reference;
use crate::template::Node;

const GROUP: &str = "AWS::EC2::SecurityGroup";
const RULE: &str = "AWS::EC2::SecurityGroupIngress";
/// Blocks with shorter prefixes have addresses of many owners.
const PRIVATE_PREFIX: u32 = 8;
const WAY_OUT: &str =
    "Open a port to a security group, a prefix list or an address block instead, if the internet need not reach it.";

/// The headlines of one stack: what the internet reaches now, and did not before.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let of = |side: Option<&Processed<'_>>| side.map(openings).unwrap_or_default();
    let (mut before, after) = (of(pair.before), of(pair.after));
    // A group under a new logical id lets in whom it let in under the old one.
    for resource in &change.resources {
        let renamed = before.iter_mut().filter(|opening| resource.renamed_from.as_ref() == Some(&opening.group));
        renamed.for_each(|opening| opening.group.clone_from(&resource.id));
    }
    let opened = after.iter().filter(|opening| !before.iter().any(|known| known.covers(opening)));
    let headline = |opening: &Opening| {
        let message = format!("{} lets {} reach {}", opening.resource, opening.whom(), opening.ports());
        Headline::new(Kind::WorldOpen, "DIFF401", &change.name, &opening.resource, message, WAY_OUT)
    };
    opened.map(headline).collect()
}

/// What a rule of a security group lets the internet reach.
struct Opening {
    /// The resource with the rule.
    resource: String,
    /// The group that has it, by its logical id where it is one of the template.
    group: String,
    protocol: String,
    /// The first and the last port; nothing for all of them.
    range: Option<(String, String)>,
    block: String,
}

/// What the internet reaches by the security groups of a template.
fn openings(side: &Processed<'_>) -> Vec<Opening> {
    let mut openings = Vec::new();
    for entry in side.present().filter(|entry| [GROUP, RULE].contains(&entry.resource_type)) {
        let id = entry.id.as_str();
        let Some(written) = entry.node.get("Properties") else { continue };
        let Some(properties) = side.value(written) else { continue };
        if entry.resource_type == RULE {
            let group = written.get("GroupId").and_then(|group| reference::ids(group).first().map(|id| (*id).to_owned()));
            let group = group.or_else(|| properties.get("GroupId").and_then(Node::scalar)).unwrap_or_default();
            openings.extend(opening(id, &group, properties));
        }
        let rules = properties.get("SecurityGroupIngress").and_then(Node::as_list).unwrap_or_default();
        openings.extend(rules.iter().filter_map(|rule| opening(id, id, rule)));
    }
    openings
}

fn opening(resource: &str, group: &str, rule: &Node) -> Option<Opening> {
    let text = |key: &str| rule.get(key).and_then(Node::scalar);
    let is_world = |block: &String| match Block::parse(block) {
        Some(block) => block.prefix() < PRIVATE_PREFIX,
        None => block == "::/0",
    };
    let block = ["CidrIp", "CidrIpv6"].into_iter().find_map(|key| text(key).filter(is_world))?;
    let protocol = match text("IpProtocol")?.to_lowercase().as_str() {
        "6" => "tcp".to_owned(),
        "17" => "udp".to_owned(),
        other => other.to_owned(),
    };
    let range = text("FromPort").zip(text("ToPort")).filter(|_| protocol != "-1");
    Some(Opening { resource: resource.to_owned(), group: group.to_owned(), protocol, range, block })
}

impl Opening {
    /// Whether everything that the other one opens is open by this one.
    fn covers(&self, other: &Opening) -> bool {
        let numbers = |range: &(String, String)| Some((range.0.parse::<i64>().ok()?, range.1.parse::<i64>().ok()?));
        let is_within = match (&self.range, &other.range) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(own), Some(others)) => match (numbers(own), numbers(others)) {
                (Some(own), Some(others)) => own.0 <= others.0 && others.1 <= own.1,
                _ => own == others,
            },
        };
        let has_block = match (Block::parse(&self.block), Block::parse(&other.block)) {
            (Some(own), Some(other)) => own.contains(other),
            _ => self.block == other.block,
        };
        self.group == other.group && (self.protocol == "-1" || self.protocol == other.protocol) && is_within && has_block
    }

    fn whom(&self) -> String {
        match self.block.as_str() {
            "0.0.0.0/0" | "::/0" => "the whole internet".to_owned(),
            block => format!("a large part of the internet ({block})"),
        }
    }

    fn ports(&self) -> String {
        let protocol = if self.protocol == "udp" { " (UDP)" } else { "" };
        match &self.range {
            Some((from, to)) if from == to => format!("port {from}{protocol}"),
            Some((from, to)) => format!("the ports {from} to {to}{protocol}"),
            None => "every port".to_owned(),
        }
    }
}
