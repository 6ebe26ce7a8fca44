//! Attributes that get another value though their resource stays.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::change::ResourceChange;
use crate::template::path::Step;

/// The rows are described where they stand.
const TEXT: &str = include_str!("data/attributes.tsv");

/// The type, the property whose change brings it about, and the attribute.
static ROWS: LazyLock<Vec<[&str; 3]>> = LazyLock::new(|| {
    let rows = TEXT.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('\t');
        Some([fields.next()?, fields.next()?, fields.next()?])
    });
    rows.collect()
});

/// The attributes of a resource that its changes give another value, and whether they surely do.
pub(super) fn that_change(resource: &ResourceChange) -> BTreeMap<&'static str, bool> {
    let mut found = BTreeMap::new();
    for [_, property, attribute] in ROWS.iter().filter(|[resource_type, ..]| *resource_type == resource.resource_type) {
        for change in resource.changes.iter().filter(|change| change.path.first().and_then(Step::key) == Some(*property)) {
            *found.entry(*attribute).or_default() |= !change.may_be_equal;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;

    #[test]
    fn every_row_names_a_property_and_an_attribute() {
        let mut last = ["", "", ""];
        for row in ROWS.iter().copied() {
            let [resource_type, property, attribute] = row;
            assert!(last < row, "not sorted: {row:?}");
            last = row;
            let schema = schema::find(resource_type).unwrap_or_else(|| panic!("no type: {row:?}"));
            assert!(schema.root().at(property).is_some(), "no property: {row:?}");
            assert!(schema.attribute(attribute).is_some(), "no attribute: {row:?}");
        }
    }
}
