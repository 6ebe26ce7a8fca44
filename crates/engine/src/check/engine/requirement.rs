//! What a property of some types of resources must be: rules of one shape are rows of a table, read by one evaluator.

use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};
use crate::language::{Scope, Value};

/// What a property of some types of resources must be.
pub(crate) struct Requirement {
    /// The types of the resources.
    pub types: &'static [&'static str],
    /// The keys that lead to the property, in which `*` is every item of a list, or what is there at all.
    pub path: &'static [&'static str],
    /// What it must be.
    pub must: Must,
    /// Whether the service does what is wanted where it is left out.
    pub absent_is_right: bool,
    /// The resources that it is about, among those of the types.
    pub of: fn(&Resource<'_>) -> bool,
    /// What is told of the resource `{id}` whose property is otherwise.
    pub says: &'static str,
}

/// What a value must be.
#[derive(Clone, Copy)]
pub(crate) enum Must {
    /// One of these.
    Be(&'static [&'static str]),
    /// None of these.
    NotBe(&'static [&'static str]),
    /// There, and no empty list or map.
    BeGiven,
    /// At least this number.
    BeAtLeast(i64),
}

/// Every resource of the types.
pub(crate) fn every(_: &Resource<'_>) -> bool {
    true
}

/// The properties that are known to be otherwise than they must be, whatever a condition or a parameter makes of them; each with what is wrong.
pub(super) fn broken<'a>(requirements: &[Requirement], scope: &'a Scope<'a>) -> Vec<(Property<'a>, String)> {
    let mut broken = Vec::new();
    for requirement in requirements {
        let found = requirement.types.iter().flat_map(|kind| resource::of_type(scope, kind)).filter(requirement.of);
        for found in found {
            let places = found.properties.places(requirement.path).into_iter().filter(|outcomes| requirement.is_broken(outcomes));
            let first = places.filter_map(|outcomes| outcomes.into_iter().next());
            broken.extend(first.map(|outcome| (outcome, requirement.says.replace("{id}", found.id))));
        }
    }
    broken
}

impl Requirement {
    fn is_broken(&self, outcomes: &[Property<'_>]) -> bool {
        !outcomes.is_empty() && outcomes.iter().all(|outcome| self.is_broken_by(outcome))
    }

    fn is_broken_by(&self, outcome: &Property<'_>) -> bool {
        let node = match outcome.value() {
            Value::Unknown(_) => return false,
            Value::Absent => return !self.absent_is_right,
            Value::Known(node) => node,
        };
        let is_one_of =
            |values: &[&str]| node.scalar().map(|given| values.iter().any(|value| value.eq_ignore_ascii_case(&given)));
        match self.must {
            Must::Be(values) => is_one_of(values) == Some(false),
            Must::NotBe(values) => is_one_of(values) == Some(true),
            Must::BeGiven => node.as_list().is_some_and(<[_]>::is_empty) || node.as_map().is_some_and(|map| map.is_empty()),
            Must::BeAtLeast(least) => outcome.number().is_some_and(|given| given < least),
        }
    }
}
