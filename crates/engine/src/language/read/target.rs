//! What a property refers to.

use super::property::Property;
use super::resource::{self, Resource};
use crate::language::reference;
use crate::template::{Content, Node, function};

/// The attributes that say the same as a `Ref`.
const IDENTIFIERS: [(&str, &str); 9] = [
    ("AWS::EC2::InternetGateway", "InternetGatewayId"),
    ("AWS::EC2::RouteTable", "RouteTableId"),
    ("AWS::EC2::SecurityGroup", "GroupId"),
    ("AWS::EC2::Subnet", "SubnetId"),
    ("AWS::EC2::VPC", "VpcId"),
    ("AWS::ECS::TaskDefinition", "TaskDefinitionArn"),
    ("AWS::ElasticLoadBalancingV2::Listener", "ListenerArn"),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerArn"),
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroupArn"),
];

impl<'a> Property<'a> {
    /// The resource of the template that it names, by `Ref` or by an attribute that says the same.
    pub fn target(&self) -> Option<Resource<'a>> {
        match function::call(self.node()?)? {
            (function::REF, argument) => resource::find(self.scope(), argument.as_str()?),
            (function::GET_ATT, argument) => {
                let (id, attribute) = function::get_att_target(argument)?;
                resource::find(self.scope(), id).filter(|found| IDENTIFIERS.contains(&(found.kind, attribute)))
            }
            _ => None,
        }
    }

    /// The resource of a type that it refers to.
    pub(crate) fn target_of(&self, resource_type: &str) -> Option<Resource<'a>> {
        self.target().filter(|resource| resource.kind == resource_type)
    }

    /// The resource of a type that it refers to, by `Ref` or by any attribute: its ARN, for example.
    pub(crate) fn owner_of(&self, resource_type: &str) -> Option<Resource<'a>> {
        let id = match function::call(self.node()?)? {
            (function::REF, argument) => argument.as_str()?,
            (function::GET_ATT, argument) => function::get_att_target(argument)?.0,
            _ => return None,
        };
        resource::find(self.scope(), id).filter(|resource| resource.kind == resource_type)
    }

    /// Whether it refers to a resource, whatever it turns out to be.
    pub(crate) fn leads_to(&self, id: &str) -> bool {
        self.ids().contains(&id)
    }

    /// What it refers to, whatever it turns out to be.
    pub(crate) fn ids(&self) -> Vec<&'a str> {
        self.node().map(reference::ids).unwrap_or_default()
    }

    /// A text that is equal for two properties only if they are known to mean the same: the resource that they refer to, or the
    /// expression as it is written.
    pub(crate) fn identity(&self) -> Option<String> {
        if let Some(resource) = self.target() {
            return Some(format!("Ref {}", resource.id));
        }
        self.text().or_else(|| self.node().map(|node| written(node, 8)))
    }
}

/// An expression without its places, as deep as anyone nests one.
fn written(node: &Node, depth: usize) -> String {
    match &node.content {
        _ if depth == 0 => format!("{:p}", node),
        Content::List(items) => items.iter().map(|item| format!("[{}]", written(item, depth - 1))).collect(),
        Content::Map(map) => map.iter().map(|(key, item)| format!("{{{} {}}}", key.as_str(), written(item, depth - 1))).collect(),
        _ => format!("{:?}", node.scalar()),
    }
}
