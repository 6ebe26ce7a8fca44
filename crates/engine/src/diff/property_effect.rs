//! What a change of one property does to its resource.

use super::effect::Effect;
use super::{defaults, key_names, updates};
use crate::schema::{self, AdditionalProperties, ResourceSchema, path};
use crate::template::Node;
use crate::template::path::Path;

/// What a change at a path below the properties does. `values` are what stood and what stands there.
pub(super) fn of(resource_type: &str, at: &Path<'_>, values: [Option<&Node>; 2]) -> Effect {
    with_reason(resource_type, at, values).0
}

/// The same, with the reason or the cost where the effect does not say all.
pub(super) fn with_reason(resource_type: &str, at: &Path<'_>, values: [Option<&Node>; 2]) -> (Effect, &'static str) {
    let Some(schema) = schema::find(resource_type).filter(|_| !schema::is_serverless(resource_type)) else {
        return (Effect::Unknown, "");
    };
    let row = updates::find(resource_type, at, values);
    if row.is_none() && !has(schema, at) {
        // What a custom resource is given is for its handler.
        let why = if schema::is_custom(resource_type) { "" } else { "the schema of the type has no such property" };
        return (Effect::Unknown, why);
    }
    match row.map_or_else(|| (of_schema(schema, at, values), ""), |row| row.with_reason(values)) {
        (Effect::Replace, _) if defaults::is_named(resource_type, at, values) => (Effect::MayReplace, defaults::WHY),
        (Effect::Replace, _) if key_names::may_be_one(at, values) => (Effect::MayReplace, key_names::WHY),
        found => found,
    }
}

/// What another order of the items of a list does. CloudFormation compares the properties that make a new resource as they are written.
pub(super) fn of_order(resource_type: &str, at: &Path<'_>, values: [Option<&Node>; 2]) -> (Effect, &'static str) {
    let list = || schema::find(resource_type)?.root().at(&path::listed(at));
    let is_ordered = || list().and_then(|list| list.keyword("insertionOrder")?.as_bool()).unwrap_or(true);
    match with_reason(resource_type, at, values) {
        (Effect::Update | Effect::Interruption, _) if !is_ordered() => (Effect::Nothing, ORDER),
        found => found,
    }
}

/// What is said of another order that means nothing.
const ORDER: &str = "the same items in another order";

/// Whether the type may have the property that a path begins with.
fn has(schema: ResourceSchema, at: &Path<'_>) -> bool {
    let root = schema.root();
    at.names().next().is_none_or(|name| {
        root.property(name).is_some() || !matches!(root.additional_properties(), AdditionalProperties::Forbidden)
    })
}

fn of_schema(schema: ResourceSchema, at: &Path<'_>, values: [Option<&Node>; 2]) -> Effect {
    // A listed path may lie inside the changed one.
    let inner = |listed: &str| {
        let rest = path::beyond(listed, at);
        rest.is_some_and(|rest| values.into_iter().flatten().any(|node| updates::reaches(node, &rest)))
    };
    if schema.is_create_only(at) || schema.create_only().any(inner) {
        return Effect::Replace;
    }
    let may_replace = schema.is_conditionally_create_only(at) || schema.conditionally_create_only().any(inner);
    if may_replace { Effect::MayReplace } else { Effect::Update }
}
