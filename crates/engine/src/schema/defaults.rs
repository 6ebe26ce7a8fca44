//! What a property has where it is not given.

use crate::schema;

const TEXT: &str = include_str!("data/defaults.tsv");

/// What a property has where it is not given, whatever the rest of its resource is.
pub(crate) fn of(resource_type: &str, property: &str) -> Option<String> {
    let listed = rows(resource_type, property).find(|(_, beside)| beside.is_empty());
    listed.map(|(default, _)| default.to_owned()).or_else(|| of_schema(resource_type, property))
}

/// What a property of a type has, and the property beside it, with its values, under which it has that.
pub(crate) fn rows(resource_type: &str, property: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let of_property = move |line: &'static str| line.strip_prefix(resource_type)?.strip_prefix('\t')?.strip_prefix(property);
    TEXT.lines().filter_map(of_property).filter_map(|rest| {
        let rest = rest.strip_prefix('\t')?;
        Some(rest.split_once('\t').unwrap_or((rest, "")))
    })
}

fn of_schema(resource_type: &str, property: &str) -> Option<String> {
    let default = schema::find(resource_type)?.root().at(property)?.default()?;
    let text = default.as_str().map(str::to_owned);
    text.or_else(|| default.as_bool().map(|flag| flag.to_string())).or_else(|| default.as_u64().map(|number| number.to_string()))
}
