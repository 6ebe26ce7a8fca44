//! Properties that come or go with the value that they have anyway.

use crate::schema;
use crate::template::Node;
use crate::template::path::{Path, Step};

const TEXT: &str = include_str!("data/defaults.tsv");

/// Why a replacement is not sure where only one side names a property, with its default.
pub(super) const WHY: &str = "without it the resource has the default, and this is or may be the same";

/// Whether one side has no value, and the other the default, or what may come to it.
pub(super) fn is_named(resource_type: &str, at: &Path<'_>, values: [Option<&Node>; 2]) -> bool {
    let ([Some(given), None] | [None, Some(given)], [Step::Key(property)]) = (values, &at[..]) else { return false };
    let given = given.scalar();
    of(resource_type, property).is_some_and(|default| given.is_none_or(|given| given == default))
}

/// What a property has where it is not given.
pub(super) fn of(resource_type: &str, property: &str) -> Option<String> {
    let mut rows = TEXT.lines().filter_map(|line| line.strip_prefix(resource_type)?.strip_prefix('\t')?.split_once('\t'));
    let listed = rows.find(|(name, _)| *name == property);
    listed.map(|(_, default)| default.to_owned()).or_else(|| of_schema(resource_type, property))
}

fn of_schema(resource_type: &str, property: &str) -> Option<String> {
    let default = schema::find(resource_type)?.root().at(property)?.default()?;
    let text = default.as_str().map(str::to_owned);
    text.or_else(|| default.as_bool().map(|flag| flag.to_string())).or_else(|| default.as_u64().map(|number| number.to_string()))
}
