//! `AWS::Serverless::Connector`, and connectors that are embedded in other resources. Which policies and permissions they become depends
//! on the types that they connect, and is not modelled.

use super::build;
use super::made::MadeResource;
use super::resource::SamResource;
use super::work::Work;
use crate::template::{Node, ResourceEntry};

/// The connector itself stands for what is made of it.
pub(super) fn make(work: &mut Work<'_>, source: &SamResource<'_>) {
    work.open.push(source.id.to_owned());
    work.put(source, MadeResource::opaque(source.id, build::opaque(source.node)));
}

/// The connectors that are written in a resource, under its id and their own.
pub(super) fn embedded(work: &mut Work<'_>, entry: &ResourceEntry<'_>) {
    let Some(connectors) = build::present(entry.node, "Connectors").and_then(Node::as_map) else { return };
    for (key, node) in connectors {
        let id = format!("{}{}", entry.id.as_str(), key.as_str());
        let whole = build::opaque_of([("Source", node.clone()), ("From", build::reference(entry.id.as_str()))]);
        work.open.push(id.clone());
        work.put_at(key.location_with(node), MadeResource::opaque(id, whole));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{made, template};

    #[test]
    fn connectors_are_opaque() {
        let yaml = "
Resources:
  C: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: F}, Destination: {Id: T}, Permissions: [Read]}}
  T: {Type: AWS::SNS::Topic, Connectors: {ToF: {Properties: {Destination: {Id: F}, Permissions: [Write]}}}}";
        assert_eq!(made(yaml), ["C", "T AWS::SNS::Topic", "TToF"]);
        let names = super::super::made_names(&template(yaml));
        assert!(names.may_have("CPolicy") && names.may_have("TToFTopicPolicy"));
        assert!(!names.may_have("Topic"));
    }
}
