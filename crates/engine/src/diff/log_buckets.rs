//! New buckets that CloudFront cannot write its logs into: without lists of access, which a bucket has only where it asks for them.
//!
//! <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html>

use super::change::{StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::processed::{Pair, Processed};
use crate::language::{opaque, reference};
use crate::template::Node;

const BUCKET: &str = "AWS::S3::Bucket";
const DISTRIBUTION: &str = "AWS::CloudFront::Distribution";

/// The distributions whose logs are to go into such a bucket from now on.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let Some(after) = pair.after else { return Vec::new() };
    let is_new = |id: &str| change.comes_to(id, &[Verdict::Add, Verdict::Replace]);
    let changed = change.resources.iter().filter(|one| one.resource_type == DISTRIBUTION && one.verdict != Verdict::Remove);
    let told = changed.filter_map(|distribution| {
        let properties = after.properties(after.find(&distribution.id)?.node)?;
        let named = properties.at_path(&["DistributionConfig", "Logging", "Bucket"])?;
        let bucket = reference::ids(named).into_iter().find(|id| is_new(id) && refuses_lists(after, id))?;
        let message = format!(
            "{} logs into {bucket}, which is new and has no access control lists: CloudFront refuses it",
            distribution.id
        );
        let way_out = format!("Give {bucket} `OwnershipControls` with `ObjectOwnership: BucketOwnerPreferred`.");
        Some(Headline::new(HeadlineKind::WillFail, "DIFF108", &change.name, &distribution.id, message, &way_out))
    });
    told.collect()
}

/// Whether a bucket surely has no access control lists: since April 2023 a new one has them only where its rules of ownership say so.
fn refuses_lists(side: &Processed<'_>, id: &str) -> bool {
    let Some(entry) = side.find(id).filter(|entry| entry.resource_type == BUCKET) else { return false };
    let Some(properties) = side.properties(entry.node) else { return true };
    let Some(controls) = properties.get("OwnershipControls") else { return !properties.as_map().is_some_and(opaque::is_made) };
    let rules = controls.get("Rules").and_then(Node::as_list).unwrap_or_default();
    rules.iter().all(|rule| rule.get("ObjectOwnership").and_then(Node::as_str) == Some("BucketOwnerEnforced"))
        && !rules.is_empty()
}
