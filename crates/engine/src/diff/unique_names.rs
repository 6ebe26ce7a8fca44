//! New resources that want what only one can have, and the old one still has: a name, a port of a load balancer, the addresses of a subnet.
//!
//! CloudFormation makes a new resource before it deletes the old one, so a new one that wants what the old one still has fails.

use std::collections::BTreeSet;

use super::alike::both_alike;
use super::change::{Change, ResourceChange, StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::kept::Kept;
use super::processed::{Pair, Processed};
use super::{host_names, opaque, replaced_if, show, stored};
use crate::language::pseudo::OF_ACCOUNT;
use crate::language::read::address_block::{Block, Carved};
use crate::language::read::exclusive::{self, Exclusive, RECORD, TAKEN_AWAY, path};
use crate::language::reference;
use crate::schema::{self, ReplacementStrategy, defaults};
use crate::template::substitution;
use crate::template::{Node, ResourceEntry, function};

/// <https://repost.aws/knowledge-center/cloudformation-custom-name>
const CUSTOM_NAME: &str = "CloudFormation cannot update a stack when a custom-named resource requires replacing";

/// What new and replaced resources claim that others, which go later, still have.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let Some((before, after)) = pair.before.zip(pair.after) else { return Vec::new() };
    let is_made_first = |one: &ResourceChange| is_made_first(pair, one);
    let going = change.resources.iter().filter(|old| old.verdict == Verdict::Remove || is_made_first(old));
    let held: Vec<Held<'_>> = going.flat_map(|old| Claim::all(before, &old.id).into_iter().map(move |had| (old, had))).collect();
    let new = change.resources.iter().filter(|one| !held.is_empty() && (one.verdict == Verdict::Add || is_made_first(one)));
    let first = |one: &ResourceChange| {
        let claims = Claim::all(after, &one.id);
        claims.iter().find_map(|claimed| headline(pair, [before, after], change, one, claimed, &held))
    };
    new.filter_map(first).collect()
}

/// A resource that goes, and what it has until then.
type Held<'a> = (&'a ResourceChange, Claim<'a>);

fn headline<'a>(
    pair: &Pair<'_>,
    [before, after]: [&Processed<'a>; 2],
    change: &StackChange,
    resource: &ResourceChange,
    claimed: &Claim<'a>,
    held: &[Held<'_>],
) -> Option<Headline> {
    // The old one under its own logical id comes first, and what surely claims the same.
    let agreeing = |one: &Held<'_>| {
        let is_may = one.0.verdict == Verdict::MayReplace || resource.verdict == Verdict::MayReplace;
        let is_own = one.0.id == resource.id;
        let keeps_name = || (is_own && !is_may && claimed.keeps_name(&one.1)).then(Vec::new);
        claimed.may_be_that_of(&one.1, change).filter(|_| !is_may || is_own).or_else(keeps_name)
    };
    let found = held.iter().filter_map(|one| Some((one, agreeing(one)?)));
    let ((old, held), mut unsure) = found.min_by_key(|(one, unsure)| (one.0.id != resource.id, !unsure.is_empty()))?;
    // It may read the same, and be another one: an attribute of a resource that changes.
    let is_its = |one: &&Change| claimed.names.iter().any(|name| one.path == path(name));
    for read in resource.changes.iter().filter(is_its) {
        unsure.extend(read.through.clone().filter(|id| read.may_be_equal && !unsure.contains(id)));
        if read.through.is_some() && !read.may_be_equal {
            return None;
        }
    }
    // So may what is looked up in other entries of a mapping.
    let finds_another = |part: &'a Node| after.why_another(before, part).is_some();
    if claimed.parts.iter().flatten().any(|part| finds_another(part)) {
        return None;
    }
    let replacing: Vec<&Change> = replaced_if::another(pair, resource).into_iter().filter(|one| !is_its(one)).collect();
    if resource.verdict == Verdict::MayReplace && replacing.is_empty() {
        return None;
    }
    let under = circumstances(&replacing, &unsure);
    let (value, had) = (claimed.shown(after)?, held.shown(before)?);
    let (code, mut why) = claimed.failure();
    let (id, old_id, property) = (&resource.id, &old.id, &claimed.property);
    let told = match (resource.verdict, old.verdict) {
        _ if value != had => None,
        (Verdict::Add, Verdict::Remove) => {
            let way_out = format!("Keep the logical id {old_id}, or change {property} together with it.");
            Some((format!("{id} is made before {old_id} is deleted, and its {property} stays `{value}`"), way_out))
        }
        _ if id != old_id => None,
        _ => {
            let way_out = match claimed.is_name && !claimed.is_required {
                true => "Remove the fixed name, or change it together with this change.".to_owned(),
                false => format!("Change {property} together with this change."),
            };
            why = if claimed.is_name { CUSTOM_NAME } else { why };
            Some((format!("{id} is replaced, but its {property} stays `{value}`"), way_out))
        }
    };
    let (message, way_out) = told.unwrap_or_else(|| {
        let way_out = match id == old_id {
            true => format!("Write {property} as it was, or free it in a deployment before."),
            false => format!("Choose another {property}, or free this one in a deployment before."),
        };
        (format!("the new {id} wants the {property} `{value}` before the old {old_id}, which has `{had}`, is deleted"), way_out)
    });
    if !claimed.is_refused() {
        let is_deleted =
            (resource.verdict, old.verdict) == (Verdict::Add, Verdict::Remove) && !Kept::outlives(&before.scope, old_id);
        let (kind, code) = (HeadlineKind::Downtime, "DIFF301");
        let found = || Headline::new(kind, code, &change.name, id, format!("{message}, and {why}"), &way_out);
        return is_deleted.then(|| Headline { under, ..found() });
    }
    let found = Headline::new(HeadlineKind::WillFail, code, &change.name, id, format!("{message}, and {why}"), &way_out);
    Some(Headline { under, ..found })
}

