//! In which frame each box stands: the region, networks, zones, subnets and stacks.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::{Folded, Part, VPC, type_of};
use super::kinds;
use crate::graph::model::{Access, Flow, Frame, FrameKind, Graph, node_id};
use crate::graph::subnet::SUBNET;
use crate::language::read::property::Property;
use crate::language::read::resource;
use crate::language::stacks::Stacks;
use crate::template::function;

/// A subnet, or several that a parameter names.
struct Subnet {
    vpc: Option<usize>,
    access: Access,
    zone: Option<String>,
}

/// What is known of networks.
pub(super) struct Networks {
    /// By the indices of the resources' graph.
    subnets: BTreeMap<usize, Subnet>,
    vpcs: BTreeSet<usize>,
    /// The subnets of each box.
    pub(super) of_box: BTreeMap<usize, BTreeSet<usize>>,
    vpc_of_box: BTreeMap<usize, usize>,
}

impl Networks {
    pub(super) fn of(graph: &Graph, folded: &Folded, stacks: &Stacks<'_>, accesses: &BTreeMap<String, Access>) -> Networks {
        let mut networks =
            Networks { subnets: BTreeMap::new(), vpcs: BTreeSet::new(), of_box: BTreeMap::new(), vpc_of_box: BTreeMap::new() };
        let zones = zones(stacks);
        let outside = |index: usize, word: &str| {
            folded.parts[index] == Part::Outside
                && graph.nodes.get_index(index).is_some_and(|(_, node)| node.subtitle.ends_with(word))
        };
        for (edge, labels) in graph.edges.iter().filter(|(edge, _)| edge.flow == Flow::Reference) {
            let (from, to) = (edge.from, edge.to);
            let names_subnets = labels.iter().any(|label| label.contains("Subnet") || label == "VPCZoneIdentifier");
            if type_of(graph, to) == VPC || outside(to, "EC2 VPC Id") {
                networks.vpcs.insert(to);
                networks.note_vpc(graph, folded, from, to);
            }
            let is_subnet = type_of(graph, to) == SUBNET
                || outside(to, "EC2 Subnet Id")
                || outside(to, "Export of another stack") && names_subnets;
            let tells = |owner: &usize| *owner == from || kinds::tells_place(type_of(graph, from));
            let owner = folded.owner(from).filter(|owner| is_subnet && tells(owner));
            for placed in owner.into_iter().flat_map(|owner| folded.placed(graph, owner)) {
                networks.of_box.entry(placed).or_default().insert(to);
            }
        }
        for (index, (id, node)) in graph.nodes.iter().enumerate() {
            let is_used = networks.of_box.values().any(|subnets| subnets.contains(&index));
            if node.resource_type == SUBNET || is_used {
                let access = accesses.get(id).copied().unwrap_or(Access::Unknown);
                let vpc = networks.vpc_of_box.get(&index).copied();
                networks.subnets.insert(index, Subnet { vpc, access, zone: zones.get(id).cloned() });
            } else if node.resource_type == VPC {
                networks.vpcs.insert(index);
            }
        }
        // Where there is one network only, everything of which nothing else is known lies in it.
        if let [only] = networks.vpcs.iter().copied().collect::<Vec<_>>().as_slice() {
            networks.subnets.values_mut().for_each(|subnet| subnet.vpc = subnet.vpc.or(Some(*only)));
        }
        networks
    }

    /// What refers to a network itself lies in it, and so does what has a security group there.
    fn note_vpc(&mut self, graph: &Graph, folded: &Folded, from: usize, vpc: usize) {
        if matches!(folded.parts[from], Part::Drawn | Part::Frame) && kinds::may_be_in_subnets(type_of(graph, from)) {
            self.vpc_of_box.entry(from).or_insert(vpc);
        } else if type_of(graph, from) == "AWS::EC2::SecurityGroup" {
            let users = graph.edges.keys().filter(|edge| edge.to == from && edge.flow == Flow::Reference);
            let users = users.filter(|edge| folded.parts[edge.from] == Part::Drawn);
            for user in users.flat_map(|edge| folded.placed(graph, edge.from)) {
                self.vpc_of_box.entry(user).or_insert(vpc);
            }
        }
    }

    /// The boxes that surely lie in private subnets only.
    pub(super) fn private(&self) -> BTreeSet<usize> {
        let access = |subnet: &usize| self.subnets.get(subnet).map(|subnet| subnet.access);
        let each = self.of_box.iter();
        each.filter(|(_, subnets)| subnets.iter().all(|subnet| access(subnet) == Some(Access::Private)))
            .map(|(at, _)| *at)
            .collect()
    }
}

