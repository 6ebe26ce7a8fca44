//! Services that were shut down: nothing of them is changed any more.
//!
//! <https://docs.aws.amazon.com/general/latest/gr/full_shutdown_services.html>

use super::change::{StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::processed::{Pair, Processed};
use crate::schema;

/// The resources that change though their service is no more. What is added is found by `check`, unless the template had such before.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let had = |before: &Processed<'_>| before.template().resources().any(|entry| ended(entry.resource_type).is_some());
    let told = change.resources.iter().filter_map(|one| {
        let is_asked = match one.verdict {
            Verdict::Update | Verdict::Interruption | Verdict::Replace => true,
            Verdict::Add => pair.before.is_some_and(had),
            _ => false,
        };
        let day = ended(&one.resource_type).filter(|_| is_asked)?;
        let when = if day.is_empty() { String::new() } else { format!(" on {day}") };
        let message =
            format!("{}: the service of {} was shut down{when}, and changes nothing any more", one.id, one.resource_type);
        let way_out = "Use the service that took its place, and take this out of the template.";
        Some(Headline::new(HeadlineKind::WillFail, "DIFF108", &change.name, &one.id, message, way_out))
    });
    told.collect()
}

/// The day on which the service of a type was shut down; empty where that is not known.
fn ended(resource_type: &str) -> Option<&'static str> {
    let ending = schema::find(resource_type)?.lifecycle()?;
    (ending.status == "shutdown").then_some(ending.date)
}
