//! What CloudFormation will do with a change: two sets of templates in, verdicts out.
//!
//! Precise where the resource schemas know, and `unknown` where they do not. What an update does to a resource follows
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html>.

mod access;
mod claims;
mod drift;
mod effect;
mod exports;
mod failures;
mod headline;
mod opaque;
mod open;
mod processed;
mod rename;
pub mod show;
mod spread;
mod stack;
mod tree;

use std::collections::BTreeMap;

use self::processed::{Pair, Processed};
use crate::language::{Made, Program};
use crate::template::{Node, Place, Template};

pub use drift::drift;
pub use effect::Effect;

/// What a change of a property does to its resource, by its path as the schemas write it: `LoadBalancers/*/TargetGroupArn`.
pub fn effect_of(resource_type: &str, path: &str) -> Effect {
    effect::of(resource_type, path, [None, None])
}

pub use headline::{Headline, Kind};

/// One stack on one side of a comparison.
#[derive(Clone, Debug)]
pub struct Side {
    /// Its template.
    pub template: Template,
    /// The values of parameters and pseudo parameters that are known, besides defaults.
    pub values: BTreeMap<String, String>,
}

/// What happens to a resource, from the mildest to the gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Only attributes that the service does not see: `Metadata`, `DependsOn`, the deletion policies.
    Metadata,
    /// It is created.
    Add,
    /// Two environments have it in different ways.
    Differs,
    /// It is updated without interruption.
    Update,
    /// The schema of its type is not known: only a change set tells.
    Unknown,
    /// It is updated with some interruption.
    Interruption,
    /// AWS's page of a changed property says on what a replacement depends.
    MayReplace,
    /// A new one is made, everything that refers to it is moved, and the old one goes.
    Replace,
    /// It is removed from the stack.
    Remove,
    /// Another type stands under its logical id, which CloudFormation refuses.
    Retype,
}

/// One changed value.
#[derive(Clone, Debug)]
pub struct Change {
    /// Where it stands, for people: items of lists by their names.
    pub path: Vec<String>,
    /// What stood there, seen through parameters and conditions.
    pub before: Option<Node>,
    /// What stands there now.
    pub after: Option<Node>,
    /// What this change alone does to the resource.
    pub effect: Effect,
    /// The replaced resource that changes the value, where the template's text stays the same.
    pub through: Option<String>,
    /// Whether the value must not be shown.
    pub is_secret: bool,
}

/// What happens to one resource.
#[derive(Clone, Debug)]
pub struct ResourceChange {
    /// Its logical id.
    pub id: String,
    /// Its type, after the change where it has one.
    pub resource_type: String,
    /// What happens to it.
    pub verdict: Verdict,
    /// Its changed properties and attributes.
    pub changes: Vec<Change>,
    /// How the replacement came to it, from the first replaced resource: `LoadBalancer`, `HttpsListener.LoadBalancerArn`.
    pub chain: Vec<String>,
    /// The removed logical id that it takes the place of, where everything else is equal.
    pub renamed_from: Option<String>,
    /// Where it was written.
    pub place: Place,
}

impl ResourceChange {
    /// Whether a replacement is how this type works: each change of a task definition makes a new revision.
    pub fn is_revision(&self) -> bool {
        self.verdict == Verdict::Replace && effect::REVISIONS.contains(&self.resource_type.as_str())
    }
}

/// What happens to one stack.
#[derive(Clone, Debug)]
pub struct StackChange {
    /// Its name, as the comparison was given it.
    pub name: String,
    /// Whether it is there before and after.
    pub existed: bool,
    /// Whether it is there after.
    pub exists: bool,
    /// Its resources that change, in the order of the template; removed ones last.
    pub resources: Vec<ResourceChange>,
    /// Changes outside the resources: parameters, outputs, the description and others.
    pub others: Vec<Change>,
    /// Parameters whose value changes, though the template does not.
    pub values: Vec<Change>,
    /// What could not be compared, and why.
    pub unknown: Vec<String>,
}

impl StackChange {
    /// Whether nothing changes.
    pub fn is_same(&self) -> bool {
        self.existed == self.exists
            && self.resources.is_empty()
            && self.others.is_empty()
            && self.values.is_empty()
            && self.unknown.is_empty()
    }
}

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
    let made = Made::new();
    let [old, new] = [before, after].map(programs);
    let [before, after] = [(before, &old), (after, &new)].map(|(sides, programs)| processed(sides, programs, &made));
    let old = |name: &str| before.iter().find(|(known, _)| *known == name).map(|(_, side)| side);
    let mut pairs: Vec<Pair<'_>> = after.iter().map(|(name, side)| Pair { name, before: old(name), after: Some(side) }).collect();
    let removed = before.iter().filter(|(name, _)| !after.iter().any(|(known, _)| known == name));
    pairs.extend(removed.map(|(name, side)| Pair { name, before: Some(side), after: None }));
    let stacks: Vec<StackChange> = pairs.iter().map(stack::compare).collect();
    let mut headlines: Vec<Headline> = pairs.iter().zip(&stacks).flat_map(|(pair, change)| headline::of(pair, change)).collect();
    headlines.extend(exports::headlines(&pairs, &stacks));
    headlines.sort_by_key(|headline| std::cmp::Reverse(headline.kind));
    Comparison { stacks, headlines }
}

fn programs(sides: &[(String, Side)]) -> Vec<Program<'_>> {
    sides.iter().map(|(_, side)| Program::new(&side.template, processed::given(side))).collect()
}

fn processed<'a>(sides: &'a [(String, Side)], programs: &'a [Program<'a>], made: &'a Made) -> Vec<(&'a str, Processed<'a>)> {
    let each = sides.iter().zip(programs);
    each.map(|((name, side), program)| (name.as_str(), Processed::new(side, program, made))).collect()
}
