//! What may replace a resource, so that what a replacement does is told of it as well.

use super::change::{Change, ResourceChange, Verdict};
use super::effect::{Effect, MAY_BE_ANSWERED, MAY_BE_GIVEN};
use super::processed::{Pair, Processed};
use super::{defaults, property_effect, stored};
use crate::template::Node;

/// The changes that may replace a resource which nothing surely replaces; none where what they may depend on is expected to stay: a
/// default that is written out, a value that moves into the parameter store or out of it, an output of a nested stack whose template is
/// not at hand, what the handler of a custom resource answers.
pub(super) fn changes<'r>(pair: &Pair<'_>, resource: &'r ResourceChange) -> Vec<&'r Change> {
    let moves = |change: &Change| {
        let is_stored = |side: Option<&Processed<'_>>, node: Option<&Node>| {
            side.zip(node).is_some_and(|(side, node)| stored::is_stored(side, node))
        };
        is_stored(pair.after, change.after.as_ref()) != is_stored(pair.before, change.before.as_ref())
    };
    let may_be_other = |change: &&Change| {
        change.effect == Effect::MayReplace
            && ![defaults::WHY, MAY_BE_ANSWERED, MAY_BE_GIVEN].contains(&change.why)
            && !moves(change)
    };
    let changes = resource.changes.iter().filter(|_| resource.verdict == Verdict::MayReplace);
    changes.filter(may_be_other).collect()
}

/// The properties whose change surely replaces a resource, where it is a change: a deployment may have the same values as before.
pub(super) fn another<'r>(pair: &Pair<'_>, resource: &'r ResourceChange) -> Vec<&'r Change> {
    let replaces = |change: &Change| property_effect::of(&resource.resource_type, &change.path, [None, None]) == Effect::Replace;
    changes(pair, resource).into_iter().filter(|change| change.may_be_equal && replaces(change)).collect()
}
