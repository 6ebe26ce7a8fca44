//! One schema inside a resource's schema: a property, an item, an alternative.

use std::fmt;

use super::keyword::{Keyword, Keywords};
use super::kinds::{self, JsonType};
use super::literal::{Literal, Literals};
use super::relations::Relation;
use super::table::{Table, Word};

/// A reference leads to a definition, which may be a reference itself; longer chains than this are cycles.
const MOST_REFERENCES: usize = 16;

/// What keys an object may have beside those that are named.
#[derive(Clone, Copy, Debug)]
pub enum AdditionalProperties<'a> {
    /// None.
    Forbidden,
    /// Any, with any value.
    Any,
    /// Any, with values of this schema.
    Of(SchemaNode<'a>),
}

/// A schema inside the schema of a resource type. It is a pointer and two numbers: copy it.
///
/// Every accessor looks at the node's own keywords first and then at those of the definition that its `$ref` names, so a
/// caller need not care where a fact is written.
#[derive(Clone, Copy)]
pub struct SchemaNode<'a> {
    table: &'a Table<'a>,
    word: Word,
    /// The keywords that are here or where the references lead: most that are asked for are not.
    all: u64,
}

impl<'a> SchemaNode<'a> {
    pub(super) fn new(table: &'a Table<'a>, word: Word) -> Self {
        let (mut all, mut end) = (0, word);
        for _ in 0..=MOST_REFERENCES {
            let mask = table.mask(end);
            all |= mask;
            match table.keyword(end, mask, Keyword::TARGET) {
                Some(next) => end = next,
                None => break,
            }
        }
        Self { table, word, all }
    }

    /// This node as it is written, references unresolved.
    #[must_use]
    pub fn raw(self) -> Literal<'a> {
        Literal::new(self.table, self.word)
    }

    /// The name of the definition that this node refers to: `Tag` for `#/definitions/Tag`.
    #[must_use]
    pub fn definition_name(self) -> Option<&'a str> {
        self.own(const { Keyword::of("$ref") })?.as_str()?.strip_prefix("#/definitions/")
    }

    /// The node that the references of this one lead to: itself when it has none.
    #[must_use]
    pub fn resolved(self) -> Self {
        let mut node = self;
        for _ in 0..MOST_REFERENCES {
            match node.own(Keyword::TARGET) {
                Some(next) => node = node.with(next),
                None => break,
            }
        }
        node
    }

    /// The value of a keyword, here or where the references lead. Those that have an accessor of their own are found faster by it.
    #[must_use]
    pub fn keyword(self, name: &str) -> Option<Literal<'a>> {
        self.find(Keyword::named(name)?)
    }

    /// Whether no value meets it: the schema is `false`.
    #[must_use]
    #[inline]
    pub fn is_never(self) -> bool {
        self.raw().as_bool() == Some(false)
    }

    /// Whether one of these keywords is here or where the references lead.
    #[must_use]
    #[inline]
    pub fn has_any(self, keywords: Keywords) -> bool {
        self.all & keywords.bits() != 0
    }

    /// The value of a keyword, here or where the references lead.
    #[inline]
    pub(super) fn find(self, keyword: Keyword) -> Option<Literal<'a>> {
        if self.all & keyword.bit() == 0 { None } else { self.follow(keyword) }
    }

    fn follow(self, keyword: Keyword) -> Option<Literal<'a>> {
        let mut word = self.word;
        for _ in 0..=MOST_REFERENCES {
            let mask = self.table.mask(word);
            if let Some(found) = self.table.keyword(word, mask, keyword) {
                return Some(Literal::new(self.table, found));
            }
            word = self.table.keyword(word, mask, Keyword::TARGET)?;
        }
        None
    }

    /// The value of a keyword of this node itself.
    fn own(self, keyword: Keyword) -> Option<Literal<'a>> {
        if self.all & keyword.bit() == 0 {
            return None;
        }
        let found = self.table.keyword(self.word, self.table.mask(self.word), keyword)?;
        Some(Literal::new(self.table, found))
    }

    fn with(self, schema: Literal<'a>) -> Self {
        Self::new(self.table, schema.word())
    }
}

impl fmt::Debug for SchemaNode<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw().fmt(f)
    }
}