/// What must be so for it to fail: a new one is made for another value, and what it is claimed within stays.
fn circumstances(replacing: &[&Change], unsure: &[String]) -> Option<String> {
    let properties: BTreeSet<String> = replacing.iter().map(|change| change.path.property()).collect();
    let replaced = properties.into_iter().collect::<Vec<_>>().join(" or ");
    let replaced = (!replaced.is_empty()).then(|| format!("{replaced} gets another value"));
    let stays = (!unsure.is_empty())
        .then(|| format!("{} {} the same", unsure.join(" and "), if unsure.len() == 1 { "stays" } else { "stay" }));
    let both: Vec<String> = replaced.into_iter().chain(stays).collect();
    (!both.is_empty()).then(|| both.join(" and "))
}

/// Whether the successor of a resource that is replaced, or may be, is made before the old one is deleted.
fn is_made_first(pair: &Pair<'_>, resource: &ResourceChange) -> bool {
    let strategy = || schema::find(&resource.resource_type)?.replacement_strategy();
    let is_replaced = resource.verdict == Verdict::Replace || !replaced_if::another(pair, resource).is_empty();
    is_replaced && strategy() != Some(ReplacementStrategy::DeleteThenCreate)
}

/// What a resource has that no other can have.
pub(super) struct Claim<'a> {
    pub(super) property: String,
    /// The type that has it, and what it is called there.
    kind: &'a str,
    key: String,
    is_name: bool,
    is_name_alone: bool,
    /// Why no two can have it.
    why: &'static str,
    /// Whether the type can't be without it.
    is_required: bool,
    /// The properties that make it, the claimed one first, and their values.
    names: Vec<String>,
    parts: Vec<Option<&'a Node>>,
}

