//! Whether a value meets a schema, as far as that is sure; and what follows from the alternatives of a schema.

use super::entry::property;
use super::literal;
use crate::language::{Scope, Value, reference, resolve};
use crate::schema::{AdditionalProperties, Pattern, SchemaNode};
use crate::template::{Content, Map, Node};

/// Whether a value meets a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// It surely does not.
    No,
    /// Only the deployment knows, or it is not judged here.
    Unknown,
    /// It surely does.
    Yes,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Types, keys and closed sets: what tells one alternative from another.
    SectionSchema,
    /// Lengths, ranges and patterns too.
    Values,
}

/// How far a value is opened. What tells alternatives apart lies near the top; deeper, one value would be judged many times.
const DEEPEST: usize = 2;

/// The keywords that are not judged here: with them a value may be refuted, but not surely meets the schema.
const NOT_JUDGED: [&str; 17] = [
    "dependencies",
    "dependentExcluded",
    "dependentRequired",
    "exclusiveMaximum",
    "format",
    "if",
    "maxProperties",
    "maxUniqueItems",
    "minProperties",
    "multipleOf",
    "patternProperties",
    "prefixItems",
    "relationshipRefs",
    "requiredOr",
    "requiredXor",
    "uniqueItems",
    "uniqueKeys",
];

/// Whether a value meets a schema.
pub(crate) fn fit<'a>(scope: &Scope<'a>, node: &'a Node, schema: SchemaNode<'_>, detail: Detail) -> Fit {
    Judge { scope, detail }.value(node, schema, DEEPEST)
}

/// Whether an entry of a map is there.
pub(crate) fn presence<'a>(scope: &Scope<'a>, map: &'a Map, key: &str) -> Fit {
    let Some(node) = map.get(key) else { return Fit::No };
    if resolve::is_plain(node) {
        return Fit::Yes;
    }
    let cases = scope.cases(node);
    match cases.iter().filter(|case| case.value == Value::Absent).count() {
        0 => Fit::Yes,
        absent if absent == cases.len() => Fit::No,
        _ => Fit::Unknown,
    }
}

struct Judge<'j, 'a> {
    scope: &'j Scope<'a>,
    detail: Detail,
}

