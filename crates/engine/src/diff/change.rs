//! What happens to a stack and to its resources, and the sides that are compared.

use std::collections::BTreeMap;
use std::fmt;

use super::effect::{
    Effect, IS_OF_ANOTHER_KIND, MAY_BE_GIVEN, MAY_BE_REPLACED, MAY_CHOOSE_ANOTHER, MAY_FIND_ANOTHER, MAY_MAKE_ANOTHER, SAME,
};
use crate::language::read::stack_set::StackInstances;
use crate::language::{NESTED, PROVISIONED};
use crate::redact::Version;
use crate::stack::Move;
use crate::template::path::Path;
use crate::template::{Node, SourceLocation, Template};

/// One stack on one side of a comparison.
#[derive(Clone, Debug)]
pub struct Side {
    /// Its template.
    pub template: Template,
    /// The values of parameters and pseudo parameters that are known, besides defaults.
    pub values: BTreeMap<String, String>,
    /// Whether a parameter that no value is given for has its default. Otherwise it can have any value: a deployed stack keeps the
    /// one that it was given.
    pub assumes_defaults: bool,
    /// Its resources that had another logical id before, or were in another stack.
    pub moves: Vec<Move>,
    /// Its name in AWS, where that is known.
    pub full_name: Option<String>,
    /// The stacks nested in it whose templates are at hand, by their logical ids.
    pub nested: BTreeMap<String, Side>,
}

impl Side {
    /// A template, and the values that are known. What other parameters have is unknown.
    pub fn new(template: Template, values: BTreeMap<String, String>) -> Self {
        Side { template, values, assumes_defaults: false, moves: Vec::new(), full_name: None, nested: BTreeMap::new() }
    }

    /// It as a version of a template, whose secrets are those of the other versions, too.
    pub fn version(&self) -> Version<'_, '_> {
        (&self.template, &self.values)
    }

    /// The same, where parameters without a value have their defaults.
    #[must_use]
    pub fn assuming_defaults(self) -> Self {
        Side { assumes_defaults: true, ..self }
    }

    /// The same, with its name in AWS and with what the code says of moves.
    #[must_use]
    pub fn named(self, full_name: &str, moves: Vec<Move>) -> Self {
        Side { moves, full_name: Some(full_name.to_owned()), ..self }
    }
}

/// What happens to a resource, from the mildest to the gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It gets another logical id, or another stack, and stays what it is.
    Moved,
    /// Only attributes that the service does not see: `Metadata`, `DependsOn`, the deletion policies.
    Metadata,
    /// It is created.
    Add,
    /// Two environments have it in different ways.
    Differs,
    /// It is updated without interruption, unless the deployment has the same values as before.
    MayUpdate,
    /// It is updated without interruption.
    Update,
    /// The schema of its type is not known: only a change set tells.
    Unknown,
    /// It is updated, perhaps with some interruption, or stays as it is.
    MayInterrupt,
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
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Where it stands: items of lists by their names, where they have any.
    pub path: Path<'static>,
    /// What stood there, seen through parameters and conditions.
    pub before: Option<Node>,
    /// What stands there now.
    pub after: Option<Node>,
    /// What this change alone does to the resource.
    pub effect: Effect,
    /// The reason for the effect, or what it costs, in words; empty where the effect says all.
    pub why: &'static str,
    /// The replaced resource that changes the value, where the template's text stays the same.
    pub through: Option<String>,
    /// Whether both sides may come to the same value at a deployment, so that nothing changes.
    pub may_be_equal: bool,
    /// Whether the value must not be shown.
    pub is_secret: bool,
    /// The values of parameters under which it happens, in words; nothing where it happens under all that were looked at.
    pub under: Option<String>,
}

impl Change {
    /// A value that was and one that is, with nothing that hides it.
    pub(super) fn of(path: Path<'static>, [before, after]: [Option<&Node>; 2], effect: Effect) -> Self {
        Change {
            path,
            before: before.cloned(),
            after: after.cloned(),
            effect,
            why: "",
            through: None,
            may_be_equal: false,
            is_secret: false,
            under: None,
        }
    }

    /// Whether it replaces the resource, or is no change at all: nothing between.
    fn replaces_or_is_none(&self) -> bool {
        self.effect == Effect::MayReplace
            && [SAME, MAY_BE_REPLACED, MAY_BE_GIVEN, MAY_FIND_ANOTHER, MAY_MAKE_ANOTHER, MAY_CHOOSE_ANOTHER, IS_OF_ANOTHER_KIND]
                .contains(&self.why)
    }
}

/// What happens to one resource.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
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
    pub chain: Vec<Path<'static>>,
    /// The removed logical id that it takes the place of, where everything else is equal.
    pub renamed_from: Option<String>,
    /// What stays of what is removed or replaced, and what takes its place, in words; of another one, what will not stay any more.
    pub kept: Option<String>,
    /// Whether less of it stays than before, once it is removed or replaced.
    pub is_kept_less: bool,
    /// Whether another one, if one is made, is a revision of the same thing, which stays.
    pub is_of_same_thing: bool,
    /// The stack of that id, where it is another one.
    pub renamed_from_stack: Option<String>,
    /// Where it was before a refactor that the app says: the stack and the logical id.
    pub moved_from: Option<(String, String)>,
    /// Where it was written.
    pub location: SourceLocation,
    /// Whether it comes to this verdict under all circumstances that were looked at, though other parts of it are told apart.
    pub is_certain: bool,
    /// Whether nothing of it may change under some of the circumstances for which it is told, though something surely does under others.
    pub may_stay_in_some: bool,
    /// The values of parameters under which it happens, in words; nothing where it happens under all that were looked at.
    pub under: Option<String>,
}