impl<'a> Claim<'a> {
    /// What a resource has: several things where each item of a list is one.
    pub(super) fn all(side: &Processed<'a>, id: &str) -> Vec<Claim<'a>> {
        let Some(entry) = side.find(id) else { return Vec::new() };
        let Some(properties) = entry.node.get("Properties") else { return Vec::new() };
        // What an instance does not say of itself, its launch template may.
        let says = |properties: &Node| exclusive::listed(entry.resource_type, properties).is_some();
        let launched = launched_by(side, &entry).filter(|launched| !says(properties) && says(launched));
        let properties = launched.unwrap_or(properties);
        exclusive::of(entry.resource_type, properties)
            .into_iter()
            .filter_map(|has| Claim::of(side, &entry, properties, has))
            .collect()
    }

    fn of(side: &Processed<'a>, entry: &ResourceEntry<'a>, properties: &'a Node, has: Exclusive) -> Option<Claim<'a>> {
        let part = |name: &String| Some(side.value_by_name(side.value(exclusive::at(properties, name)?)?));
        let parts: Vec<Option<&'a Node>> = has.properties.iter().map(part).collect();
        let (first, name) = ((*parts.first()?)?, has.claimed());
        if has.is_open(first) || name.ends_with("VolumeId") && !is_of_one(side, first) {
            return None;
        }
        let property = path(name).property();
        // Within another property it is taken to be needed.
        let is_required = name.contains('/') || schema::find(entry.resource_type)?.root().is_required(name);
        let kind = exclusive::made(entry.resource_type);
        let key = name.rsplit('/').find(|step| step.parse::<usize>().is_err())?.to_owned();
        let (is_name, is_name_alone) = (has.is_name(), has.is_name_alone());
        let Exclusive { properties: names, why } = has;
        Some(Claim { kind, key, property, names, is_name, is_name_alone, is_required, why, parts })
    }

    /// The code and the reason of the failure where two claim the same.
    pub(super) fn failure(&self) -> (&'static str, &'static str) {
        (if self.is_name { "DIFF101" } else { "DIFF107" }, self.why)
    }

    /// Whether a second one is refused; else the deletion of the first takes it away.
    pub(super) fn is_refused(&self) -> bool {
        self.why != TAKEN_AWAY
    }

    /// Whether it is the same in every stack of an account and region.
    pub(super) fn is_literal(&self) -> bool {
        self.parts.iter().flatten().all(|part| reference::ids(part).iter().all(|variable| OF_ACCOUNT.contains(variable)))
    }

    /// Whether both surely claim the same.
    pub(super) fn is_that_of(&self, held: &Claim<'_>, change: &StackChange) -> bool {
        self.may_be_that_of(held, change).is_some_and(|unsure| unsure.is_empty())
    }

    /// The resources that both read, and that must stay what they are for both to claim the same; nothing where they claim other things.
    /// What refers to a new resource reads the same and is something else; so does what still has the name of a removed one, which is that
    /// of a parameter then.
    fn may_be_that_of(&self, held: &Claim<'_>, change: &StackChange) -> Option<Vec<String>> {
        let overlaps = self.key == "CidrBlock" && share_addresses(self.parts[0], held.parts[0]);
        self.agrees(held, change, usize::from(overlaps))
    }

    /// Whether it is a name that a replaced resource keeps, whatever it is one within.
    fn keeps_name(&self, held: &Claim<'_>) -> bool {
        let (own, other) = (self.parts.first().copied().flatten(), held.parts.first().copied().flatten());
        self.is_name_alone && (self.kind, &self.key) == (held.kind, &held.key) && both_alike(own, other)
    }

    /// The same of all but the first of what makes it.
    fn agrees(&self, held: &Claim<'_>, change: &StackChange, but: usize) -> Option<Vec<String>> {
        // What is left out has its default.
        let is_default =
            |name: &str, given: &Node| given.scalar().is_some_and(|text| defaults::of(self.kind, name) == Some(text));
        let is_same = |((one, other), name): ((&Option<&Node>, &Option<&Node>), &String)| match (one, other) {
            (Some(given), None) | (None, Some(given)) => is_default(name, given),
            (Some(one), Some(other)) if self.kind == RECORD && name.ends_with("Name") => host_names::are_same(one, other),
            _ => both_alike(*one, *other),
        };
        let is_all = (self.kind, &self.key) == (held.kind, &held.key)
            && self.parts.iter().zip(&held.parts).zip(&self.names).skip(but).all(is_same);
        let mut unsure = Vec::new();
        for id in self.parts.iter().flatten().filter(|_| is_all).flat_map(|part| reference::ids(part)) {
            match change.resources.iter().filter(|resource| resource.id == *id).map(|resource| resource.verdict).max() {
                Some(Verdict::Add | Verdict::Remove | Verdict::Replace | Verdict::Retype) => return None,
                Some(Verdict::MayReplace | Verdict::Unknown) if !unsure.contains(&id.to_owned()) => unsure.push(id.to_owned()),
                _ => {}
            }
        }
        is_all.then_some(unsure)
    }

    /// The parameters by which both claim the same, where the second one takes the place of the first: it is declared alike, and each is on
    /// one side only.
    pub(super) fn takes_over(&self, held: &Claim<'a>, sides: [&Processed<'a>; 2], change: &StackChange) -> Option<[&'a str; 2]> {
        let [before, after] = sides;
        let (old, new) = (held.parameter(before)?, self.parameter(after)?);
        let declared = [before.scope.parameter(old)?, after.scope.parameter(new)?];
        let is_alike = |key: &str| both_alike(declared[0].get(key), declared[1].get(key));
        let is_renamed = before.scope.parameter(new).is_none() && after.scope.parameter(old).is_none();
        (is_renamed
            && declared[0].get("Default").is_some()
            && ["Type", "Default"].into_iter().all(is_alike)
            && self.agrees(held, change, 1).is_some_and(|unsure| unsure.is_empty()))
        .then_some([old, new])
    }

    /// The parameter that is the claimed value.
    fn parameter(&self, side: &Processed<'a>) -> Option<&'a str> {
        function::referred((*self.parts.first()?)?).filter(|name| side.scope.parameter(name).is_some())
    }

    /// The claimed value, unless a deployment may find another one: a stack keeps the values that its parameters have.
    pub(super) fn shown(&self, side: &Processed<'_>) -> Option<String> {
        let value = (*self.parts.first()?)?;
        let may_change = || self.parts.iter().flatten().any(|part| stored::is_stored(side, part) || opaque::is_within(part));
        (!may_change()).then(|| reference::text_with(value, &|call| substitution::variable(&show::node(call))))
    }
}

/// What the launch template of an instance says of it, where that is of the stack.
fn launched_by<'a>(side: &Processed<'a>, instance: &ResourceEntry<'a>) -> Option<&'a Node> {
    if instance.resource_type != "AWS::EC2::Instance" {
        return None;
    }
    let named = side.properties(instance.node)?.get("LaunchTemplate")?;
    let named = named.get("LaunchTemplateId").or(named.get("LaunchTemplateName"))?;
    let template = side.find(function::referred(named)?)?;
    template.node.at_path(&["Properties", "LaunchTemplateData"])
}

/// Whether only one instance can have a volume: it is of this stack, and not for several.
fn is_of_one(side: &Processed<'_>, volume: &Node) -> bool {
    let entry = function::referred(volume).and_then(|id| side.find(id));
    entry.is_some_and(|entry| entry.node.at_path(&["Properties", "MultiAttachEnabled"]).is_none())
}

/// Whether two values are address blocks with an address in common, where both have the same beginning, or are of the same block, that
/// only a deployment knows.
fn share_addresses(one: Option<&Node>, other: Option<&Node>) -> bool {
    let block = |node: Option<&Node>| {
        let text = reference::as_text(node?);
        let (head, tail) = text.rsplit_once('}').unwrap_or(("", &text));
        let octets = tail.trim_start_matches('.').split('.').count();
        let missing = 4_usize.checked_sub(octets)?;
        let known = Block::parse(&format!("{}{}", "0.".repeat(missing), tail.trim_start_matches('.')))?;
        // A block that ends within what is unknown may be any.
        let is_told = known.prefix() as usize >= 8 * missing && (missing == 0) == head.is_empty();
        is_told.then(|| (head.to_owned(), known))
    };
    if let Some((one, other)) = one.and_then(Carved::parse).zip(other.and_then(Carved::parse)) {
        return one.overlaps(&other);
    }
    let Some(((head, one), (beginning, other))) = block(one).zip(block(other)) else { return false };
    head == beginning && one.overlaps(other)
}
