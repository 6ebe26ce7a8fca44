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
    does: Does,
    /// The reason or the cost, in words for the reader; empty where the effect says all.
    pub(super) why: &'static str,
}

/// What a change of one property does.
pub(super) enum Does {
    /// The effects of certain changes, and that of all others.
    Effects(Vec<Case>, Effect),
    /// A new resource, where this entry of `UpdatePolicy` is not true.
    ReplaceUnless(&'static str),
    /// The update fails.
    Refused,
}

/// The effect of a change from one value to another.
pub(super) struct Case {
    effect: Effect,
    from: Value,
    to: Value,
}

/// A value of a property, as a row writes it.
enum Value {
    /// `*`: whatever it is, also none.
    Any,
    /// `-`: none.
    Absent,
    /// `+`: one.
    Given,
    Text(&'static str),
}

impl Value {
    fn read(text: &'static str) -> Value {
        match text {
            "*" => Value::Any,
            "-" => Value::Absent,
            "+" => Value::Given,
            text => Value::Text(text),
        }
    }

    /// Whether a value is that; nothing where only the deployment knows it.
    fn is(&self, node: Option<&Node>) -> Option<bool> {
        match (self, node) {
            (Value::Any, _) => Some(true),
            (Value::Absent, node) => Some(node.is_none()),
            (Value::Given, node) => Some(node.is_some()),
            (Value::Text(_), None) => Some(false),
            (Value::Text(text), Some(node)) => node.scalar().map(|known| known == *text),
        }
    }
}

impl Case {
    fn read(effect: Effect, text: &'static str) -> Option<Case> {
        let (from, to) = text.split_once('>')?;
        Some(Case { effect, from: Value::read(from), to: Value::read(to) })
    }

    fn applies(&self, [before, after]: [Option<&Node>; 2]) -> Option<bool> {
        Some(self.from.is(before)? && self.to.is(after)?)
    }
}

impl Does {
    /// The effect of a change from one value to another, and whether it is one that the row names.
    fn effect(&self, values: [Option<&Node>; 2]) -> (Effect, bool) {
        let (cases, usual) = match self {
            Does::Effects(cases, usual) => (cases, *usual),
            Does::ReplaceUnless(_) => return (Effect::Replace, true),
            Does::Refused => return (Effect::Update, false),
        };
        // What may apply counts where it is the gravest, and then nobody knows that it replaces.
        let mut possible: Vec<Effect> = Vec::new();
        for case in cases {
            match case.applies(values) {
                Some(true) if possible.is_empty() => return (case.effect, true),
                Some(false) => {}
                Some(true) => return (unsure(&possible, case.effect), true),
                None => possible.push(case.effect),
            }
        }
        (unsure(&possible, usual), !possible.is_empty() || usual != Effect::Update)
    }

    fn read(text: &'static str) -> Option<Does> {
        if let Some(policy) = text.strip_prefix("replace-unless-") {
            return Some(Does::ReplaceUnless(policy));
        }
        if text == "refused" {
            return Some(Does::Refused);
        }
        let mut parts = text.split("; ");
        let usual = effect(parts.next()?)?;
        let mut cases = Vec::new();
        for part in parts {
            let (word, changes) = part.split_once(' ')?;
            for change in changes.split(',') {
                cases.push(Case::read(effect(word)?, change)?);
            }
        }
        Some(Does::Effects(cases, usual))
    }
}

/// The gravest of the effects that there may be.
fn unsure(possible: &[Effect], otherwise: Effect) -> Effect {
    let is_sure = possible.iter().all(|effect| *effect == otherwise);
    match possible.iter().copied().max().map_or(otherwise, |gravest| gravest.max(otherwise)) {
        Effect::Replace if !is_sure => Effect::MayReplace,
        gravest => gravest,
    }
}

fn effect(word: &str) -> Option<Effect> {
    Some(match word {
        "replace" => Effect::Replace,
        "may-replace" => Effect::MayReplace,
        "interruption" => Effect::Interruption,
        "update" => Effect::Update,
        "unknown" => Effect::Unknown,
        _ => return None,
    })
}

impl Row {
    /// The steps of its path.
    pub(super) fn depth(&self) -> usize {
        self.path.split('/').count()
    }

    /// What a change does, with the reason or the cost.
    pub(super) fn with_reason(&self, values: [Option<&Node>; 2]) -> (Effect, &'static str) {
        let (effect, is_named) = self.does.effect(values);
        (effect, if is_named { self.why } else { "" })
    }

    /// Whether the update fails.
    pub(super) fn is_refused(&self) -> bool {
        matches!(self.does, Does::Refused)
    }

    /// The entry of `UpdatePolicy` that makes an update of what would replace the resource.
    pub(super) fn policy(&self) -> Option<&'static str> {
        match self.does {
            Does::ReplaceUnless(policy) => Some(policy),
            _ => None,
        }
    }

    fn replaces(&self) -> bool {
        matches!(&self.does, Does::Effects(cases, Effect::Replace | Effect::MayReplace) if cases.is_empty())
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
        row.replaces()
            && path::beyond(row.path, at).is_some_and(|rest| values.into_iter().flatten().any(|node| reaches(node, &rest)))
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