/// Types and values.
impl<'a> SchemaNode<'a> {
    /// The types a value may have; none when any is allowed or only alternatives (`oneOf` …) say.
    pub fn types(self) -> impl Iterator<Item = JsonType> + use<> {
        kinds::types(self.held_types())
    }

    /// Whether a value may have this type according to `type`.
    #[must_use]
    pub fn is(self, json_type: JsonType) -> bool {
        kinds::contains(self.held_types(), json_type)
    }

    fn held_types(self) -> u32 {
        self.find(const { Keyword::of("type") }).map_or(0, |types| types.word().held())
    }

    /// The only values allowed; empty when the set is open.
    #[must_use]
    pub fn enum_values(self) -> Literals<'a> {
        self.list(const { Keyword::of("enum") })
    }

    /// The only texts allowed, whatever their case; empty when the set is open.
    #[must_use]
    pub fn enum_case_insensitive(self) -> Literals<'a> {
        self.list(const { Keyword::of("enumCaseInsensitive") })
    }

    /// The one value allowed.
    #[must_use]
    pub fn constant(self) -> Option<Literal<'a>> {
        self.find(const { Keyword::of("const") })
    }

    /// The value that AWS takes when none is given.
    #[must_use]
    pub fn default(self) -> Option<Literal<'a>> {
        self.find(const { Keyword::of("default") })
    }

    /// The least number allowed.
    #[must_use]
    pub fn minimum(self) -> Option<f64> {
        self.find(const { Keyword::of("minimum") })?.as_f64()
    }

    /// The greatest number allowed.
    #[must_use]
    pub fn maximum(self) -> Option<f64> {
        self.find(const { Keyword::of("maximum") })?.as_f64()
    }

    /// The number that a value must lie above.
    #[must_use]
    pub fn exclusive_minimum(self) -> Option<f64> {
        self.find(const { Keyword::of("exclusiveMinimum") })?.as_f64()
    }

    /// The number that a value must lie below.
    #[must_use]
    pub fn exclusive_maximum(self) -> Option<f64> {
        self.find(const { Keyword::of("exclusiveMaximum") })?.as_f64()
    }

    /// The number that a value must be a multiple of.
    #[must_use]
    pub fn multiple_of(self) -> Option<f64> {
        self.find(const { Keyword::of("multipleOf") })?.as_f64()
    }

    /// The least number of characters.
    #[must_use]
    pub fn min_length(self) -> Option<u64> {
        self.size(const { Keyword::of("minLength") })
    }

    /// The greatest number of characters.
    #[must_use]
    pub fn max_length(self) -> Option<u64> {
        self.size(const { Keyword::of("maxLength") })
    }

    /// The regular expression that a text must contain a match of.
    #[must_use]
    pub fn pattern(self) -> Option<&'a str> {
        self.find(const { Keyword::of("pattern") })?.as_str()
    }

    /// What a schema says for itself: the way out, of those that are written here.
    #[must_use]
    pub fn description(self) -> Option<&'a str> {
        self.find(const { Keyword::of("description") })?.as_str()
    }

    /// What a text denotes: `AWS::EC2::VPC.Id`, or a form such as `date-time`.
    #[must_use]
    pub fn format(self) -> Option<&'a str> {
        self.find(const { Keyword::of("format") })?.as_str()
    }

    /// The properties of resources that a value may be taken from. A list carries them on its items.
    #[must_use]
    pub fn relations(self) -> Vec<Relation<'a>> {
        self.list(const { Keyword::of("relationshipRefs") }).iter().filter_map(Relation::read).collect()
    }

    fn size(self, keyword: Keyword) -> Option<u64> {
        self.find(keyword)?.as_u64()
    }

    fn list(self, keyword: Keyword) -> Literals<'a> {
        self.find(keyword).map_or(Literals::none(self.table), Literal::items)
    }

    fn texts(self, keyword: Keyword) -> impl Iterator<Item = &'a str> + use<'a> {
        self.list(keyword).texts()
    }
}

/// Objects.
impl<'a> SchemaNode<'a> {
    /// The named properties, by name.
    pub fn properties(self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        self.map(const { Keyword::of("properties") })
    }

    /// A named property.
    #[must_use]
    pub fn property(self, name: &str) -> Option<Self> {
        self.find(const { Keyword::of("properties") })?.get(name).map(|schema| self.with(schema))
    }

    /// The values of keys that match a regular expression: `(expression, schema)`.
    pub fn pattern_properties(self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        self.map(const { Keyword::of("patternProperties") })
    }

