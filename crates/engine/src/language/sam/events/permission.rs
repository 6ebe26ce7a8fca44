//! The permission of an AWS service to invoke a function.

use super::super::build;
use super::super::event::{Event, Invoked};
use super::super::made::MadeResource;
use crate::template::Node;

/// The type of a permission.
pub(super) const TYPE: &str = "AWS::Lambda::Permission";

/// The permission under the id of an event.
pub(super) fn of(
    event: &Event<'_>,
    target: &Invoked,
    principal: &'static str,
    source_arn: impl Into<Option<Node>>,
) -> MadeResource {
    named(event, target, format!("{}Permission", event.id), principal, source_arn)
}

/// The permission under another id.
pub(super) fn named(
    event: &Event<'_>,
    target: &Invoked,
    id: String,
    principal: &'static str,
    source_arn: impl Into<Option<Node>>,
) -> MadeResource {
    MadeResource::beside(&event.owner, id, TYPE)
        .at(event.location)
        .set("Action", build::text("lambda:InvokeFunction"))
        .set("FunctionName", target.name.clone())
        .set("Principal", build::text(principal))
        .set("SourceArn", source_arn)
}
