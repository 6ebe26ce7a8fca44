//! Which types are paid for by the month, and what of their properties decides how much.

use super::bill::{Bill, count};
use super::{containers, data_stores, network};
use crate::language::Scope;
use crate::language::read::resource::Resource;

/// The type of launch templates.
const LAUNCH_TEMPLATE: &str = "AWS::EC2::LaunchTemplate";

/// Counts what is paid for a resource by the month.
pub(super) type Rule = for<'a> fn(&mut Bill, &Resource<'a>, &'a Scope<'a>);

/// How a type is counted, where it has a price.
pub(super) fn rule(resource_type: &str) -> Option<Rule> {
    let rule: Rule = match resource_type {
        "AWS::AutoScaling::AutoScalingGroup" => |bill, resource, _| scaling_group(bill, resource),
        "AWS::CloudWatch::Alarm" => |bill, resource, _| alarm(bill, resource),
        "AWS::CloudWatch::Dashboard" => |bill, _, _| bill.one("dashboard", "dashboard"),
        "AWS::DynamoDB::Table" => |bill, resource, _| data_stores::table(bill, resource),
        "AWS::EC2::EIP" => |bill, _, _| network::public_addresses(bill, 1),
        "AWS::EC2::Instance" => |bill, resource, _| instance(bill, resource),
        "AWS::EC2::NatGateway" => |bill, _, _| bill.one("NAT gateway", "nat-gateway"),
        "AWS::EC2::VPCEndpoint" => |bill, resource, _| network::endpoint(bill, resource),
        "AWS::EC2::Volume" => |bill, resource, _| data_stores::volume(bill, resource),
        "AWS::ECS::Service" => containers::service,
        "AWS::EKS::Cluster" => |bill, _, _| bill.one("EKS cluster", "eks-cluster"),
        "AWS::ElastiCache::CacheCluster" => |bill, resource, _| data_stores::cache_cluster(bill, resource),
        "AWS::ElastiCache::ReplicationGroup" => |bill, resource, _| data_stores::replication_group(bill, resource),
        "AWS::ElasticLoadBalancing::LoadBalancer" => |bill, _, _| bill.one("classic load balancer", "classic-load-balancer"),
        "AWS::ElasticLoadBalancingV2::LoadBalancer" => |bill, resource, _| network::load_balancer(bill, resource),
        "AWS::KMS::Key" | "AWS::KMS::ReplicaKey" => |bill, _, _| bill.one("key", "kms-key"),
        "AWS::RDS::DBCluster" => |bill, resource, _| data_stores::cluster(bill, resource),
        "AWS::RDS::DBInstance" => |bill, resource, _| data_stores::instance(bill, resource),
        "AWS::Route53::HostedZone" => |bill, _, _| bill.one("hosted zone", "hosted-zone"),
        "AWS::SecretsManager::Secret" => |bill, _, _| bill.one("secret", "secret"),
        "AWS::WAFv2::WebACL" => |bill, resource, _| network::web_acl(bill, resource),
        _ => return None,
    };
    Some(rule)
}

/// Each metric that an alarm reads is paid for.
fn alarm(bill: &mut Bill, alarm: &Resource<'_>) {
    let properties = &alarm.properties;
    let metrics = properties.get("Metrics");
    let Some(items) = metrics.items() else { return bill.unknown(&metrics) };
    let read: Vec<_> = items.iter().map(|item| item.get("MetricStat")).filter(|metric| !metric.is_absent()).collect();
    if !items.is_empty() && read.is_empty() {
        return bill.gap("no price is known for an alarm on a query");
    }
    let periods =
        if items.is_empty() { vec![properties.get("Period")] } else { read.iter().map(|it| it.get("Period")).collect() };
    for period in periods {
        let Some(seconds) = bill.number(&period, 60) else { continue };
        let is_fast = seconds < 60;
        bill.one("metric of an alarm", if is_fast { "alarm-metric-high-resolution" } else { "alarm-metric" });
    }
}

fn instance(bill: &mut Bill, instance: &Resource<'_>) {
    let class = instance.properties.get("InstanceType");
    if class.is_absent() {
        return bill.gap("its launch template or its default decides its type");
    }
    let Some(class) = bill.text(&class, "") else { return };
    bill.one(&format!("{class} with Linux"), &format!("ec2/{class}"));
}

/// The instances that a group keeps at least.
fn scaling_group(bill: &mut Bill, group: &Resource<'_>) {
    let properties = &group.properties;
    let Some(least) = bill.number(&properties.get("MinSize"), 0) else { return };
    if least == 0 {
        return;
    }
    let template = properties.at(&["LaunchTemplate", "LaunchTemplateId"]).target_of(LAUNCH_TEMPLATE);
    let class = template.map(|template| template.properties.at(&["LaunchTemplateData", "InstanceType"]));
    let Some(class) = class.and_then(|class| class.text()) else { return bill.gap("the type of its instances is unknown") };
    bill.add(format!("{least} × {class} with Linux"), &[(&format!("ec2/{class}"), least, 1)]);
}

/// Whether any of these properties is there, or may be.
pub(super) fn has_any(resource: &Resource<'_>, names: &'static str) -> Option<&'static str> {
    names.split_whitespace().find(|name| {
        let property = resource.properties.get(name);
        // A flag that is off, and the tier that costs nothing, are as good as none.
        !property.is_absent()
            && !["false", "DISABLED", "Standard"].iter().any(|off| property.is(off))
            && count(&property) != Some(0)
    })
}
