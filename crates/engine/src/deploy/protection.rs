//! What outlives its stack, and what does not let itself be deleted.

use serde::Serialize;

use crate::template::{Content, Node, Template};

/// A resource that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Kept {
    /// The logical id.
    pub id: String,
    /// The type.
    #[serde(rename = "type")]
    pub resource_type: String,
    /// What keeps it: a deletion policy, or the property that protects it.
    pub by: String,
}

/// Policies under which a resource, or a copy of its data, stays.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html>
const KEEPING: [&str; 3] = ["Retain", "RetainExceptOnCreate", "Snapshot"];

/// Properties that protect a resource against deletion, of whatever type it is.
const PROTECTING: [&str; 2] = ["DeletionProtection", "DeletionProtectionEnabled"];

/// The attribute of a load balancer that does.
const BALANCER_ATTRIBUTE: &str = "deletion_protection.enabled";

/// What stays when the stack is deleted.
pub(super) fn retained(template: &Template) -> Vec<Kept> {
    kept(template, |resource| {
        let policy = resource.get("DeletionPolicy")?.as_str()?;
        KEEPING.contains(&policy).then(|| format!("DeletionPolicy {policy}"))
    })
}

/// What cannot be deleted while its protection is on.
pub(super) fn protected(template: &Template) -> Vec<Kept> {
    kept(template, |resource| {
        let properties = resource.get("Properties")?;
        let by_property = PROTECTING.into_iter().find(|name| properties.get(name).is_some_and(is_on));
        let attributes = properties.get("LoadBalancerAttributes").and_then(Node::as_list).into_iter().flatten();
        let mut by_attribute = attributes.filter(|attribute| {
            attribute.get("Key").and_then(Node::as_str) == Some(BALANCER_ATTRIBUTE) && attribute.get("Value").is_some_and(is_on)
        });
        by_property.or_else(|| by_attribute.next().map(|_| BALANCER_ATTRIBUTE)).map(str::to_owned)
    })
}

fn kept(template: &Template, by: impl Fn(&Node) -> Option<String>) -> Vec<Kept> {
    let kept = template.resources().filter_map(|resource| {
        let by = by(resource.node)?;
        Some(Kept { id: resource.id.as_str().to_owned(), resource_type: resource.resource_type.to_owned(), by })
    });
    kept.collect()
}

/// `true`, `"true"`, or the `ACTIVE` of a user pool.
fn is_on(node: &Node) -> bool {
    match &node.content {
        Content::Bool(on) => *on,
        _ => matches!(node.as_str(), Some("true" | "ACTIVE")),
    }
}
