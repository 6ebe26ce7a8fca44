//! Properties that come or go with the value that they have anyway.

use super::change::Change;
use super::effect::Effect;
use super::updates;
use crate::schema::defaults::{of, rows};
use crate::template::Node;
use crate::template::path::{Path, Step};

/// Why a replacement is not sure where only one side names a property, with its default.
pub(super) const WHY: &str = "without it the resource has the default, and this is or may be the same";

/// Whether one side has no value, and the other the default, or what may come to it.
pub(super) fn is_named(resource_type: &str, at: &Path<'_>, values: [Option<&Node>; 2]) -> bool {
    let ([Some(given), None] | [None, Some(given)], [Step::Key(property)]) = (values, &at[..]) else { return false };
    let given = given.scalar();
    of(resource_type, property).is_some_and(|default| given.is_none_or(|given| given == default))
}

/// Puts into a change that only one side names a property, and the other one has its default, which may be that of an engine.
pub(super) fn apply(change: &mut Change, resource_type: &str, properties: Option<&Node>) {
    let (values, [Step::Key(property)]) = ([change.before.as_ref(), change.after.as_ref()], &change.path[..]) else { return };
    let ([Some(given), None] | [None, Some(given)], Some(properties)) = (values, properties) else { return };
    let of_engine = || rows(resource_type, property).find(|(_, beside)| is_beside(properties, beside));
    let Some(default) = of_engine().map(|(default, _)| default.to_owned()).or_else(|| of(resource_type, property)) else {
        return;
    };
    let Some(given) = given.scalar() else { return };
    if given != default {
        let default = Node::text(default);
        let filled = values.map(|value| value.or(Some(&default)));
        let row = updates::find(resource_type, &change.path, filled).filter(|_| change.effect == Effect::Update);
        if let Some(row) = row {
            (change.effect, change.why) = row.with_reason(filled);
        }
    } else if !matches!(change.effect, Effect::Nothing | Effect::MayUpdate | Effect::Update | Effect::Unknown) {
        let row = updates::find(resource_type, &change.path, values);
        let is_interrupted = row.is_some_and(|row| row.or_interrupts);
        change.effect = if is_interrupted { Effect::MayInterrupt } else { change.effect.hedged() };
        change.why = WHY;
    }
}

/// Whether a property has one of the values that a row asks for; `*` is any.
fn is_beside(properties: &Node, beside: &str) -> bool {
    let Some((name, values)) = beside.split_once('=') else { return false };
    properties.get(name).is_some_and(|given| updates::is_one_of(given, values) == Some(true))
}
