//! One schema inside a resource's schema: a property, an item, an alternative.

use serde_json::Value;

use super::relations::Relation;

/// A reference leads to a definition, which may be a reference itself; longer chains than this are cycles.
const MOST_REFERENCES: usize = 16;

/// A JSON type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonType {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    Array,
    /// A map.
    Object,
}

impl JsonType {
    /// The type of that name in JSON Schema.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "string" => Self::String,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }

    /// The name in JSON Schema.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

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

/// A schema inside the schema of a resource type. It is two pointers: copy it.
///
/// Every accessor looks at the node's own keywords first and then at those of the definition that its `$ref` names, so a
/// caller need not care where a fact is written.
#[derive(Clone, Copy, Debug)]
pub struct SchemaNode<'a> {
    value: &'a Value,
    root: &'a Value,
}

impl<'a> SchemaNode<'a> {
    /// The node of `value`, whose references are resolved in `root`.
    #[must_use]
    pub fn new(value: &'a Value, root: &'a Value) -> Self {
        Self { value, root }
    }

    /// The JSON of this node as it is written, references unresolved.
    #[must_use]
    pub fn raw(self) -> &'a Value {
        self.value
    }

    /// The name of the definition that this node refers to: `Tag` for `#/definitions/Tag`.
    #[must_use]
    pub fn definition_name(self) -> Option<&'a str> {
        self.value.get("$ref")?.as_str()?.strip_prefix("#/definitions/")
    }

    /// The node that the references of this one lead to: itself when it has none, or one that leads nowhere.
    #[must_use]
    pub fn resolved(self) -> Self {
        let mut node = self;
        for _ in 0..MOST_REFERENCES {
            match node.follow() {
                Some(next) => node = next,
                None => break,
            }
        }
        node
    }

    /// The value of a keyword, here or where the references lead.
    #[must_use]
    pub fn keyword(self, name: &str) -> Option<&'a Value> {
        let mut node = self;
        for _ in 0..=MOST_REFERENCES {
            if let Some(value) = node.value.get(name) {
                return Some(value);
            }
            node = node.follow()?;
        }
        None
    }

    fn follow(self) -> Option<Self> {
        let pointer = self.value.get("$ref")?.as_str()?.strip_prefix("#/")?;
        // The pointers name definitions, whose names need no unescaping; `Value::pointer` would allocate for each step.
        let target = pointer.split('/').try_fold(self.root, |node, step| node.get(step))?;
        Some(self.with(target))
    }

    fn with(self, value: &'a Value) -> Self {
        Self { value, root: self.root }
    }
}

