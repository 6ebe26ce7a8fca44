//! The keywords of the schemas, by number.

/// A keyword. Its number is the bit that says in a node whether it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Keyword(u32);

/// The names of all keywords, sorted: one that is not here cannot be in the archive.
pub(super) const NAMES: [&str; 56] = [
    "$ref",
    "additionalIdentifiers",
    "additionalProperties",
    "allOf",
    "anyOf",
    "cfnRefIdentifier",
    "conditionalCreateOnlyProperties",
    "const",
    "createOnlyProperties",
    "default",
    "definitions",
    "dependencies",
    "dependentExcluded",
    "dependentRequired",
    "deprecatedProperties",
    "description",
    "else",
    "enum",
    "enumCaseInsensitive",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
    "insertionOrder",
    "items",
    "lifecycle",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maxUniqueItems",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "primaryIdentifier",
    "properties",
    "readOnlyProperties",
    "relationshipRefs",
    "replacementStrategy",
    "required",
    "requiredOr",
    "requiredXor",
    "tagging",
    "then",
    "type",
    "typeName",
    "uniqueItems",
    "uniqueKeys",
    "writeOnlyProperties",
];

impl Keyword {
    /// Where a reference leads: beside `$ref`, which says how it is written.
    pub(super) const TARGET: Self = Self(63);

    /// The keyword of that name. In a constant, a name that is none is a mistake that the compiler tells.
    pub(super) const fn of(name: &str) -> Self {
        let mut number = 0;
        while number < NAMES.len() {
            if is_same(NAMES[number].as_bytes(), name.as_bytes()) {
                return Self(number as u32);
            }
            number += 1;
        }
        panic!("there is no such keyword")
    }

    /// The keyword of that name, where there is one.
    pub(super) fn named(name: &str) -> Option<Self> {
        let number = NAMES.binary_search(&name).ok()?;
        u32::try_from(number).ok().map(Self)
    }

    /// The keyword's bit in a node's mask.
    pub(super) const fn bit(self) -> u64 {
        1 << self.0
    }
}

/// A set of keywords: what [`SchemaNode::has_any`] looks for.
///
/// [`SchemaNode::has_any`]: super::SchemaNode::has_any
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keywords(u64);

impl Keywords {
    /// The keywords of these names. In a constant, a name that is none is a mistake that the compiler tells.
    ///
    /// # Panics
    /// When a name is no keyword.
    #[must_use]
    pub const fn of(names: &[&str]) -> Self {
        let (mut bits, mut index) = (0, 0);
        while index < names.len() {
            bits |= Keyword::of(names[index]).bit();
            index += 1;
        }
        Self(bits)
    }

    pub(super) const fn bits(self) -> u64 {
        self.0
    }
}

/// Texts cannot be compared with `==` in a constant.
const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut index = 0;
    while index < one.len() && index < other.len() && one[index] == other[index] {
        index += 1;
    }
    index == one.len() && index == other.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_leaves_room_for_the_target() {
        assert!(NAMES.is_sorted());
        assert!(NAMES.iter().all(|name| Keyword::named(name) == Some(Keyword::of(name))));
        assert!(Keyword::named(NAMES[NAMES.len() - 1]).unwrap().bit() < Keyword::TARGET.bit());
        assert_eq!(Keyword::named("title"), None);
    }
}
