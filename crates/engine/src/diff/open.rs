//! Ports that are opened to the internet.

use std::collections::BTreeMap;

use super::change::StackChange;
use super::headline::{Headline, HeadlineKind};
use super::processed::{Pair, Processed};
use super::show;
use crate::language::in_words;
use crate::language::read::address_block::{Block, is_world};
use crate::language::read::property::Property;
use crate::language::read::security_group::{self, GroupRule};

/// Blocks with shorter prefixes have addresses of many owners.
const PRIVATE_PREFIX: u32 = 8;
const WAY_OUT: &str =
    "Open a port to a security group, a prefix list or an address block instead, if the internet need not reach it.";

/// The headlines of one stack: what the internet reaches now, and did not before.
/// `successors` are the new logical ids of what took the place of something.
pub(super) fn headlines<'a>(pair: &Pair<'a>, change: &StackChange, successors: &BTreeMap<String, String>) -> Vec<Headline> {
    let of = |side: Option<&'a Processed<'a>>| side.map(openings).unwrap_or_default();
    let (mut before, after) = (of(pair.before), of(pair.after));
    // A group under a new logical id, or in the place of another one, lets in whom that one let in.
    for (old, new) in successors {
        let renamed = before.iter_mut().filter(|opening| opening.group == security_group::named(old));
        renamed.for_each(|opening| opening.group = security_group::named(new));
    }
    let opened = after.iter().filter(|opening| !before.iter().any(|known| known.covers(opening)));
    let headline = |opening: &Opening| {
        let message = format!("{} lets {} reach {}{}", opening.resource, opening.whom(), opening.ports(), opening.when());
        Headline::new(HeadlineKind::WorldOpen, "DIFF401", &change.name, &opening.resource, message, WAY_OUT)
    };
    opened.map(headline).collect()
}

/// What a rule of a security group lets the internet reach.
struct Opening {
    /// The resource with the rule.
    resource: String,
    /// The group that has it.
    group: String,
    protocol: String,
    /// The first and the last port; nothing for all of them.
    range: Option<(String, String)>,
    block: String,
    /// What must hold for it, in words.
    when: Option<String>,
}

/// What the internet reaches by the security groups of a template.
fn openings<'a>(side: &'a Processed<'a>) -> Vec<Opening> {
    let rules = security_group::of(&side.scope).into_iter();
    let inward = rules.filter(|rule| !rule.outward && !side.scope.leaves_out(rule.resource.node));
    inward.flat_map(|rule| openings_of(&rule)).collect()
}

fn openings_of(rule: &GroupRule<'_>) -> Vec<Opening> {
    let is_wide = |block: &String| match Block::parse(block) {
        Some(block) => block.prefix() < PRIVATE_PREFIX,
        None => is_world(block),
    };
    let (Some(protocol), Some(group)) = (rule.protocol(), rule.group()) else { return Vec::new() };
    // A port that only the deployment knows is one port all the same.
    let port = |port: Property<'_>| port.text().or_else(|| port.node().map(show::node));
    let opening = |block: Property<'_>| {
        let range = port(rule.from()).zip(port(rule.to())).filter(|_| protocol != "-1");
        let when = in_words(block.when().iter().filter(|fact| !rule.resource.properties.when().contains(fact)));
        let block = block.text().filter(is_wide)?;
        let resource = rule.resource.id.to_owned();
        Some(Opening { resource, group: group.clone(), protocol: protocol.clone(), range, block, when })
    };
    rule.blocks().iter().flat_map(Property::cases_with_default).filter_map(opening).collect()
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
        let holds = self.when.is_none() || self.when == other.when;
        self.group == other.group && holds && (self.protocol == "-1" || self.protocol == other.protocol) && is_within && has_block
    }

    fn whom(&self) -> String {
        match self.block.as_str() {
            "0.0.0.0/0" | "::/0" => "the whole internet".to_owned(),
            block => format!("a large part of the internet ({block})"),
        }
    }

    fn when(&self) -> String {
        self.when.as_ref().map(|when| format!(", {when}")).unwrap_or_default()
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
