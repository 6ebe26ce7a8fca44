//! What a new resource claims by a parameter that takes the place of another one: whoever gives it the old value wants what the old
//! resource still has.

use super::change::{ResourceChange, StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::processed::{Pair, Processed};
use super::unique_names::Claim;

/// A resource that goes, and what it claims as long as it is there.
type Held<'c, 'a> = (&'c ResourceChange, Vec<Claim<'a>>);

/// Adds the failures of new resources where their parameters are given what those of removed resources were. They say more than that it
/// fails by the defaults.
pub(super) fn add(pair: &Pair<'_>, change: &StackChange, headlines: &mut Vec<Headline>) {
    let Some(sides) = pair.before.zip(pair.after).map(<[&Processed<'_>; 2]>::from) else { return };
    let gone = change.resources.iter().filter(|one| one.verdict == Verdict::Remove);
    let gone: Vec<Held<'_, '_>> =
        gone.map(|old| (old, Claim::all(sides[0], &old.id))).filter(|(_, held)| !held.is_empty()).collect();
    for new in change.resources.iter().filter(|one| one.verdict == Verdict::Add) {
        let Some(found) = headline(sides, change, new, &gone) else { continue };
        headlines.retain(|known| (known.code, &known.id) != (found.code, &found.id) || known.under.is_none());
        if !headlines.iter().any(|known| (known.code, &known.id) == (found.code, &found.id)) {
            headlines.push(found);
        }
    }
}

fn headline<'a>(
    [before, after]: [&Processed<'a>; 2],
    change: &StackChange,
    new: &ResourceChange,
    gone: &[Held<'_, 'a>],
) -> Option<Headline> {
    let of_type: Vec<&Held<'_, 'a>> = gone.iter().filter(|(old, _)| old.resource_type == new.resource_type).collect();
    if of_type.is_empty() {
        return None;
    }
    let claims = Claim::all(after, &new.id);
    let (old, claim, names) = of_type.into_iter().find_map(|(old, held)| {
        claims.iter().find_map(|claim| {
            let names = held.iter().find_map(|held| claim.takes_over(held, [before, after], change))?;
            Some((*old, claim, names))
        })
    })?;
    let (code, why) = claim.failure();
    let (id, old_id, property) = (&new.id, &old.id, &claim.property);
    let message = format!("{id} is made before {old_id} is deleted, and its {property} is that of {old_id}, and {why}");
    let way_out = format!("Keep the logical id {old_id}, or give {} another value.", names[1]);
    // Both are there only where both are.
    let mut under = vec![format!("{} is given what {} was", names[1], names[0])];
    for also in [new, old].into_iter().filter(|one| !one.is_certain).filter_map(|one| one.under.clone()) {
        if !under.contains(&also) {
            under.push(also);
        }
    }
    let found = Headline::new(HeadlineKind::WillFail, code, &change.name, id, message, &way_out);
    Some(Headline { under: Some(under.join(" and ")), ..found })
}
