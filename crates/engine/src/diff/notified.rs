//! Buckets that are to notify what does not let S3 in yet. S3 asks the target when it is told: "Unable to validate the following
//! destination configurations".
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html>

use std::collections::BTreeSet;

use super::change::{StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::processed::{Pair, Processed};
use crate::language::reference::{self, Referent};
use crate::language::{NESTED, PROVISIONED, opaque};
use crate::schema;
use crate::template::ResourceEntry;

/// What a bucket notifies, and by what that lets S3 in.
const TARGETS: [(&str, &str); 3] = [
    ("AWS::Lambda::Function", "AWS::Lambda::Permission"),
    ("AWS::SNS::Topic", "AWS::SNS::TopicPolicy"),
    ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy"),
];

/// The ways out.
const MISSING: &str =
    "Add a permission or policy that lets `s3.amazonaws.com` use it, and let the bucket wait for that with `DependsOn`.";
const LATE: &str = "Name the bucket by a text there, and let the bucket wait for it with `DependsOn`; or add the notification in a second deployment.";

/// The new notifications whose target surely gets what lets S3 in only after the bucket, or never.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let Some(after) = pair.after.filter(|after| opaque::macros(after.template()).is_empty()) else { return Vec::new() };
    let is_new = |id: &str| change.resources.iter().any(|one| one.id == id && one.verdict == Verdict::Add);
    let mut found = Vec::new();
    for bucket in change.resources.iter().filter(|one| one.resource_type == "AWS::S3::Bucket" && one.under.is_none()) {
        let had = pair.before.map(|side| notified(side, &bucket.id)).unwrap_or_default();
        let has = notified(after, &bucket.id);
        for target in has.into_iter().filter(|target| bucket.verdict == Verdict::Add || !had.contains(target)) {
            let Some(entry) = after.find(&target) else { continue };
            let Some((_, permit)) = TARGETS.iter().find(|(kind, _)| *kind == entry.resource_type) else { continue };
            let permits: Vec<ResourceEntry<'_>> = after.present().filter(|one| one.resource_type == *permit).collect();
            let may_let_in = |one: &&ResourceEntry<'_>| {
                let ids = reference::ids(one.node);
                ids.contains(&target.as_str())
                    || !ids.iter().any(|id| after.find(id).is_some_and(|other| other.resource_type == entry.resource_type))
            };
            let its: Vec<&ResourceEntry<'_>> = permits.iter().filter(may_let_in).collect();
            let is_late = |one: &&ResourceEntry<'_>| is_new(one.id.as_str()) && waits_for(after, one.id.as_str(), &bucket.id);
            // Another template, or a handler, may let S3 in.
            let is_handed_on = |one: ResourceEntry<'_>| {
                let is_other = [NESTED, PROVISIONED].contains(&one.resource_type) || schema::is_custom(one.resource_type);
                is_other && reference::ids(one.node).contains(&target.as_str())
            };
            let (why, way_out) = match its.as_slice() {
                _ if after.present().any(is_handed_on) => continue,
                [] if is_new(&target) => (format!("nothing lets S3 use {target}"), MISSING),
                [first, ..] if its.iter().all(is_late) => {
                    let why = "which lets S3 use it, is made after the bucket, to which it refers";
                    (format!("{}, {why}", first.id.as_str()), LATE)
                }
                _ => continue,
            };
            let message = format!("{} is to notify {target}, and S3 refuses that: {why}", bucket.id);
            found.push(Headline::new(HeadlineKind::WillFail, "DIFF113", &change.name, &bucket.id, message, way_out));
        }
    }
    found
}

/// What of the template a bucket notifies.
fn notified(side: &Processed<'_>, bucket: &str) -> BTreeSet<String> {
    let properties = side.find(bucket).and_then(|entry| side.properties(entry.node));
    let ids = properties.and_then(|node| node.get("NotificationConfiguration")).map(reference::ids).unwrap_or_default();
    ids.into_iter().map(str::to_owned).collect()
}

/// Whether a resource is made after another one: it refers to it, itself or through others.
fn waits_for(side: &Processed<'_>, id: &str, other: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![id.to_owned()];
    while let Some(id) = waiting.pop() {
        let Some(entry) = side.find(&id).filter(|_| seen.insert(id.clone())) else { continue };
        for reference in reference::of_resource(entry.node) {
            match reference.target {
                Referent::Local(target) if target == other => return true,
                Referent::Local(target) => waiting.push(target.to_owned()),
                Referent::Import(_) => {}
            }
        }
    }
    false
}
