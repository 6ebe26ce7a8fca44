//! What only one resource of an account can have, and what a resource of another stack has: a fixed name that moves between stacks.

use super::change::{StackChange, Verdict};
use super::exports;
use super::headline::{Headline, HeadlineKind};
use super::kept::Kept;
use super::processed::{Pair, Processed};
use super::unique_names::Claim;

/// New resources that claim what a resource of another stack has.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange, pairs: &[Pair<'_>]) -> Vec<Headline> {
    let Some(after) = pair.after else { return Vec::new() };
    let new = change.resources.iter().filter(|resource| resource.verdict == Verdict::Add);
    let claims = new.flat_map(|one| {
        Claim::all(after, &one.id)
            .into_iter()
            .filter(|claim| claim.is_literal() && claim.is_refused())
            .map(move |claim| (one, claim))
    });
    let claims: Vec<_> = claims.collect();
    let mut found = Vec::new();
    for other in pairs.iter().filter(|other| other.name != pair.name && !other.name.contains('/') && !claims.is_empty()) {
        let Some(before) = other.before else { continue };
        let held = before.present().map(|old| old.id.as_str());
        let held: Vec<(&str, Claim<'_>)> =
            held.flat_map(|old| Claim::all(before, old).into_iter().map(move |had| (old, had))).collect();
        for (resource, claimed) in &claims {
            let is_it = |(_, had): &&(&str, Claim<'_>)| claimed.is_that_of(had, change);
            let Some(((old, ..), value)) = held.iter().find(is_it).zip(claimed.shown(after)) else { continue };
            let Some((how, way_out)) = fate(after, other, old, claimed, change) else { continue };
            let (code, why) = claimed.failure();
            let (id, property) = (&resource.id, &claimed.property);
            let message = format!("{id} is made while the stack {}{how} {property} `{value}`, and {why}", other.name);
            found.push(Headline::new(HeadlineKind::WillFail, code, &change.name, id, message, &way_out));
        }
    }
    found
}

/// Until when another stack has what is claimed, and the way out; nothing where it is free by then.
fn fate(
    side: &Processed<'_>,
    other: &Pair<'_>,
    old: &str,
    claimed: &Claim<'_>,
    change: &StackChange,
) -> Option<(String, String)> {
    let (name, property) = (other.name, &claimed.property);
    let Some((before, after)) = other.before.zip(other.after) else {
        let way_out = format!(
            "Keep the stack's name, move the resource with `stack.moved_from`, or change {property}; or delete the stack {name} first."
        );
        return Some((", which no plan deletes, still has".to_owned(), way_out));
    };
    let moves = format!("Move the resource with `stack.moved_from`, or change {property}");
    if Claim::all(after, old).iter().any(|has| claimed.is_that_of(has, change)) {
        let way_out = format!("Change {property}, or remove the other one in a deployment before.");
        return Some((format!(" has {old} with"), way_out));
    }
    if Kept::outlives(&before.scope, old) {
        return Some((format!(" gives up {old}, which its policy keeps, with"), format!("{moves}; or import what is kept.")));
    }
    if exports::needs(side, after) {
        return None;
    }
    Some(match exports::needs(after, side) {
        true => (format!(", which is deployed later, still has {old} with"), format!("{moves} in a second deployment.")),
        false => (format!(" has {old} until it is deployed, with"), format!("{moves}; or deploy {name} first.")),
    })
}