    /// What keys are allowed beside those named and those that match a pattern.
    #[must_use]
    pub fn additional_properties(self) -> AdditionalProperties<'a> {
        match self.find(const { Keyword::of("additionalProperties") }) {
            Some(literal) if literal.as_bool() == Some(false) => AdditionalProperties::Forbidden,
            Some(literal) if literal.is_schema() => AdditionalProperties::Of(self.with(literal)),
            _ => AdditionalProperties::Any,
        }
    }

    /// The properties that must be given.
    pub fn required(self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.texts(const { Keyword::of("required") })
    }

    /// Whether a property must be given.
    #[must_use]
    pub fn is_required(self, property: &str) -> bool {
        self.required().any(|required| required == property)
    }

    /// The properties of which exactly one must be given.
    pub fn required_xor(self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.texts(const { Keyword::of("requiredXor") })
    }

    /// The properties of which at least one must be given.
    pub fn required_or(self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.texts(const { Keyword::of("requiredOr") })
    }

    /// For a property: those that must be given beside it.
    pub fn dependent_required(self) -> impl Iterator<Item = (&'a str, Vec<&'a str>)> + use<'a> {
        self.dependents(const { Keyword::of("dependentRequired") }).chain(self.dependents(const { Keyword::of("dependencies") }))
    }

    /// For a property: the schema that what it stands in must meet because of it.
    pub fn dependent_schemas(self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let map = self.find(const { Keyword::of("dependencies") }).into_iter().flat_map(Literal::entries);
        map.filter(|(_, schema)| schema.is_schema()).map(move |(name, schema)| (name, self.with(schema)))
    }

    /// For a property: those that must not be given beside it.
    pub fn dependent_excluded(self) -> impl Iterator<Item = (&'a str, Vec<&'a str>)> + use<'a> {
        self.dependents(const { Keyword::of("dependentExcluded") })
    }

    /// The least number of keys.
    #[must_use]
    pub fn min_properties(self) -> Option<u64> {
        self.size(const { Keyword::of("minProperties") })
    }

    /// The greatest number of keys.
    #[must_use]
    pub fn max_properties(self) -> Option<u64> {
        self.size(const { Keyword::of("maxProperties") })
    }

    /// The definitions of the schema of a type, by name.
    pub(super) fn definitions(self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        self.map(const { Keyword::of("definitions") })
    }

    /// The definition of that name.
    pub(super) fn definition(self, name: &str) -> Option<Self> {
        self.find(const { Keyword::of("definitions") })?.get(name).map(|schema| self.with(schema))
    }

    fn map(self, keyword: Keyword) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let map = self.find(keyword).into_iter().flat_map(Literal::entries);
        map.map(move |(name, schema)| (name, self.with(schema)))
    }

    fn dependents(self, keyword: Keyword) -> impl Iterator<Item = (&'a str, Vec<&'a str>)> + use<'a> {
        let map = self.find(keyword).into_iter().flat_map(Literal::entries);
        map.filter(|(_, others)| others.is_list()).map(|(name, others)| (name, others.items().texts().collect()))
    }
}

/// Lists.
impl<'a> SchemaNode<'a> {
    /// The schema of every item.
    #[must_use]
    pub fn items(self) -> Option<Self> {
        self.find(const { Keyword::of("items") }).map(|items| self.with(items))
    }

    /// The schemas of the first items, in order.
    pub fn prefix_items(self) -> impl Iterator<Item = Self> + use<'a> {
        self.nodes(const { Keyword::of("prefixItems") })
    }

    /// The least number of items.
    #[must_use]
    pub fn min_items(self) -> Option<u64> {
        self.size(const { Keyword::of("minItems") })
    }

    /// The greatest number of items.
    #[must_use]
    pub fn max_items(self) -> Option<u64> {
        self.size(const { Keyword::of("maxItems") })
    }

    /// The greatest number of different items.
    #[must_use]
    pub fn max_unique_items(self) -> Option<u64> {
        self.size(const { Keyword::of("maxUniqueItems") })
    }

    /// Whether no two items may be equal.
    #[must_use]
    pub fn unique_items(self) -> bool {
        self.find(const { Keyword::of("uniqueItems") }).and_then(Literal::as_bool).unwrap_or(false)
    }

    /// The properties in which no two items may be equal.
    pub fn unique_keys(self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.texts(const { Keyword::of("uniqueKeys") })
    }

    fn nodes(self, keyword: Keyword) -> impl Iterator<Item = Self> + use<'a> {
        self.list(keyword).iter().map(move |value| self.with(value))
    }
}