/// The zones of subnets, by the ids of their nodes.
fn zones(stacks: &Stacks<'_>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (frame, stack) in stacks.stacks().iter().enumerate() {
        for subnet in resource::of_type(&stack.scope, SUBNET) {
            let zone: Property<'_> = subnet.properties.get("AvailabilityZone");
            let shown = zone.text().or_else(|| match function::call(zone.node()?)? {
                ("Fn::Select", argument) => {
                    let index: usize = argument.as_list()?.first()?.scalar()?.parse().ok()?;
                    Some(format!("{} of the region", index.checked_add(1)?))
                }
                _ => Some(stack.text(zone.node()?)),
            });
            if let Some(shown) = shown {
                found.insert(node_id(frame, subnet.id), format!("Zone {shown}"));
            }
        }
    }
    found
}

/// The frames of the picture, and the one of each box.
pub(super) struct Frames {
    pub(super) frames: Vec<Frame>,
    pub(super) of_box: BTreeMap<usize, usize>,
    /// The frame of what lies in a stack and in nothing else.
    of_stack: BTreeMap<String, usize>,
    by_stack: bool,
    /// The subnets of the frame that a box stands in.
    whole: BTreeMap<usize, BTreeSet<usize>>,
}

impl Frames {
    /// Puts each box into its frame.
    pub(super) fn of(graph: &Graph, folded: &Folded, networks: &Networks, region: Option<&str>) -> Frames {
        let title = region.map_or("Region".to_owned(), |region| format!("Region {region}"));
        let frames = vec![Frame { title, kind: FrameKind::Region, parent: None }];
        let stack = |index: usize| graph.nodes.get_index(index).and_then(|(_, node)| node.stack.as_deref());
        let drawn: Vec<usize> = (0..graph.nodes.len()).filter(|index| folded.parts[*index] == Part::Drawn).collect();
        let names: BTreeSet<&str> = drawn.iter().filter_map(|index| stack(*index)).collect();
        let mut placed = Frames {
            frames,
            of_box: BTreeMap::new(),
            of_stack: BTreeMap::new(),
            by_stack: names.len() > 1,
            whole: BTreeMap::new(),
        };
        let mut vpcs: Vec<Option<usize>> = networks.vpcs.iter().copied().map(Some).collect();
        if networks.subnets.values().any(|subnet| subnet.vpc.is_none()) {
            vpcs.push(None);
        }
        for vpc in vpcs {
            placed.add_vpc(graph, networks, vpc, &drawn);
        }
        for index in drawn {
            if placed.of_box.contains_key(&index) || kinds::is_global(type_of(graph, index)) {
                continue;
            }
            let frame = placed.within(0, stack(index).unwrap_or_default());
            placed.of_box.insert(index, frame);
        }
        placed
    }

    /// Whether these are all subnets of the frame that a box stands in.
    pub(super) fn is_whole(&self, index: usize, subnets: &BTreeSet<usize>) -> bool {
        self.whole.get(&index) == Some(subnets)
    }

    fn add(&mut self, title: String, kind: FrameKind, parent: usize) -> usize {
        self.frames.push(Frame { title, kind, parent: Some(parent) });
        self.frames.len() - 1
    }

    /// The frame of a stack in the region.
    pub(super) fn of_stack(&mut self, stack: &str) -> usize {
        if !self.by_stack {
            return 0;
        }
        let known = self.of_stack.get(stack).copied();
        let frame = known.unwrap_or_else(|| self.within(0, stack));
        self.of_stack.insert(stack.to_owned(), frame);
        frame
    }

    /// The frame of a stack in another one; that itself, where there is one stack only.
    fn within(&mut self, parent: usize, stack: &str) -> usize {
        if !self.by_stack {
            return parent;
        }
        let is_it = |frame: &Frame| frame.kind == FrameKind::Stack && frame.parent == Some(parent) && frame.title == stack;
        self.frames.iter().position(is_it).unwrap_or_else(|| self.add(stack.to_owned(), FrameKind::Stack, parent))
    }

