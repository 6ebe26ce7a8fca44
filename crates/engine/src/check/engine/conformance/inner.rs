//! Which schemas what stands in a value is to meet.

use crate::schema::{AdditionalProperties, Pattern, SchemaNode};

/// `properties`, `patternProperties`, `additionalProperties`: the schema of an entry of a map.
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

/// `items`, `prefixItems`: for each item of a list the schema of all items, and that of the item at this position.
pub(crate) fn items<'a>(schema: SchemaNode<'a>) -> impl Iterator<Item = (Option<SchemaNode<'a>>, Option<SchemaNode<'a>>)> {
    let (every, mut first) = (schema.items(), schema.prefix_items());
    std::iter::repeat_with(move || (every, first.next()))
}