/// Types and values.
impl<'a> SchemaNode<'a> {
    /// The types a value may have; none when any is allowed or only alternatives (`oneOf` …) say.
    pub fn types(self) -> impl Iterator<Item = JsonType> + use<'a> {
        let (one, many) = match self.keyword("type") {
            Some(Value::String(name)) => (Some(name.as_str()), &[][..]),
            Some(Value::Array(names)) => (None, names.as_slice()),
            _ => (None, &[][..]),
        };
        one.into_iter().chain(many.iter().filter_map(Value::as_str)).filter_map(JsonType::named)
    }

    /// Whether a value may have this type according to `type`.
    #[must_use]
    pub fn is(self, json_type: JsonType) -> bool {
        self.types().any(|found| found == json_type)
    }

    /// The only values allowed; empty when the set is open.
    #[must_use]
    pub fn enum_values(self) -> &'a [Value] {
        self.list("enum")
    }

    /// The only texts allowed, whatever their case; empty when the set is open.
    #[must_use]
    pub fn enum_case_insensitive(self) -> &'a [Value] {
        self.list("enumCaseInsensitive")
    }

    /// The one value allowed.
    #[must_use]
    pub fn constant(self) -> Option<&'a Value> {
        self.keyword("const")
    }

    /// The value that AWS takes when none is given.
    #[must_use]
    pub fn default(self) -> Option<&'a Value> {
        self.keyword("default")
    }

    /// The least number allowed.
    #[must_use]
    pub fn minimum(self) -> Option<f64> {
        self.keyword("minimum")?.as_f64()
    }

    /// The greatest number allowed.
    #[must_use]
    pub fn maximum(self) -> Option<f64> {
        self.keyword("maximum")?.as_f64()
    }

    /// The number that a value must lie below.
    #[must_use]
    pub fn exclusive_maximum(self) -> Option<f64> {
        self.keyword("exclusiveMaximum")?.as_f64()
    }

    /// The number that a value must be a multiple of.
    #[must_use]
    pub fn multiple_of(self) -> Option<f64> {
        self.keyword("multipleOf")?.as_f64()
    }

    /// The least number of characters.
    #[must_use]
    pub fn min_length(self) -> Option<u64> {
        self.size("minLength")
    }

    /// The greatest number of characters.
    #[must_use]
    pub fn max_length(self) -> Option<u64> {
        self.size("maxLength")
    }

    /// The regular expression that a text must contain a match of.
    #[must_use]
    pub fn pattern(self) -> Option<&'a str> {
        self.keyword("pattern")?.as_str()
    }

    /// What a text denotes: `AWS::EC2::VPC.Id`, or a form such as `date-time`.
    #[must_use]
    pub fn format(self) -> Option<&'a str> {
        self.keyword("format")?.as_str()
    }

    /// The properties of resources that a value may be taken from. A list carries them on its items.
    #[must_use]
    pub fn relations(self) -> Vec<Relation<'a>> {
        self.list("relationshipRefs").iter().filter_map(Relation::read).collect()
    }

    fn size(self, keyword: &str) -> Option<u64> {
        self.keyword(keyword)?.as_u64()
    }

    fn list(self, keyword: &str) -> &'a [Value] {
        self.keyword(keyword).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    fn texts(self, keyword: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.list(keyword).iter().filter_map(Value::as_str)
    }
}

/// Objects.
impl<'a> SchemaNode<'a> {
    /// The named properties, by name.
    pub fn properties(self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        self.map("properties")
    }

    /// A named property.
    #[must_use]
    pub fn property(self, name: &str) -> Option<Self> {
        Some(self.with(self.keyword("properties")?.get(name)?))
    }

    /// The values of keys that match a regular expression: `(expression, schema)`.
    pub fn pattern_properties(self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        self.map("patternProperties")
    }

    /// What keys are allowed beside those named and those that match a pattern.
    #[must_use]
    pub fn additional_properties(self) -> AdditionalProperties<'a> {
        match self.keyword("additionalProperties") {
            Some(Value::Bool(false)) => AdditionalProperties::Forbidden,
            Some(schema @ Value::Object(_)) => AdditionalProperties::Of(self.with(schema)),
            _ => AdditionalProperties::Any,
        }
    }

    /// The properties that must be given.
    pub fn required(self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.texts("required")
    }

    /// Whether a property must be given.
    #[must_use]
    pub fn is_required(self, property: &str) -> bool {
        self.required().any(|required| required == property)
    }

    /// The properties of which exactly one must be given.
    pub fn required_xor(self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.texts("requiredXor")
    }

    /// The properties of which at least one must be given.
    pub fn required_or(self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.texts("requiredOr")
    }

    /// For a property: those that must be given beside it.
    pub fn dependent_required(self) -> impl Iterator<Item = (&'a str, Vec<&'a str>)> + use<'a> {
        self.dependents("dependentRequired").chain(self.dependents("dependencies"))
    }

    /// For a property: those that must not be given beside it.
    pub fn dependent_excluded(self) -> impl Iterator<Item = (&'a str, Vec<&'a str>)> + use<'a> {
        self.dependents("dependentExcluded")
    }

    /// The least number of keys.
    #[must_use]
    pub fn min_properties(self) -> Option<u64> {
        self.size("minProperties")
    }

    /// The greatest number of keys.
    #[must_use]
    pub fn max_properties(self) -> Option<u64> {
        self.size("maxProperties")
    }

    fn map(self, keyword: &str) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let map = self.keyword(keyword).and_then(Value::as_object);
        map.into_iter().flatten().map(move |(name, value)| (name.as_str(), self.with(value)))
    }

    fn dependents(self, keyword: &str) -> impl Iterator<Item = (&'a str, Vec<&'a str>)> + use<'a> {
        let map = self.keyword(keyword).and_then(Value::as_object);
        map.into_iter().flatten().filter_map(|(name, others)| {
            let others = others.as_array()?.iter().filter_map(Value::as_str).collect();
            Some((name.as_str(), others))
        })
    }
}

