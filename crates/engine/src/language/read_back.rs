//! Attributes that give back what a property of the same name was given.

use super::case::{Case, Reason, Value};
use super::read::address_block::Block;
use super::scope::Scope;
use crate::template::Node;

/// By type, the attributes whose value is that of the property. "Return values" on the page of each type says so.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html>,
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html>
const READ_BACK: [(&str, &[&str]); 2] =
    [("AWS::EC2::Subnet", &["AvailabilityZone", "CidrBlock"]), ("AWS::EC2::VPC", &["CidrBlock"])];

impl<'a> Scope<'a> {
    /// The outcomes of an attribute: those of the property that it gives back, where their values are known.
    pub(super) fn attribute(&self, node: &'a Node, id: &'a str, attribute: &str) -> Vec<Case<'a>> {
        let known = self.property_read_back(id, attribute).map(|property| self.cases(property));
        match known {
            Some(cases) if cases.iter().all(|case| case.node().is_some()) => {
                cases.iter().map(|case| Case { at: node, ..case.clone() }).collect()
            }
            _ => vec![Case::unknown(Reason::Resource(id), node)],
        }
    }

    /// The one text that an attribute gives back.
    pub(super) fn read_back(&self, id: &str, attribute: &str) -> Option<&'a Node> {
        match self.sole(self.property_read_back(id, attribute)?)? {
            Value::Known(node) => Some(node),
            Value::Absent | Value::Unknown(_) => None,
        }
    }

    fn property_read_back(&self, id: &str, attribute: &str) -> Option<&'a Node> {
        let entry = self.resource(id)?;
        let (_, attributes) = READ_BACK.iter().find(|(resource_type, _)| *resource_type == entry.resource_type)?;
        let property = entry.node.get("Properties")?.get(attribute).filter(|_| attributes.contains(&attribute))?;
        // EC2 keeps a block without the bits beyond its prefix.
        let is_kept = |text: &str| Block::parse(text).is_some_and(|block| block.to_string() == text);
        (attribute != "CidrBlock" || self.text(property).is_some_and(|text| is_kept(&text))).then_some(property)
    }
}
