//! Statements in policies that are not longer than IAM takes.

use crate::deploy::role::Grant;

/// The characters of a managed policy, of which white space does not count, and some for its beginning and end.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const LONGEST: usize = 6_144 - 100;

/// The grants, in as few policies as their order allows.
pub(super) fn packed(grants: &[Grant]) -> Vec<Vec<Grant>> {
    let mut policies: Vec<Vec<Grant>> = Vec::new();
    let mut length = LONGEST;
    for grant in grants.iter().flat_map(split) {
        let own = size(&grant);
        match policies.last_mut().filter(|_| length + own <= LONGEST) {
            Some(policy) => policy.push(grant),
            None => {
                policies.push(vec![grant]);
                length = 0;
            }
        }
        length += own;
    }
    policies
}

/// A grant in halves until each is short enough.
fn split(grant: &Grant) -> Vec<Grant> {
    if size(grant) <= LONGEST || grant.actions.len() < 2 {
        return vec![grant.clone()];
    }
    let (first, second) = grant.actions.split_at(grant.actions.len() / 2);
    let half = |actions: &[String]| {
        let mut half = grant.clone();
        half.actions = actions.to_vec();
        half
    };
    [half(first), half(second)].iter().flat_map(split).collect()
}

/// The characters of the statement that it becomes: quotes, commas, and what is always there.
fn size(grant: &Grant) -> usize {
    let list = |texts: &[String]| texts.iter().map(|text| text.chars().count() + 3).sum::<usize>();
    let conditions =
        grant.conditions.iter().map(|condition| condition.operator.len() + condition.key.len() + list(&condition.values) + 12);
    60 + list(&grant.actions) + list(&grant.resources) + conditions.sum::<usize>()
}