impl<'a> Judge<'_, 'a> {
    fn value(&self, node: &'a Node, schema: SchemaNode<'_>, depth: usize) -> Fit {
        if resolve::is_plain(node) {
            return self.literal(node, schema, depth);
        }
        let cases = self.scope.cases(node);
        let fits = cases.iter().map(|case| match case.value {
            Value::Known(node) => self.literal(node, schema, depth),
            Value::Absent | Value::Unknown(_) => Fit::Unknown,
        });
        fits.reduce(|one, other| if one == other { one } else { Fit::Unknown }).unwrap_or(Fit::Unknown)
    }

    fn literal(&self, node: &'a Node, schema: SchemaNode<'_>, depth: usize) -> Fit {
        if !literal::fits_types(node, schema) {
            return Fit::No;
        }
        let own = match &node.content {
            Content::Map(map) => self.map(map, schema, depth),
            Content::List(items) => self.list(items, schema, depth),
            Content::Null => Fit::Unknown,
            Content::Text(_) | Content::Number(_) | Content::Bool(_) => self.scalar(node, schema),
        };
        let judged = if NOT_JUDGED.iter().any(|keyword| schema.keyword(keyword).is_some()) { Fit::Unknown } else { Fit::Yes };
        own.min(judged).min(if own == Fit::No || depth == 0 { Fit::Unknown } else { self.alternatives(node, schema, depth) })
    }

    fn alternatives(&self, node: &'a Node, schema: SchemaNode<'_>, depth: usize) -> Fit {
        let judge = |branch| self.literal(node, branch, depth - 1);
        let all = schema.all_of().map(judge).min().unwrap_or(Fit::Yes);
        let any = schema.any_of().map(judge).max().unwrap_or(Fit::Yes);
        let not = schema.schema("not").map_or(Fit::Yes, |branch| judge(branch).opposite());
        let one: Vec<Fit> = schema.one_of().map(judge).collect();
        let count = |wanted| one.iter().filter(|fit| **fit == wanted).count();
        let one = match (count(Fit::Yes), count(Fit::Unknown)) {
            _ if one.is_empty() => Fit::Yes,
            (1, 0) => Fit::Yes,
            (0, 0) | (2.., _) => Fit::No,
            _ => Fit::Unknown,
        };
        all.min(any).min(not).min(one)
    }

    fn scalar(&self, node: &'a Node, schema: SchemaNode<'_>) -> Fit {
        let Some(text) = node.scalar() else { return Fit::Unknown };
        if !literal::is_in_value_set(&text, schema) {
            return Fit::No;
        }
        let length = text.chars().count() as u64;
        let number = literal::number(node);
        let in_range = schema.min_length().is_none_or(|least| length >= least)
            && schema.max_length().is_none_or(|most| length <= most)
            && number.is_none_or(|number| schema.minimum().is_none_or(|least| number >= least))
            && number.is_none_or(|number| schema.maximum().is_none_or(|most| number <= most));
        let matches = match schema.pattern().map(|pattern| Pattern::find(pattern)?.matches(&text)) {
            None | Some(Some(true)) => Fit::Yes,
            Some(Some(false)) => Fit::No,
            Some(None) => Fit::Unknown,
        };
        match self.detail {
            Detail::Values if in_range => matches,
            Detail::Values => Fit::No,
            Detail::SectionSchema if in_range => matches.max(Fit::Unknown),
            Detail::SectionSchema => Fit::Unknown,
        }
    }

    fn list(&self, items: &'a [Node], schema: SchemaNode<'_>, depth: usize) -> Fit {
        let count = items.len() as u64;
        // Items may turn out to be nothing, so a long list may be shorter, but a short one is no longer.
        if schema.min_items().is_some_and(|least| count < least) {
            return if self.detail == Detail::Values { Fit::No } else { Fit::Unknown };
        }
        let within = if schema.max_items().is_none_or(|most| count <= most) { Fit::Yes } else { Fit::Unknown };
        let Some(item_schema) = schema.items() else { return within };
        let judge = |item| if depth == 0 { Fit::Unknown } else { self.value(item, item_schema, depth - 1) };
        items.iter().map(judge).min().unwrap_or(Fit::Yes).min(within)
    }

    fn map(&self, map: &'a Map, schema: SchemaNode<'_>, depth: usize) -> Fit {
        let mut fit = schema.required().map(|name| presence(self.scope, map, name)).min().unwrap_or(Fit::Yes);
        let is_closed = matches!(schema.additional_properties(), AdditionalProperties::Forbidden)
            && (schema.pattern_properties().next().is_some() || schema.properties().next().is_some());
        for (key, node) in reference::elements(map) {
            let there = presence(self.scope, map, key.as_str());
            let of_entry = match property(schema, key.as_str()) {
                None if is_closed => Fit::No,
                None => Fit::Yes,
                Some(_) if depth == 0 => Fit::Unknown,
                Some(property) => self.value(node, property, depth - 1),
            };
            fit = fit.min(match (there, of_entry) {
                (Fit::No, _) => Fit::Yes,
                (Fit::Unknown, Fit::No) => Fit::Unknown,
                _ => of_entry,
            });
        }
        fit
    }
}

impl Fit {
    fn opposite(self) -> Self {
        match self {
            Fit::No => Fit::Yes,
            Fit::Unknown => Fit::Unknown,
            Fit::Yes => Fit::No,
        }
    }
}

/// Which of several alternatives a value is meant to be.
pub(crate) enum Choice<'s> {
    /// This one: no other is possible.
    One(SchemaNode<'s>),
    /// One of several.
    Several,
    /// None of them.
    None,
}

/// Which of several alternatives a value is meant to be. One that only a length, range or pattern speaks against is meant
/// where all others are of another shape: so the finding says what is wrong with the value.
pub(crate) fn choose<'a, 's>(scope: &Scope<'a>, node: &'a Node, branches: &[SchemaNode<'s>]) -> Choice<'s> {
    for detail in [Detail::Values, Detail::SectionSchema] {
        let mut possible = branches.iter().filter(|branch| fit(scope, node, **branch, detail) != Fit::No);
        match (possible.next(), possible.next()) {
            (Some(only), None) => return Choice::One(*only),
            (Some(_), Some(_)) if detail == Detail::Values => return Choice::Several,
            _ => {}
        }
    }
    Choice::None
}

/// The schemas that a value must meet because of its own schema's alternatives and conditions, beside that schema itself.
pub(crate) fn implied<'a, 's>(scope: &Scope<'a>, node: &'a Node, schema: SchemaNode<'s>) -> Vec<SchemaNode<'s>> {
    let mut implied: Vec<SchemaNode<'s>> = schema.all_of().collect();
    for branches in [schema.one_of().collect::<Vec<_>>(), schema.any_of().collect()] {
        if let (false, Choice::One(only)) = (branches.is_empty(), choose(scope, node, &branches)) {
            implied.push(only);
        }
    }
    if let Some(condition) = schema.schema("if") {
        implied.extend(match fit(scope, node, condition, Detail::Values) {
            Fit::Yes => schema.schema("then"),
            Fit::No => schema.schema("else"),
            Fit::Unknown => None,
        });
    }
    implied
}
