//! Which schema an entry of a map is to meet.

use crate::schema::{AdditionalProperties, Pattern, SchemaNode};

/// The schema of an entry of a map, by its name, by a pattern of names, or for all other names.
pub(crate) fn property<'a>(schema: SchemaNode<'a>, name: &str) -> Option<SchemaNode<'a>> {
    if let Some(found) = schema.property(name) {
        return Some(found);
    }
    let takes = |published: &str| Pattern::find(published).and_then(|pattern| pattern.matches(name)) != Some(false);
    if let Some((_, value)) = schema.pattern_properties().find(|(published, _)| takes(published)) {
        return Some(value);
    }
    match schema.additional_properties() {
        AdditionalProperties::Of(value) => Some(value),
        _ => None,
    }
}