impl ResourceChange {
    /// What happens to a resource under all circumstances; of where it was, and what stays of it, nothing is known.
    pub(super) fn new(
        id: impl Into<String>,
        resource_type: impl Into<String>,
        verdict: Verdict,
        changes: Vec<Change>,
        location: SourceLocation,
    ) -> Self {
        ResourceChange {
            id: id.into(),
            resource_type: resource_type.into(),
            verdict,
            changes,
            chain: Vec::new(),
            renamed_from: None,
            kept: None,
            is_kept_less: false,
            is_of_same_thing: false,
            renamed_from_stack: None,
            moved_from: None,
            location,
            is_certain: true,
            may_stay_in_some: false,
            under: None,
        }
    }

    /// Whether it is replaced or stays as it is, because all that changes may be equal.
    pub fn is_replaced_or_unchanged(&self) -> bool {
        let is_seen = |change: &&Change| change.effect != Effect::Nothing;
        self.verdict == Verdict::MayReplace && self.changes.iter().filter(is_seen).all(Change::replaces_or_is_none)
    }

    /// Whether nothing of it may change, while it may be replaced or interrupted as well.
    pub fn may_stay(&self) -> bool {
        let stays = |change: &Change| change.effect == Effect::MayUpdate || change.may_be_equal || change.replaces_or_is_none();
        let is_seen = |change: &&Change| change.effect != Effect::Nothing;
        let may_be = matches!(self.verdict, Verdict::MayReplace | Verdict::MayInterrupt);
        may_be && (self.may_stay_in_some || self.changes.iter().filter(is_seen).all(stays))
    }

    /// Whether a replacement is how this type works: each change of a task definition makes a new revision of its family.
    pub fn is_revision(&self) -> bool {
        self.verdict == Verdict::Replace && self.is_of_same_thing
    }

    /// Whether it is a stack in this one, which CloudFormation updates in its place.
    pub fn is_nested_stack(&self) -> bool {
        self.resource_type == NESTED
    }

    /// Whether it is a product of Service Catalog, of whose stack nothing is known here.
    pub fn is_provisioned_product(&self) -> bool {
        self.resource_type == PROVISIONED
    }
}

/// What could not be compared, and why.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NotCompared {
    /// What it is: `nested stacks whose templates are not at hand on both sides`.
    pub what: String,
    /// Which one of several.
    pub name: Option<String>,
}

impl NotCompared {
    /// One of several of a kind.
    pub(super) fn one_of(what: &str, name: impl Into<String>) -> Self {
        NotCompared { what: what.to_owned(), name: Some(name.into()) }
    }
}

impl From<String> for NotCompared {
    fn from(what: String) -> Self {
        NotCompared { what, name: None }
    }
}

impl fmt::Display for NotCompared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(formatter, "{}: {name}", self.what),
            None => self.what.fmt(formatter),
        }
    }
}

/// What happens to one stack.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StackChange {
    /// Its name, as the comparison was given it; of a nested stack, that of its parent and its logical id, with `/` between.
    pub name: String,
    /// The stack in which it is nested.
    pub parent: Option<String>,
    /// Of the template of a stack set: how many stacks it is the template of.
    pub instances: Option<StackInstances>,
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
    pub unknown: Vec<NotCompared>,
    /// What else is to be known of the change as a whole.
    pub notes: Vec<String>,
    /// Properties that AWS reads from Systems Manager's parameter store at each deployment, by resource, with what another value does.
    /// They are no changes of the stack.
    pub stored: Vec<Change>,
}

impl StackChange {
    /// Whether one of these verdicts is that of a resource.
    pub(super) fn comes_to(&self, id: &str, verdicts: &[Verdict]) -> bool {
        self.resources.iter().any(|one| one.id == id && verdicts.contains(&one.verdict))
    }

    /// Whether nothing changes.
    pub fn is_same(&self) -> bool {
        self.existed == self.exists
            && self.resources.is_empty()
            && self.others.is_empty()
            && self.values.is_empty()
            && self.unknown.is_empty()
    }
}

/// What the gravest effect does to the resource.
pub(super) fn verdict(effect: Effect) -> Verdict {
    match effect {
        Effect::Nothing => Verdict::Metadata,
        Effect::MayUpdate => Verdict::MayUpdate,
        Effect::Update => Verdict::Update,
        Effect::Unknown => Verdict::Unknown,
        Effect::MayInterrupt => Verdict::MayInterrupt,
        Effect::Interruption => Verdict::Interruption,
        Effect::MayReplace => Verdict::MayReplace,
        Effect::Replace => Verdict::Replace,
    }
}
