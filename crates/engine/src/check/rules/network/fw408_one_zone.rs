//! FW408: subnets of one availability zone where two are needed.

use std::collections::BTreeMap;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW408",
    severity: Severity::Error,
    what: "Finds a load balancer with two subnets and a file system with two mount targets in one availability zone, and a database subnet group whose subnets are all in one zone.",
    why: "Elastic Load Balancing accepts one subnet per zone, EFS one mount target; RDS, DocumentDB and Neptune need at least two zones. Both refuse the resource.",
    example: "Two subnets with {\"Fn::Select\": [0, {\"Fn::GetAZs\": \"\"}]} in one load balancer.",
    fix: "put the subnets into different zones: the second with `!Select [1, !GetAZs \"\"]`",
    link: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    kind: RuleKind::Template(run),
};

const SUBNET_GROUPS: [&str; 3] = ["AWS::DocDB::DBSubnetGroup", "AWS::Neptune::DBSubnetGroup", "AWS::RDS::DBSubnetGroup"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    mount_targets(rule, context);
    for balancer in resource::of_type(scope, listener::BALANCER) {
        let plain = balancer.properties.get("Subnets").items().unwrap_or_default();
        let mapped = balancer.properties.get("SubnetMappings").items().unwrap_or_default();
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for property in plain.into_iter().chain(mapped.iter().map(|mapping| mapping.get("SubnetId"))) {
            let Some((subnet, zone)) = subnet_and_zone(&property) else { continue };
            if let Some(other) = seen.get(&zone).filter(|other| **other != subnet.id) {
                let message = format!(
                    "`{other}` and `{}` are in the same availability zone; `{}` takes one subnet per zone",
                    subnet.id, balancer.id
                );
                let zone = subnet.properties.get("AvailabilityZone").location();
                property.report(context, rule.finding(message).help(rule.fix).related(zone, "its zone"));
                continue;
            }
            seen.insert(zone, subnet.id.to_owned());
        }
    }
    for kind in SUBNET_GROUPS {
        for group in resource::of_type(scope, kind) {
            let list = group.properties.get("SubnetIds");
            let zones: Option<Vec<String>> =
                list.items().and_then(|items| items.iter().map(|item| Some(subnet_and_zone(item)?.1)).collect());
            let Some(zones) = zones.filter(|zones| !zones.is_empty()) else { continue };
            if zones.iter().all(|zone| *zone == zones[0]) {
                let message = format!("the subnets of `{}` are all in one availability zone; two zones are needed", group.id);
                list.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
}

/// EFS has one mount target of a file system in a zone.
fn mount_targets(rule: &Rule, context: &mut Context<'_>) {
    let targets = resource::of_type(context.scope(), "AWS::EFS::MountTarget");
    let system = |target: &Resource<'_>| target.properties.get("FileSystemId").identity();
    for targets in resource::grouped(targets, system).into_values() {
        let mut seen: Vec<(String, &Resource<'_>)> = Vec::new();
        for target in &targets {
            let property = target.properties.get("SubnetId");
            let Some((_, zone)) = subnet_and_zone(&property) else { continue };
            match seen.iter().find(|(known, other)| *known == zone && resource::coexist(other, target)) {
                Some((_, other)) => {
                    let message = format!("`{}` and `{}` are mount targets in one availability zone", other.id, target.id);
                    property.report(context, rule.finding(message).help(rule.fix).related(other.location, "the other"));
                }
                None => seen.push((zone, target)),
            }
        }
    }
}

/// A subnet of the template and what its availability zone is called there. Local zones and Outposts have rules of their own.
fn subnet_and_zone<'a>(property: &Property<'a>) -> Option<(Resource<'a>, String)> {
    let subnet = property.target_of("AWS::EC2::Subnet")?;
    let zone = subnet.properties.get("AvailabilityZone");
    let local = zone.text().is_some_and(|zone| zone.matches('-').count() > 3);
    let outpost = !subnet.properties.get("OutpostArn").is_absent();
    let zone = zone.identity().filter(|_| !local && !outpost)?;
    Some((subnet, zone))
}
