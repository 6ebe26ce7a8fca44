//! Reading the rules of security groups of a template, as far as they are written out.

use super::property::Property;
use super::resource::{self, Resource};
use crate::language::Scope;

/// A rule of a security group, inline or a resource of its own.
pub(crate) struct GroupRule<'a> {
    /// The resource that holds it.
    pub resource: Resource<'a>,
    /// Its properties.
    pub rule: Property<'a>,
    /// Whether it lets traffic out, not in.
    pub outward: bool,
    /// Whether the group surely has it if the resource exists.
    pub sure: bool,
}

impl GroupRule<'_> {
    /// The protocol in one spelling: `tcp`, `udp`, `icmp`, `icmpv6`, `-1` or a number.
    pub(crate) fn protocol(&self) -> Option<String> {
        let given = self.rule.get("IpProtocol").text()?.to_lowercase();
        Some(match given.as_str() {
            "1" => "icmp".to_owned(),
            "6" => "tcp".to_owned(),
            "17" => "udp".to_owned(),
            "58" => "icmpv6".to_owned(),
            "all" => "-1".to_owned(),
            _ => given,
        })
    }

    /// What the group is called in all its rules.
    pub(crate) fn group(&self) -> Option<String> {
        match self.resource.kind {
            GROUP => Some(format!("Ref {}", self.resource.id)),
            _ => self.resource.properties.get("GroupId").identity(),
        }
    }
}

/// The type of security groups.
pub(crate) const GROUP: &str = "AWS::EC2::SecurityGroup";

/// All rules of the security groups of a template.
pub(crate) fn of<'a>(scope: &'a Scope<'a>) -> Vec<GroupRule<'a>> {
    let mut found = Vec::new();
    for resource in resource::of_type(scope, GROUP) {
        for (key, outward) in [("SecurityGroupIngress", false), ("SecurityGroupEgress", true)] {
            let list = resource.properties.get(key);
            let sure = list.items();
            let rules = sure.clone().unwrap_or_else(|| list.every_item());
            let rule = |rule| GroupRule { resource: resource.clone(), rule, outward, sure: sure.is_some() };
            found.extend(rules.into_iter().map(rule));
        }
    }
    for (kind, outward) in [("AWS::EC2::SecurityGroupIngress", false), ("AWS::EC2::SecurityGroupEgress", true)] {
        let alone = resource::of_type(scope, kind).into_iter();
        found.extend(alone.map(|resource| GroupRule { rule: resource.properties.clone(), resource, outward, sure: true }));
    }
    found
}