/// Alternatives and conditions.
impl<'a> SchemaNode<'a> {
    /// The schemas of which exactly one must hold.
    pub fn one_of(self) -> impl Iterator<Item = Self> + use<'a> {
        self.nodes(const { Keyword::of("oneOf") })
    }

    /// The schemas of which at least one must hold.
    pub fn any_of(self) -> impl Iterator<Item = Self> + use<'a> {
        self.nodes(const { Keyword::of("anyOf") })
    }

    /// The schemas that must all hold.
    pub fn all_of(self) -> impl Iterator<Item = Self> + use<'a> {
        self.nodes(const { Keyword::of("allOf") })
    }

    /// The schema of a keyword that holds one: `not`, `if`, `then`, `else`.
    #[must_use]
    #[inline]
    pub fn schema(self, keyword: &str) -> Option<Self> {
        // Written out, so that nothing is searched where the keyword is known to the compiler.
        let keyword = match keyword {
            "not" => const { Keyword::of("not") },
            "if" => const { Keyword::of("if") },
            "then" => const { Keyword::of("then") },
            "else" => const { Keyword::of("else") },
            other => Keyword::named(other)?,
        };
        self.find(keyword).map(|schema| self.with(schema))
    }

    /// The node that a path leads to: `LoadBalancers/*/TargetGroupArn`. `*` or a number is an item of a list or a value of
    /// a map. Alternatives are searched too.
    #[must_use]
    pub fn at(self, path: &str) -> Option<Self> {
        if path.is_empty() { Some(self) } else { self.walk(path, MOST_REFERENCES) }
    }

    fn walk(self, path: &str, depth: usize) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        let (step, rest) = path.split_once('/').map_or((path, None), |(step, rest)| (step, Some(rest)));
        let next = self.property(step).or_else(|| super::path::is_item(step).then(|| self.any_item()).flatten());
        let found = match (next, rest) {
            (Some(next), Some(rest)) => next.walk(rest, MOST_REFERENCES),
            (next, None) => next,
            (None, _) => None,
        };
        found.or_else(|| self.one_of().chain(self.any_of()).chain(self.all_of()).find_map(|node| node.walk(path, depth)))
    }

    /// The schema of an item of a list, or of a value of a map.
    fn any_item(self) -> Option<Self> {
        self.items().or_else(|| self.map_value())
    }

    /// The schema of the values of a map with free keys.
    #[must_use]
    pub fn map_value(self) -> Option<Self> {
        let by_pattern = self.pattern_properties().next().map(|(_, node)| node);
        by_pattern.or_else(|| match self.additional_properties() {
            AdditionalProperties::Of(node) => Some(node),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::of_json as root;
    use serde_json::json;

    #[test]
    fn keywords_are_seen_through_references() {
        let root = root(json!({
            "properties": {"A": {"$ref": "#/definitions/B", "format": "AWS::EC2::VPC.Id"}},
            "definitions": {"B": {"$ref": "#/definitions/C"}, "C": {"type": ["string", "object"], "maxLength": 7}}
        }));
        let node = root.property("A").unwrap();
        assert_eq!(node.definition_name(), Some("B"));
        assert_eq!(node.format(), Some("AWS::EC2::VPC.Id"));
        assert_eq!(node.max_length(), Some(7));
        assert_eq!(node.types().collect::<Vec<_>>(), [JsonType::String, JsonType::Object]);
        assert_eq!(node.resolved().max_length(), Some(7));
        assert!(node.keyword("maxLength").is_some_and(|length| length.as_f64() == Some(7.0)));
        assert!(node.keyword("novelty").is_none());
        assert!(node.has_any(Keywords::of(&["minLength", "maxLength"])) && !node.has_any(Keywords::of(&["enum"])));
    }

    #[test]
    fn a_cycle_ends() {
        let node = root(json!({"properties": {"A": {"$ref": "#/properties/A"}}})).property("A").unwrap();
        assert_eq!(node.format(), None);
        assert!(node.at("X/Y").is_none());
        assert_eq!(node.resolved().definition_name(), None);
    }
}
