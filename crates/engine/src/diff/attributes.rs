//! Attributes that get another value though their resource stays, and those that stay though it is replaced.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::change::{Change, ResourceChange};
use super::processed::Processed;
use crate::template::path::Step;
use crate::template::{Node, function};

/// The rows are described where they stand.
const TEXT: &str = include_str!("data/attributes.tsv");

/// The type, the property whose change brings it about, and the attribute.
static ROWS: LazyLock<Vec<[&str; 3]>> = LazyLock::new(|| {
    let rows = TEXT.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('\t');
        Some([fields.next()?, fields.next()?, fields.next()?])
    });
    rows.collect()
});

/// The attributes of a resource that its changes give another value, and whether they surely do.
pub(super) fn that_change(resource: &ResourceChange) -> BTreeMap<&'static str, bool> {
    let mut found = BTreeMap::new();
    for [_, property, attribute] in ROWS.iter().filter(|[resource_type, ..]| *resource_type == resource.resource_type) {
        for change in resource.changes.iter().filter(|change| change.path.first().and_then(Step::key) == Some(*property)) {
            *found.entry(*attribute).or_default() |= !change.may_be_equal;
        }
    }
    found
}

/// Attributes that a new resource has as the old one had them: by type, the attribute and the properties that decide about it, of which one is
/// given. "Return values" on the page of each type.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html>,
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html>
const DECIDED: [(&str, &str, &[&str]); 6] = [
    ("AWS::EC2::Instance", "AvailabilityZone", &["AvailabilityZone", "NetworkInterfaces", "SubnetId"]),
    ("AWS::EC2::Instance", "PrivateIp", &["PrivateIpAddress"]),
    ("AWS::EC2::Instance", "VpcId", &["NetworkInterfaces", "SubnetId"]),
    ("AWS::EC2::Subnet", "AvailabilityZone", &["AvailabilityZone"]),
    ("AWS::EC2::Subnet", "CidrBlock", &["CidrBlock"]),
    ("AWS::EC2::Subnet", "VpcId", &["VpcId"]),
];

/// Whether a value is an attribute of a resource that a new one has as well: what decides about it does not change.
pub(super) fn stays<'a>(side: &Processed<'a>, resource: &ResourceChange, value: &Node) -> bool {
    let Some((function::GET_ATT, argument)) = function::call(value) else { return false };
    let Some((_, read)) = function::get_att_target(argument).filter(|(id, _)| *id == resource.id) else { return false };
    let is_it = |(kind, attribute, _): &&(&str, &str, &[&str])| *kind == resource.resource_type && *attribute == read;
    let Some((_, _, deciding)) = DECIDED.iter().find(is_it) else { return false };
    let properties = side.find(&resource.id).and_then(|entry| side.properties(entry.node));
    let is_given = |name: &&str| match properties.and_then(|node| node.get(name)) {
        Some(interfaces) if *name == INTERFACES => {
            interfaces.as_list().unwrap_or_default().iter().any(|one| place(one).is_some())
        }
        given => given.is_some(),
    };
    let is_decided_by = |change: &Change| match change.path.first().and_then(Step::key) {
        // Of one interface, only where it stands decides.
        Some(INTERFACES) if change.path.len() > 2 => change.path.names().any(|name| PLACES.contains(&name)),
        key => key.is_some_and(|key| deciding.contains(&key)),
    };
    deciding.iter().any(is_given) && !resource.changes.iter().any(is_decided_by)
}

/// Whether what is read of a new instance is where it stands, which may be where the old one stood: another subnet may be in its zone, and
/// without one AWS takes any.
pub(super) fn may_stay(resource: &ResourceChange, value: &Node) -> bool {
    let Some((function::GET_ATT, argument)) = function::call(value) else { return false };
    let is_of_place = |(id, read): (&str, &str)| id == resource.id && ["AvailabilityZone", "VpcId"].contains(&read);
    let is_moved = |change: &Change| change.path.first().is_some_and(|step| step.is_key("AvailabilityZone"));
    resource.resource_type == "AWS::EC2::Instance"
        && function::get_att_target(argument).is_some_and(is_of_place)
        && !resource.changes.iter().any(is_moved)
}

const INTERFACES: &str = "NetworkInterfaces";
/// What says of an interface in which subnet it is.
const PLACES: [&str; 2] = ["NetworkInterfaceId", "SubnetId"];

fn place(interface: &Node) -> Option<&Node> {
    PLACES.iter().find_map(|name| interface.get(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;

    #[test]
    fn what_decides_about_an_attribute_is_a_property() {
        for (resource_type, attribute, deciding) in DECIDED {
            let schema = schema::find(resource_type).unwrap_or_else(|| panic!("no type: {resource_type}"));
            assert!(schema.attribute(attribute).is_some(), "no attribute: {resource_type} {attribute}");
            assert!(deciding.iter().all(|name| schema.root().at(name).is_some()), "no property: {resource_type} {attribute}");
        }
    }

    #[test]
    fn every_row_names_a_property_and_an_attribute() {
        let mut last = ["", "", ""];
        for row in ROWS.iter().copied() {
            let [resource_type, property, attribute] = row;
            assert!(last < row, "not sorted: {row:?}");
            last = row;
            let schema = schema::find(resource_type).unwrap_or_else(|| panic!("no type: {row:?}"));
            assert!(schema.root().at(property).is_some(), "no property: {row:?}");
            assert!(schema.attribute(attribute).is_some(), "no attribute: {row:?}");
        }
    }
}
