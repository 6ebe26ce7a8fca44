//! What only one resource can have, and gets by an update while another one has it: that is deleted at the end, or waits for its turn.

use super::change::{ResourceChange, StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::processed::{Pair, Processed};
use super::unique_names::Claim;
use crate::language::read::listener::{LISTENER, LISTENER_RULE};

/// Types that get another one of it in place.
const IN_PLACE: [&str; 4] = ["AWS::ApiGatewayV2::Route", "AWS::CloudFront::Distribution", LISTENER, LISTENER_RULE];

/// Types of which an account has one in each region: github.com/hashicorp/terraform-provider-aws/issues/11780 and 2183,
/// <https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_EnableSecurityHub.html>,
/// <https://docs.aws.amazon.com/macie/latest/APIReference/macie.html>.
const ONE_OF_ACCOUNT: [&str; 5] = [
    "AWS::Config::ConfigurationRecorder",
    "AWS::Config::DeliveryChannel",
    "AWS::GuardDuty::Detector",
    "AWS::Macie::Session",
    "AWS::SecurityHub::Hub",
];

/// The failures of one stack.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let Some(sides) = pair.before.zip(pair.after).map(<[&Processed<'_>; 2]>::from) else { return Vec::new() };
    let is_kept = |one: &&ResourceChange| matches!(one.verdict, Verdict::Update | Verdict::Interruption);
    let updated: Vec<&ResourceChange> =
        change.resources.iter().filter(|one| IN_PLACE.contains(&one.resource_type.as_str())).filter(is_kept).collect();
    let mut found: Vec<Headline> = updated.iter().filter_map(|one| taken(sides, change, one, &updated)).collect();
    found.extend(change.resources.iter().filter_map(|one| second(sides[0], change, one)));
    found
}

/// What an updated resource takes of one that goes, or that is to have in exchange what this one had.
fn taken(
    [before, after]: [&Processed<'_>; 2],
    change: &StackChange,
    resource: &ResourceChange,
    updated: &[&ResourceChange],
) -> Option<Headline> {
    let had = Claim::all(before, &resource.id);
    let is_new = |claim: &Claim<'_>| !had.iter().any(|had| claim.is_that_of(had, change));
    let gone =
        change.resources.iter().filter(|old| old.verdict == Verdict::Remove && old.resource_type == resource.resource_type);
    let others = || updated.iter().copied().filter(|other| other.id != resource.id);
    Claim::all(after, &resource.id).into_iter().filter(is_new).find_map(|claimed| {
        let has = |side: &Processed<'_>, id: &str, claim: &Claim<'_>| {
            Claim::all(side, id).iter().any(|held| claim.is_that_of(held, change))
        };
        let gets_in_exchange = |other: &&ResourceChange| {
            let its = Claim::all(after, &other.id);
            has(before, &other.id, &claimed) && its.iter().any(|its| had.iter().any(|had| its.is_that_of(had, change)))
        };
        let (id, property, value) = (&resource.id, &claimed.property, claimed.shown(after)?);
        let (_, why) = claimed.failure();
        let told = match gone.clone().find(|old| has(before, &old.id, &claimed)) {
            Some(old) => format!("{id} gets the {property} `{value}` before {}, which has it, is deleted, and {why}", old.id),
            None => {
                let other = others().find(gets_in_exchange)?;
                format!("{id} and {} exchange the {property} `{value}`, and {why}", other.id)
            }
        };
        let way_out = format!("Give the other one a {property} that is free in a deployment before.");
        Some(Headline::new(HeadlineKind::WillFail, "DIFF107", &change.name, id, told, &way_out))
    })
}

/// A second one of what an account has once.
fn second(before: &Processed<'_>, change: &StackChange, new: &ResourceChange) -> Option<Headline> {
    if new.verdict != Verdict::Add || !ONE_OF_ACCOUNT.contains(&new.resource_type.as_str()) {
        return None;
    }
    let is_there = |entry: &crate::template::ResourceEntry<'_>| {
        entry.resource_type == new.resource_type && before.scope.open_condition(entry.node).is_none()
    };
    let known = before.present().find(is_there)?.id.as_str().to_owned();
    let message =
        format!("{} is made while {known} is there, and an account has one {} in each region", new.id, new.resource_type);
    let way_out = format!("Keep the logical id {known}.");
    Some(Headline::new(HeadlineKind::WillFail, "DIFF107", &change.name, &new.id, message, &way_out))
}