/// Lists.
impl<'a> SchemaNode<'a> {
    /// The schema of every item.
    #[must_use]
    pub fn items(self) -> Option<Self> {
        self.keyword("items").map(|items| self.with(items))
    }

    /// The schemas of the first items, in order.
    pub fn prefix_items(self) -> impl Iterator<Item = Self> + use<'a> {
        self.nodes("prefixItems")
    }

    /// The least number of items.
    #[must_use]
    pub fn min_items(self) -> Option<u64> {
        self.size("minItems")
    }

    /// The greatest number of items.
    #[must_use]
    pub fn max_items(self) -> Option<u64> {
        self.size("maxItems")
    }

    /// The greatest number of different items.
    #[must_use]
    pub fn max_unique_items(self) -> Option<u64> {
        self.size("maxUniqueItems")
    }

    /// Whether no two items may be equal.
    #[must_use]
    pub fn unique_items(self) -> bool {
        self.keyword("uniqueItems").and_then(Value::as_bool).unwrap_or(false)
    }

    /// The properties in which no two items may be equal.
    pub fn unique_keys(self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.texts("uniqueKeys")
    }

    fn nodes(self, keyword: &str) -> impl Iterator<Item = Self> + use<'a> {
        self.list(keyword).iter().map(move |value| self.with(value))
    }
}

/// Alternatives and conditions.
impl<'a> SchemaNode<'a> {
    /// The schemas of which exactly one must hold.
    pub fn one_of(self) -> impl Iterator<Item = Self> + use<'a> {
        self.nodes("oneOf")
    }

    /// The schemas of which at least one must hold.
    pub fn any_of(self) -> impl Iterator<Item = Self> + use<'a> {
        self.nodes("anyOf")
    }

    /// The schemas that must all hold.
    pub fn all_of(self) -> impl Iterator<Item = Self> + use<'a> {
        self.nodes("allOf")
    }

    /// The schema of a keyword that holds one: `not`, `if`, `then`, `else`.
    #[must_use]
    pub fn schema(self, keyword: &str) -> Option<Self> {
        self.keyword(keyword).map(|value| self.with(value))
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
    use serde_json::json;

    #[test]
    fn keywords_are_seen_through_references() {
        let root = json!({
            "properties": {"A": {"$ref": "#/definitions/B", "format": "AWS::EC2::VPC.Id"}},
            "definitions": {"B": {"$ref": "#/definitions/C"}, "C": {"type": ["string", "object"], "maxLength": 7}}
        });
        let node = SchemaNode::new(&root, &root).property("A").unwrap();
        assert_eq!(node.definition_name(), Some("B"));
        assert_eq!(node.format(), Some("AWS::EC2::VPC.Id"));
        assert_eq!(node.max_length(), Some(7));
        assert_eq!(node.types().collect::<Vec<_>>(), [JsonType::String, JsonType::Object]);
        assert_eq!(node.resolved().max_length(), Some(7));
    }

    #[test]
    fn a_cycle_or_a_missing_definition_ends() {
        let root = json!({"definitions": {"A": {"$ref": "#/definitions/A"}, "B": {"$ref": "#/definitions/None"}}});
        let node = |name: &str| SchemaNode::new(&root["definitions"][name], &root);
        assert_eq!(node("A").format(), None);
        assert_eq!(node("A").at("X/Y").map(SchemaNode::raw), None);
        assert_eq!(node("B").resolved().raw(), &root["definitions"]["B"]);
    }
}
