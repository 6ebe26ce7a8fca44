//! The rules of the security groups of a template.

use super::property::Property;
use super::resource::{self, Resource};
use crate::language::Scope;

/// The type of security groups.
pub(crate) const GROUP: &str = "AWS::EC2::SecurityGroup";
/// The type of rules that let in, where they are resources.
pub(crate) const INGRESS: &str = "AWS::EC2::SecurityGroupIngress";
const EGRESS: &str = "AWS::EC2::SecurityGroupEgress";

/// A rule that a security group may have, inline or a resource of its own.
pub(crate) struct GroupRule<'a> {
    /// The resource that holds it.
    pub resource: Resource<'a>,
    /// Its properties.
    pub rule: Property<'a>,
    /// Whether it lets traffic out, not in.
    pub outward: bool,
}

impl<'a> GroupRule<'a> {
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

    /// Whether the group surely has it if the resource exists.
    pub(crate) fn is_sure(&self) -> bool {
        self.rule.when() == self.resource.properties.when()
    }

    /// What names the group, where the rule is a resource.
    pub(crate) fn owner(&self) -> Property<'a> {
        self.resource.properties.get("GroupId")
    }

    /// Its first port.
    pub(crate) fn from(&self) -> Property<'a> {
        self.rule.get("FromPort")
    }

    /// Its last port.
    pub(crate) fn to(&self) -> Property<'a> {
        self.rule.get("ToPort")
    }

    /// What names the security group at its other end.
    pub(crate) fn peer(&self) -> Property<'a> {
        self.rule.get(if self.outward { "DestinationSecurityGroupId" } else { "SourceSecurityGroupId" })
    }

    /// The IPv4 and the IPv6 address block at its other end.
    pub(crate) fn blocks(&self) -> [Property<'a>; 2] {
        ["CidrIp", "CidrIpv6"].map(|name| self.rule.get(name))
    }

    /// What the group is called in all its rules.
    pub(crate) fn group(&self) -> Option<String> {
        match self.resource.kind {
            GROUP => Some(named(self.resource.id)),
            _ => self.owner().identity(),
        }
    }
}

/// What a group of the template is called in all its rules.
pub(crate) fn named(id: &str) -> String {
    format!("Ref {id}")
}

/// Every rule that a resource may be or have, be it a security group or a rule of one.
pub(crate) fn rules<'a>(resource: &Resource<'a>) -> Vec<GroupRule<'a>> {
    let rule = |rule, outward| GroupRule { resource: resource.clone(), rule, outward };
    let inline = |key, outward| resource.properties.get(key).every_entry().into_iter().map(move |one| rule(one, outward));
    match resource.kind {
        GROUP => inline("SecurityGroupIngress", false).chain(inline("SecurityGroupEgress", true)).collect(),
        INGRESS | EGRESS => vec![rule(resource.properties.clone(), resource.kind == EGRESS)],
        _ => Vec::new(),
    }
}

/// Every rule that the security groups of a template may have.
pub(crate) fn of<'a>(scope: &'a Scope<'a>) -> Vec<GroupRule<'a>> {
    [GROUP, INGRESS, EGRESS].iter().flat_map(|kind| resource::of_type(scope, kind)).flat_map(|found| rules(&found)).collect()
}
