//! Comparing several stacks.

use super::change::{Pair, Side, StackChange, Verdict};
use super::headline::Headline;
use super::{exports, headlines, stack};

/// What happens to several stacks.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The stacks, in the order of the side that comes after; removed ones last.
    pub stacks: Vec<StackChange>,
    /// What a reviewer must know, gravest first.
    pub headlines: Vec<Headline>,
}

impl Comparison {
    /// Whether nothing changes.
    pub fn is_same(&self) -> bool {
        self.stacks.iter().all(StackChange::is_same)
    }

    /// Whether a resource is replaced, other than by a new revision.
    pub fn replaces(&self) -> bool {
        let mut resources = self.stacks.iter().flat_map(|stack| &stack.resources);
        resources.any(|resource| resource.verdict == Verdict::Replace && !resource.is_revision())
    }
}

/// Compares stacks that are deployed to one account and region.
pub fn compare(before: &[(String, Side)], after: &[(String, Side)]) -> Comparison {
    let old = |name: &str| before.iter().find(|(known, _)| known == name).map(|(_, side)| side);
    let mut pairs: Vec<Pair<'_>> = after.iter().map(|(name, side)| Pair { name, before: old(name), after: Some(side) }).collect();
    let removed = before.iter().filter(|(name, _)| !after.iter().any(|(known, _)| known == name));
    pairs.extend(removed.map(|(name, side)| Pair { name, before: Some(side), after: None }));
    let stacks: Vec<StackChange> = pairs.iter().map(stack::compare).collect();
    let mut headlines: Vec<Headline> = pairs.iter().zip(&stacks).flat_map(|(pair, change)| headlines::of(pair, change)).collect();
    headlines.extend(exports::headlines(&pairs, &stacks));
    headlines.sort_by_key(|headline| std::cmp::Reverse(headline.kind));
    Comparison { stacks, headlines }
}
