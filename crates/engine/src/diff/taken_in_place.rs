//! What only one resource can have, and gets by an update while another one has it: that is deleted at the end, or waits for its turn.

use super::change::{ResourceChange, StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::processed::{Pair, Processed};
use super::unique_names::Claim;
use crate::language::read::listener::{LISTENER, LISTENER_RULE};
use crate::template::ResourceEntry;

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

/// A resource, and what it claims on both sides.
type Claiming<'c, 'a> = (&'c ResourceChange, [Vec<Claim<'a>>; 2]);

/// The failures of one stack.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let Some(sides) = pair.before.zip(pair.after).map(<[&Processed<'_>; 2]>::from) else { return Vec::new() };
    let is_asked = |one: &&ResourceChange| {
        IN_PLACE.contains(&one.resource_type.as_str())
            && matches!(one.verdict, Verdict::Update | Verdict::Interruption | Verdict::Remove)
    };
    let asked = change.resources.iter().filter(is_asked);
    let claiming = asked.map(|one| (one, sides.map(|side| Claim::all(side, &one.id))));
    let (gone, updated): (Vec<Claiming<'_, '_>>, Vec<_>) = claiming.partition(|(one, _)| one.verdict == Verdict::Remove);
    let mut found: Vec<Headline> = updated.iter().filter_map(|one| taken(sides[1], change, one, [&gone, &updated])).collect();
    found.extend(change.resources.iter().filter_map(|one| second(sides[0], change, one)));
    found
}

/// What an updated resource takes of one that goes, or that is to have in exchange what this one had.
fn taken<'a>(
    after: &Processed<'a>,
    change: &StackChange,
    (resource, [had, has]): &Claiming<'_, 'a>,
    [gone, updated]: [&[Claiming<'_, 'a>]; 2],
) -> Option<Headline> {
    let is_among = |claim: &Claim<'_>, all: &[Claim<'_>]| all.iter().any(|held| claim.is_that_of(held, change));
    has.iter().filter(|claim| !is_among(claim, had)).find_map(|claimed| {
        let had_it =
            |(old, [held, _]): &&Claiming<'_, 'a>| old.resource_type == resource.resource_type && is_among(claimed, held);
        let exchanges = |(other, [held, gets]): &&Claiming<'_, 'a>| {
            other.id != resource.id && is_among(claimed, held) && gets.iter().any(|its| is_among(its, had))
        };
        let (id, property, value) = (&resource.id, &claimed.property, claimed.shown(after)?);
        let (_, why) = claimed.failure();
        let told = match gone.iter().find(had_it) {
            Some((old, _)) => {
                format!("{id} gets the {property} `{value}` before {}, which has it, is deleted, and {why}", old.id)
            }
            None => {
                let (other, _) = updated.iter().find(exchanges)?;
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
    let is_there =
        |entry: &ResourceEntry<'_>| entry.resource_type == new.resource_type && before.scope.open_condition(entry.node).is_none();
    let known = before.present().find(is_there)?.id.as_str().to_owned();
    let message =
        format!("{} is made while {known} is there, and an account has one {} in each region", new.id, new.resource_type);
    let way_out = format!("Keep the logical id {known}.");
    Some(Headline::new(HeadlineKind::WillFail, "DIFF107", &change.name, &new.id, message, &way_out))
}
