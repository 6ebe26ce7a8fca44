//! Which subnets are public: those whose route table leads to an internet gateway.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html>

use crate::language::read::resource;
use crate::language::stacks::Stacks;
use std::collections::BTreeSet;

use super::model::{Graph, node_id};

const SUBNET: &str = "AWS::EC2::Subnet";
const TABLE: &str = "AWS::EC2::RouteTable";
const GATEWAY: &str = "AWS::EC2::InternetGateway";

/// Says of every subnet with a route table of its own whether it is public.
pub(super) fn tell(graph: &mut Graph, stacks: &Stacks<'_>) {
    let public = of_connections(stacks, "AWS::EC2::Route", ("GatewayId", GATEWAY), ("RouteTableId", TABLE));
    let public: BTreeSet<String> = public.into_iter().map(|(_, table)| table).collect();
    let tables = of_connections(stacks, "AWS::EC2::SubnetRouteTableAssociation", ("SubnetId", SUBNET), ("RouteTableId", TABLE));
    for (subnet, table) in tables {
        let word = if public.contains(&table) { "Public subnet" } else { "Private subnet" };
        if let Some(node) = graph.nodes.get_mut(&subnet) {
            node.subtitle = node.subtitle.replace("EC2 Subnet", word);
        }
    }
}

/// What resources of a type join: the ids of the nodes that two of its properties lead to.
fn of_connections(
    stacks: &Stacks<'_>,
    connection: &str,
    one: (&'static str, &str),
    other: (&'static str, &str),
) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (frame, stack) in stacks.stacks().iter().enumerate() {
        for resource in resource::of_type(&stack.scope, connection) {
            let ends = |(property, kind): (&'static str, &str)| -> Vec<String> {
                let found = stacks.of_type(frame, &resource.properties.get(property), kind);
                found.into_iter().map(|(frame, end)| node_id(frame, end.id)).collect()
            };
            for left in ends(one) {
                found.extend(ends(other).into_iter().map(|right| (left.clone(), right)));
            }
        }
    }
    found
}
