//! `S3`: a notification of a bucket of the same template.

use super::super::build;
use super::super::change::Change;
use super::super::event::{Event, Invoked};
use super::super::made::MadeResource;
use super::super::work::Work;
use super::permission;
use crate::template::{Content, Node, function};

/// The permission; the bucket gets the notification, and waits for the permission.
pub(super) fn make(work: &mut Work<'_>, event: &Event<'_>, target: &Invoked) -> Vec<MadeResource> {
    let account = build::reference("AWS::AccountId");
    let permission = permission::of(event, target, "s3.amazonaws.com", None::<Node>).set("SourceAccount", account);
    let bucket = event.property("Bucket").and_then(function::referred);
    if let Some(bucket) = bucket {
        for change in changes(event, target, &permission) {
            work.changes.push((bucket.to_owned(), change));
        }
    }
    vec![permission]
}

fn changes(event: &Event<'_>, target: &Invoked, permission: &MadeResource) -> Vec<Change> {
    let condition = permission.condition();
    let mut changes = vec![match condition {
        None => Change::After(permission.id.clone()),
        // A resource cannot wait for one that may not be there, so the transform hides a reference in a tag.
        Some(condition) => Change::Append(&["Tags"], waiting_tag(permission, condition)),
    }];
    let events = event.property("Events");
    let kinds: Vec<Node> = match events.map(|node| &node.content) {
        Some(Content::List(items)) => items.clone(),
        _ => events.cloned().into_iter().collect(),
    };
    for kind in kinds {
        let entry = build::map([
            ("Event", Some(kind)),
            ("Function", Some(target.arn.clone())),
            ("Filter", event.property("Filter").cloned()),
        ]);
        let entry = match condition {
            Some(condition) => {
                let nothing = build::reference("AWS::NoValue");
                Node::call(function::IF, build::list([condition.clone(), entry, nothing]))
            }
            None => entry,
        };
        changes.push(Change::Append(&["NotificationConfiguration", "LambdaConfigurations"], entry.at(event.location)));
    }
    changes
}

fn waiting_tag(permission: &MadeResource, condition: &Node) -> Node {
    let waiting = build::list([condition.clone(), build::reference(&permission.id), build::text("no dependency")]);
    build::map([
        ("Key", build::text(format!("sam:ConditionalDependsOn:{}", permission.id))),
        ("Value", Node::call(function::IF, waiting)),
    ])
}