    fn add_vpc(&mut self, graph: &Graph, networks: &Networks, vpc: Option<usize>, drawn: &[usize]) {
        let node = |index: usize| graph.nodes.get_index(index).map(|(_, node)| node);
        let title = match vpc.and_then(node) {
            Some(node) if node.stack.is_none() => format!("VPC given by {}", node.title),
            Some(node) => format!("{} · {}", node.title, node.subtitle.trim_start_matches("EC2 ")),
            None => "VPC".to_owned(),
        };
        let frame = self.add(title, FrameKind::Vpc, 0);
        let own: Vec<(usize, &Subnet)> =
            networks.subnets.iter().filter(|(_, subnet)| subnet.vpc == vpc).map(|(index, subnet)| (*index, subnet)).collect();
        self.add_spread(graph, networks, frame, &own, drawn);
        self.add_zones(graph, networks, frame, &own, drawn);
        for index in drawn.iter().filter(|index| vpc.is_some() && networks.vpc_of_box.get(index).copied() == vpc) {
            self.of_box.entry(*index).or_insert(frame);
        }
    }

    /// What lies in several subnets, by who can reach those.
    fn add_spread(&mut self, graph: &Graph, networks: &Networks, vpc: usize, own: &[(usize, &Subnet)], drawn: &[usize]) {
        let mut tiers: BTreeMap<(Access, Option<usize>), Vec<usize>> = BTreeMap::new();
        for index in drawn {
            let Some(subnets) = networks.of_box.get(index) else { continue };
            let found: Vec<&(usize, &Subnet)> = own.iter().filter(|(subnet, _)| subnets.contains(subnet)).collect();
            let given = found.iter().find(|(subnet, _)| type_of(graph, *subnet) != SUBNET).map(|(subnet, _)| *subnet);
            let Some((_, first)) = found.first() else { continue };
            if found.len() == 1 && given.is_none() {
                continue;
            }
            let access =
                if found.iter().all(|(_, subnet)| subnet.access == first.access) { first.access } else { Access::Unknown };
            tiers.entry((access, given)).or_default().push(*index);
        }
        if tiers.is_empty() {
            return;
        }
        let spread = self.add("Across subnets".to_owned(), FrameKind::Zone, vpc);
        for ((access, given), boxes) in tiers {
            let used: BTreeSet<usize> = boxes.iter().filter_map(|index| networks.of_box.get(index)).flatten().copied().collect();
            let names = used.iter().filter_map(|index| graph.nodes.get_index(*index)).map(|(_, node)| node.title.as_str());
            let title = match access {
                _ if given.is_some() => format!("Subnets given by {}", names.collect::<Vec<_>>().join(", ")),
                Access::Public => "Public subnets".to_owned(),
                Access::Private => "Private subnets".to_owned(),
                Access::Unknown => "Subnets".to_owned(),
            };
            let alike = own.iter().filter(|(_, subnet)| subnet.access == access).map(|(index, _)| *index).collect();
            let whole = if given.is_some() { used } else { alike };
            self.whole.extend(boxes.iter().map(|index| (*index, whole.clone())));
            let tier = self.add(title, FrameKind::Subnet(access), spread);
            for index in boxes {
                let stack = graph.nodes.get_index(index).and_then(|(_, node)| node.stack.clone()).unwrap_or_default();
                let frame = self.within(tier, &stack);
                self.of_box.insert(index, frame);
            }
        }
    }

    /// The zones with their subnets, and what lies in one subnet.
    fn add_zones(&mut self, graph: &Graph, networks: &Networks, vpc: usize, own: &[(usize, &Subnet)], drawn: &[usize]) {
        let mut zones: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, subnet) in own.iter().filter(|(index, _)| type_of(graph, *index) == SUBNET) {
            let name = subnet.zone.as_deref().unwrap_or("Zone not named");
            let zone = match zones.get(name) {
                Some(zone) => *zone,
                None => self.add(name.to_owned(), FrameKind::Zone, vpc),
            };
            zones.insert(name, zone);
            let Some((_, node)) = graph.nodes.get_index(*index) else { continue };
            let block = node.subtitle.splitn(3, ' ').nth(2).unwrap_or("block not known");
            let word = match subnet.access {
                Access::Public => "public",
                Access::Private => "private",
                Access::Unknown => "routes not known",
            };
            let frame = self.add(format!("{} · {block} · {word}", node.title), FrameKind::Subnet(subnet.access), zone);
            let only = BTreeSet::from([*index]);
            for at in drawn.iter().filter(|at| networks.of_box.get(at) == Some(&only)) {
                self.of_box.insert(*at, frame);
            }
        }
    }
}
