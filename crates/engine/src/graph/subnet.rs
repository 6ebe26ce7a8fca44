//! Which subnets are public: those whose route table leads to an internet gateway.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html>

use std::collections::BTreeMap;

use super::model::{Access, Graph, node_id};
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};
use crate::language::reference;
use crate::language::stacks::Stacks;
use crate::template::function;

pub(super) const SUBNET: &str = "AWS::EC2::Subnet";
const TABLE: &str = "AWS::EC2::RouteTable";
const GATEWAY: &str = "AWS::EC2::InternetGateway";

/// Says of every subnet whose routes are known whether it is public.
pub(super) fn tell(graph: &mut Graph, stacks: &Stacks<'_>) {
    for (subnet, access) in accesses(stacks) {
        let word = match access {
            Access::Public => "Public subnet",
            Access::Private => "Private subnet",
            Access::Unknown => continue,
        };
        if let Some(node) = graph.nodes.get_mut(&subnet) {
            node.subtitle = node.subtitle.replace("EC2 Subnet", word);
        }
    }
}

/// The subnets with a route table of their own, by the ids of their nodes. The others have the main table of their VPC, which no
/// template shows.
pub(super) fn accesses(stacks: &Stacks<'_>) -> BTreeMap<String, Access> {
    let tables = tables(stacks);
    let mut found: BTreeMap<String, Access> = BTreeMap::new();
    for (frame, stack) in stacks.stacks().iter().enumerate() {
        for association in resource::of_type(&stack.scope, "AWS::EC2::SubnetRouteTableAssociation") {
            let leading = stacks.of_type(frame, &association.properties.get("RouteTableId"), TABLE);
            let access = match leading.as_slice() {
                [(frame, table)] if !may_be_absent(&association) => {
                    tables.get(&node_id(*frame, table.id)).copied().unwrap_or(Access::Private)
                }
                _ => Access::Unknown,
            };
            for (frame, subnet) in stacks.of_type(frame, &association.properties.get("SubnetId"), SUBNET) {
                let known = found.entry(node_id(frame, subnet.id)).or_insert(access);
                if *known != access {
                    *known = Access::Unknown;
                }
            }
        }
    }
    // A loop or an included file may hold a route.
    let is_opaque = stacks.stacks().iter().any(|stack| stack.resources().any(|entry| function::is_function(entry.id.as_str())));
    if is_opaque {
        found.values_mut().filter(|access| **access == Access::Private).for_each(|access| *access = Access::Unknown);
    }
    found
}

/// The route tables that lead, or may lead, to an internet gateway.
fn tables(stacks: &Stacks<'_>) -> BTreeMap<String, Access> {
    let mut found: BTreeMap<String, Access> = BTreeMap::new();
    for (frame, stack) in stacks.stacks().iter().enumerate() {
        for route in resource::of_type(&stack.scope, "AWS::EC2::Route") {
            let access = access(stacks, frame, &route);
            if access == Access::Private {
                continue;
            }
            for (frame, table) in stacks.of_type(frame, &route.properties.get("RouteTableId"), TABLE) {
                let known = found.entry(node_id(frame, table.id)).or_insert(access);
                *known = (*known).min(access);
            }
        }
    }
    found
}

/// What a route makes of the subnets of its table.
fn access<'a>(stacks: &Stacks<'a>, frame: usize, route: &Resource<'a>) -> Access {
    let gateway: Property<'a> = route.properties.get("GatewayId");
    let sure = |access: Access| if may_be_absent(route) || gateway.cases().len() > 1 { Access::Unknown } else { access };
    if gateway.is_absent() {
        return Access::Private;
    }
    if !stacks.of_type(frame, &gateway, GATEWAY).is_empty() {
        return sure(Access::Public);
    }
    match gateway.text() {
        Some(text) if text.starts_with("igw-") => sure(Access::Public),
        Some(_) => Access::Private,
        None => {
            let references = gateway.node().map(reference::of_value).unwrap_or_default();
            let leads_elsewhere = references.iter().any(|found| !stacks.resources(frame, &found.target).is_empty());
            if leads_elsewhere { Access::Private } else { Access::Unknown }
        }
    }
}

fn may_be_absent(resource: &Resource<'_>) -> bool {
    !resource.properties.when().is_empty()
}
