//! Load balancers, gateways, endpoints and public addresses.

use super::bill::{Bill, count};
use crate::language::read::resource::Resource;

/// The public addresses of this many.
pub(super) fn public_addresses(bill: &mut Bill, addresses: u64) {
    bill.several(addresses, ["public IPv4 address", "public IPv4 addresses"], "public-ipv4");
}

pub(super) fn load_balancer(bill: &mut Bill, balancer: &Resource<'_>) {
    let properties = &balancer.properties;
    let Some(kind) = bill.text(&properties.get("Type"), "application") else { return };
    // An application load balancer is in two zones at least.
    let least = match kind.as_str() {
        "application" => 2,
        "network" => 1,
        _ => return bill.gap(format!("no price is known for a load balancer of type `{kind}`")),
    };
    bill.one(&format!("{kind} load balancer"), &format!("{kind}-load-balancer"));
    let is_public = bill.text(&properties.get("Scheme"), "internet-facing").as_deref() == Some("internet-facing");
    let addresses = bill.text(&properties.get("IpAddressType"), "ipv4");
    if !is_public || addresses.is_none_or(|kind| kind == "dualstack-without-public-ipv4") {
        return;
    }
    // An address of one's own is paid for where it is allocated.
    let mappings = properties.get("SubnetMappings");
    let owned =
        mappings.items().unwrap_or_default().iter().filter(|mapping| mapping.get("AllocationId").is_given()).count() as u64;
    let zones = ["Subnets", "SubnetMappings"].map(|list| count(&properties.get(list)).unwrap_or(0));
    public_addresses(bill, zones[0].max(zones[1]).max(least).saturating_sub(owned));
}

pub(super) fn endpoint(bill: &mut Bill, endpoint: &Resource<'_>) {
    let properties = &endpoint.properties;
    match bill.text(&properties.get("VpcEndpointType"), "Gateway").as_deref() {
        None | Some("Gateway") => {}
        Some("Interface" | "GatewayLoadBalancer") => {
            let zones = count(&properties.get("SubnetIds")).unwrap_or(1).max(1);
            bill.several(zones, ["endpoint in one zone", "zones of an endpoint"], "vpc-endpoint");
        }
        Some(kind) => bill.gap(format!("no price is known for an endpoint of type `{kind}`")),
    }
}

pub(super) fn web_acl(bill: &mut Bill, web_acl: &Resource<'_>) {
    bill.one("web ACL", "web-acl");
    let rules = web_acl.properties.get("Rules");
    match count(&rules) {
        Some(rules) => bill.several(rules, ["1 rule", "rules"], "web-acl-rule"),
        None => bill.unknown(&rules),
    }
}
