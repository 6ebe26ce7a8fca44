//! What an update of a property does where its schema does not say it, or says something else: rows with their sources.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::effect::Effect;
use crate::schema::path;
use crate::template::Node;
use crate::template::path::Path;

/// The rows, and what they mean, are described where they stand.
const TEXT: &str = include_str!("data/updates.tsv");

static ROWS: LazyLock<BTreeMap<&str, Vec<Row>>> = LazyLock::new(|| {
    let mut rows: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    for (resource_type, row) in lines().filter_map(Row::read) {
        rows.entry(resource_type).or_default().push(row);
    }
    rows
});

/// What one property does.
pub(super) struct Row {
    path: &'static str,
    pub(super) does: Does,
    /// The reason or the cost, in words for the reader; empty where the effect says all.
    pub(super) why: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Does {
    Always(Effect),
    /// Only of a value that was there and is there.
    OfChanged(Effect),
    /// A new resource, where this entry of `UpdatePolicy` is not true.
    ReplaceUnless(&'static str),
    /// The update fails.
    Refused,
}

impl Does {
    /// The effect of a change from one value to another.
    pub(super) fn effect(self, values: [Option<&Node>; 2]) -> Effect {
        match self {
            Does::Always(effect) => effect,
            Does::OfChanged(effect) if values.iter().all(Option::is_some) => effect,
            Does::OfChanged(_) | Does::Refused => Effect::Update,
            Does::ReplaceUnless(_) => Effect::Replace,
        }
    }

    fn read(word: &'static str) -> Option<Does> {
        Some(match word {
            "replace" => Does::Always(Effect::Replace),
            "may-replace" => Does::Always(Effect::MayReplace),
            "interruption" => Does::Always(Effect::Interruption),
            "update" => Does::Always(Effect::Update),
            "unknown" => Does::Always(Effect::Unknown),
            "interruption-of-changed" => Does::OfChanged(Effect::Interruption),
            "refused" => Does::Refused,
            _ => Does::ReplaceUnless(word.strip_prefix("replace-unless-")?),
        })
    }
}

impl Row {
    /// The steps of its path.
    pub(super) fn depth(&self) -> usize {
        self.path.split('/').count()
    }

    /// Whether the update fails.
    pub(super) fn is_refused(&self) -> bool {
        self.does == Does::Refused
    }

    /// Whether the update policy of a resource makes an update of what would replace it.
    pub(super) fn is_allowed(&self, resource: &Node) -> bool {
        let Does::ReplaceUnless(policy) = self.does else { return false };
        resource.at_path(&["UpdatePolicy", policy]).and_then(Node::scalar).is_some_and(|value| value == "true")
    }

    fn read(line: &'static str) -> Option<(&'static str, Row)> {
        let mut fields = line.split('\t');
        let (resource_type, path, does, source) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let unsure = if source == "service-spec" { "the schema and the CDK's data differ" } else { "" };
        let row = Row { path, does: Does::read(does)?, why: fields.next().unwrap_or(unsure) };
        Some((resource_type, row))
    }
}

fn lines() -> impl Iterator<Item = &'static str> {
    TEXT.lines().filter(|line| !line.starts_with('#'))
}

/// The row that a changed value falls under. What replaces the resource does so too where it lies inside the value.
pub(super) fn find(resource_type: &str, at: &Path<'_>, values: [Option<&Node>; 2]) -> Option<&'static Row> {
    let rows = ROWS.get(resource_type)?;
    let inner = |row: &&Row| {
        let is_new = matches!(row.does, Does::Always(Effect::Replace | Effect::MayReplace));
        is_new && path::beyond(row.path, at).is_some_and(|rest| values.into_iter().flatten().any(|node| reaches(node, &rest)))
    };
    rows.iter().find(|row| path::lies_in(at, row.path)).or_else(|| rows.iter().find(inner))
}

/// Whether a value has something at the end of a listed path.
pub(super) fn reaches(node: &Node, steps: &[&str]) -> bool {
    match steps {
        [] => true,
        ["*", rest @ ..] => node.as_list().is_some_and(|items| items.iter().any(|item| reaches(item, rest))),
        [key, rest @ ..] => node.get(key).is_some_and(|inner| reaches(inner, rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;

    #[test]
    fn every_row_is_read_and_names_a_property() {
        let mut last = ("", "");
        for line in lines() {
            let (resource_type, row) = Row::read(line).unwrap_or_else(|| panic!("no row: {line}"));
            assert!(last < (resource_type, row.path), "not sorted: {line}");
            last = (resource_type, row.path);
            let schema = schema::find(resource_type).unwrap_or_else(|| panic!("no type: {line}"));
            assert!(schema.root().at(row.path).is_some(), "no property: {line}");
        }
    }
}
