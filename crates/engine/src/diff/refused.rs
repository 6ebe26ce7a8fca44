//! Updates that a service refuses, so that CloudFormation rolls the stack back.

use super::change::{Change, ResourceChange, StackChange, Verdict};
use super::defaults;
use super::headline::{Headline, HeadlineKind};
use super::updates::{self, Row};
use crate::template::Node;
use crate::template::path::Path;

/// The updates of one resource that fail.
pub(super) fn headlines(change: &StackChange, resource: &ResourceChange) -> Vec<Headline> {
    if matches!(resource.verdict, Verdict::Add | Verdict::Remove | Verdict::Replace | Verdict::Retype | Verdict::Differs) {
        return Vec::new();
    }
    let told = |message: String, way_out: &str| {
        Headline::new(HeadlineKind::WillFail, "DIFF108", &change.name, &resource.id, message, way_out)
    };
    let mut found: Vec<Headline> = Vec::new();
    for changed in resource.changes.iter().filter(|changed| changed.through.is_none() && !changed.may_be_equal) {
        let Some(row) = refusal(&resource.resource_type, changed) else { continue };
        let listed = changed.path.iter().take(row.depth()).fold(Path::default(), |path, step| path.then(step.clone()));
        let message = format!("{}: {} cannot be changed: {}", resource.id, listed.property(), row.why);
        let way_out = match changed.path.first() {
            Some(step) if step.is_key(INDEXES) => "Add an index with another name, and delete this one in a later deployment.",
            _ => "Make a new one under another logical id, move to it, and remove this one in a later deployment.",
        };
        let headline = told(message, way_out);
        if !found.contains(&headline) {
            found.push(headline);
        }
    }
    let indexes = indexes(resource);
    // Only this many at a time: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
    if indexes.len() > 1 {
        let message =
            format!("{}: the indexes {} come or go at once, and an update takes one only", resource.id, indexes.join(", "));
        found.push(told(message, "Add or delete one index in each deployment."));
    }
    found
}

fn refusal(resource_type: &str, changed: &Change) -> Option<&'static Row> {
    let values = [changed.before.as_ref(), changed.after.as_ref()];
    let row = updates::find(resource_type, &changed.path, values).filter(|row| row.is_refused())?;
    (!defaults::is_named(resource_type, &changed.path, values)).then_some(row)
}

const INDEXES: &str = "GlobalSecondaryIndexes";

/// The indexes of a table that are added or removed. A change of the table as a whole may be of any number.
fn indexes(resource: &ResourceChange) -> Vec<String> {
    if resource.resource_type != "AWS::DynamoDB::Table" {
        return Vec::new();
    }
    let named = |node: &Node| node.get("IndexName").and_then(Node::scalar);
    let moved = |change: &Change| -> Vec<String> {
        let ((Some(one), None) | (None, Some(one))) = (&change.before, &change.after) else { return Vec::new() };
        match &change.path[..] {
            [list] if list.is_key(INDEXES) => one.as_list().unwrap_or_default().iter().filter_map(named).collect(),
            [list, _] if list.is_key(INDEXES) => named(one).into_iter().collect(),
            _ => Vec::new(),
        }
    };
    resource.changes.iter().flat_map(moved).collect()
}
