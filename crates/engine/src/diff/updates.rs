//! What an update of a property does where its schema does not say it, or says something else: rows with their sources.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::effect::Effect;
use super::processed::{Pair, Processed};
use super::root_volume;
use crate::language::opaque;
use crate::schema::{self, path};
use crate::template::path::Path;
use crate::template::{Node, ResourceEntry, function};

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
    /// What it does where the rest of the resource is so.
    siblings: Vec<Sibling>,
    /// The reason or the cost, in words for the reader; empty where the effect says all.
    pub(super) why: &'static str,
    /// Whether the resource is interrupted where it is not replaced.
    pub(super) or_interrupts: bool,
}

/// What a change of one property does.
pub(super) enum Does {
    /// What certain changes do, and the effect of all others.
    Effects(Vec<Case>, Effect),
    /// A new resource, unless this entry of `UpdatePolicy` is true.
    ReplaceUnless(&'static str),
    /// The update fails.
    Refused,
}

/// What a change does where the rest of the resource is so.
pub(super) struct Sibling {
    /// Nothing where the service refuses the update.
    pub(super) effect: Option<Effect>,
    pub(super) why: &'static str,
    given: Given,
}

/// How the rest of a resource is.
enum Given {
    /// Another property has one of these values, after the change; `*` is any.
    Property(&'static str, &'static str),
    /// An instance has its root volume on EBS, before the change and so after it.
    RootOnEbs,
}

/// What certain changes do: an effect, or nothing where the service refuses them.
pub(super) struct Case {
    effect: Option<Effect>,
    change: Changes,
}

/// Which changes those are.
enum Changes {
    /// From one value to another.
    Between(Value, Value),
    /// To a number that is smaller.
    Smaller,
    /// To a number that is more than so many times the old one, or less than that part of it.
    Times(f64),
    /// To what lies in another VPC.
    OtherVpc,
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
            ANY => Value::Any,
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
    fn read(word: &str, text: &'static str) -> Option<Case> {
        let change = match text {
            "smaller" => Changes::Smaller,
            OTHER_VPC => Changes::OtherVpc,
            text => match text.strip_prefix("times-") {
                Some(times) => Changes::Times(times.parse().ok()?),
                None => text.split_once('>').map(|(from, to)| Changes::Between(Value::read(from), Value::read(to)))?,
            },
        };
        Some(Case { effect: effect_or_refusal(word)?, change })
    }

    /// Whether a change is one of these; nothing where only the deployment knows it.
    fn applies(&self, [before, after]: [Option<&Node>; 2]) -> Option<bool> {
        let numbers = || {
            let [old, new] = [before, after].map(|node| node?.scalar()?.parse::<f64>().ok());
            Some((old?, new?))
        };
        match &self.change {
            Changes::Between(from, to) => Some(from.is(before)? && to.is(after)?),
            Changes::Smaller => numbers().map(|(old, new)| new < old),
            Changes::Times(times) => numbers().map(|(old, new)| new > old * times || new < old / times),
            // No value tells it.
            Changes::OtherVpc => Some(false),
        }
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
        for (case, effect) in cases.iter().filter_map(|case| Some((case, case.effect?))) {
            match case.applies(values) {
                Some(true) if possible.is_empty() => return (effect, true),
                Some(false) => {}
                Some(true) => return (unsure(&possible, effect), true),
                None => possible.push(effect),
            }
        }
        (unsure(&possible, usual), !possible.is_empty() || usual != Effect::Update)
    }

    fn read(text: &'static str) -> Option<Does> {
        if let Some(policy) = text.strip_prefix("replace-unless-") {
            return Some(Does::ReplaceUnless(policy));
        }
        if text == REFUSED {
            return Some(Does::Refused);
        }
        let mut parts = text.split("; ");
        let usual = effect(parts.next()?)?;
        let mut cases = Vec::new();
        for part in parts.filter(|part| !part.contains(IF)) {
            let (word, changes) = part.split_once(' ')?;
            for change in changes.split(',') {
                cases.push(Case::read(word, change)?);
            }
        }
        Some(Does::Effects(cases, usual))
    }
}

/// Any value.
const ANY: &str = "*";

/// What stands before how the rest of the resource is.
const IF: &str = " if ";

impl Sibling {
    fn read(text: &'static str) -> Option<Sibling> {
        let (word, condition) = text.split_once(IF)?;
        let (condition, why) = condition.split_once(": ").unwrap_or((condition, ""));
        let given = match condition {
            ROOT_ON_EBS => Given::RootOnEbs,
            _ => condition.split_once('=').map(|(path, values)| Given::Property(path, values))?,
        };
        Some(Sibling { effect: effect_or_refusal(word)?, why, given })
    }

    /// Whether it is so; nothing where only the deployment knows it.
    fn applies<'a>(&self, sides: [&Processed<'a>; 2], [old, new]: [&ResourceEntry<'a>; 2]) -> Option<bool> {
        let (path, values) = match self.given {
            Given::RootOnEbs => return Some(root_volume::is_on_ebs(sides[0], old)),
            Given::Property(path, values) => (path, values),
        };
        let mut node = sides[1].properties(new.node);
        for step in path.split('/') {
            if node.is_some_and(|node| function::call(node).is_some()) {
                return None;
            }
            node = node.and_then(|node| node.get(step));
        }
        let Some(node) = node else { return Some(false) };
        is_one_of(node, values)
    }
}

/// Whether a value is one of those that a row names, `*` for any; nothing where only the deployment knows it.
pub(super) fn is_one_of(node: &Node, values: &str) -> Option<bool> {
    if values == ANY { Some(true) } else { node.scalar().map(|text| values.split('|').any(|value| value == text)) }
}

/// The gravest of the effects that there may be.
fn unsure(possible: &[Effect], otherwise: Effect) -> Effect {
    let is_sure = possible.iter().all(|effect| *effect == otherwise);
    match possible.iter().copied().max().map_or(otherwise, |gravest| gravest.max(otherwise)) {
        Effect::Replace if !is_sure => Effect::MayReplace,
        Effect::Interruption if !is_sure => Effect::MayInterrupt,
        gravest => gravest,
    }
}

/// An instance of a type that can have its root volume on EBS only.
const ROOT_ON_EBS: &str = "root-on-ebs";

/// What replaces a resource or interrupts it: either way it does not serve for a while.
const OR_INTERRUPTS: &str = "interruption-or-replace";

/// An update that fails.
const REFUSED: &str = "refused";

/// A change to what lies in another VPC.
const OTHER_VPC: &str = "other-vpc";

/// The effect that a word names; of an update that fails there is none.
fn effect_or_refusal(word: &str) -> Option<Option<Effect>> {
    if word == REFUSED { Some(None) } else { effect(word).map(Some) }
}

fn effect(word: &str) -> Option<Effect> {
    Some(match word {
        "replace" => Effect::Replace,
        "may-replace" | OR_INTERRUPTS => Effect::MayReplace,
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

    /// Whether it is about the items of a list.
    pub(super) fn is_of_items(&self) -> bool {
        self.path.ends_with("/*")
    }

    /// What a change does, with the reason or the cost.
    pub(super) fn with_reason(&self, values: [Option<&Node>; 2]) -> (Effect, &'static str) {
        let (effect, is_named) = self.does.effect(values);
        (effect, if is_named { self.why } else { "" })
    }

    /// Whether every update of it fails.
    pub(super) fn is_always_refused(&self) -> bool {
        matches!(self.does, Does::Refused)
    }

    /// Whether the update fails.
    pub(super) fn is_refused(&self, values: [Option<&Node>; 2]) -> bool {
        let mut refused = self.refused();
        self.is_always_refused() || refused.any(|case| case.applies(values) == Some(true))
    }

    /// Whether what is in one VPC cannot go to another one.
    pub(super) fn stays_in_vpc(&self) -> bool {
        self.refused().any(|case| matches!(case.change, Changes::OtherVpc))
    }

    /// What a move to another VPC does, where it is something of its own.
    pub(super) fn in_another_vpc(&self) -> Option<Effect> {
        self.cases().iter().find(|case| matches!(case.change, Changes::OtherVpc))?.effect
    }

    fn cases(&self) -> &[Case] {
        match &self.does {
            Does::Effects(cases, _) => cases,
            _ => &[],
        }
    }

    fn refused(&self) -> impl Iterator<Item = &Case> {
        self.cases().iter().filter(|case| case.effect.is_none())
    }

    /// Why the update fails with what the rest of a resource surely is; nothing where it does not.
    pub(super) fn beside_refused(&self, pair: &Pair<'_>, id: &str) -> Option<&'static str> {
        let [before, after] = [pair.before?, pair.after?];
        let [old, new] = [before.find(id)?, after.find(id)?];
        let is_so = |sides, entries| self.beside(sides, entries).filter(|(one, is_sure)| *is_sure && one.effect.is_none());
        // It must be so before the change as well.
        is_so([before, before], [&old, &old])?;
        is_so([before, after], [&old, &new]).map(|(sibling, _)| sibling.why)
    }

    /// The entry of `UpdatePolicy` that makes an update of what would replace the resource.
    pub(super) fn unless(&self) -> Option<&'static str> {
        match self.does {
            Does::ReplaceUnless(policy) => Some(policy),
            _ => None,
        }
    }

    /// What it does where the rest of the resource is so: the first that fits or may fit, and whether it surely does.
    pub(super) fn beside<'a>(&self, sides: [&Processed<'a>; 2], entries: [&ResourceEntry<'a>; 2]) -> Option<(&Sibling, bool)> {
        let siblings = self.siblings.iter().map(|one| (one, one.applies(sides, entries)));
        let mut fit = siblings.filter(|(_, applies)| *applies != Some(false));
        fit.next().map(|(sibling, applies)| (sibling, applies.is_some()))
    }

    fn replaces(&self) -> bool {
        let is_plain = |cases: &[Case]| cases.iter().all(|case| case.effect.is_none());
        matches!(&self.does, Does::Effects(cases, Effect::Replace | Effect::MayReplace) if is_plain(cases))
    }

    fn read(line: &'static str) -> Option<(&'static str, Row)> {
        let mut fields = line.split('\t');
        let (resource_type, path, does, source) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let unsure = if source == "service-spec" { "the schema and the CDK's data differ" } else { "" };
        let or_interrupts = does.split("; ").next() == Some(OR_INTERRUPTS);
        let siblings: Option<Vec<Sibling>> = does.split("; ").filter(|part| part.contains(IF)).map(Sibling::read).collect();
        let row = Row { path, does: Does::read(does)?, siblings: siblings?, why: fields.next().unwrap_or(unsure), or_interrupts };
        Some((resource_type, row))
    }
}

fn lines() -> impl Iterator<Item = &'static str> {
    TEXT.lines().filter(|line| !line.starts_with('#'))
}

/// The row that a changed value falls under. What replaces the resource does so too where it lies inside the value.
pub(super) fn find(resource_type: &str, at: &Path<'_>, values: [Option<&Node>; 2]) -> Option<&'static Row> {
    // What holds of one custom resource holds of all, whatever they are called.
    let rows = ROWS.get(if schema::is_custom(resource_type) { "AWS::CloudFormation::CustomResource" } else { resource_type })?;
    let inner = |row: &&Row| {
        row.replaces()
            && path::beyond(row.path, at).is_some_and(|rest| values.into_iter().flatten().any(|node| reaches(node, &rest)))
    };
    // What is said of a part counts for it, not what is said of the whole; what is said of an item, not for what is in it.
    let is_within_item = |row: &Row| row.is_of_items() && at.len() > row.depth();
    let own = rows.iter().filter(|row| path::lies_in(at, row.path) && !is_within_item(row)).max_by_key(|row| row.depth());
    own.or_else(|| rows.iter().find(inner))
}

/// Whether a value has something at the end of a listed path, or may have: what a macro makes can hold anything.
pub(super) fn reaches(node: &Node, steps: &[&str]) -> bool {
    match steps {
        [] => true,
        _ if node.as_map().is_some_and(opaque::is_made) => true,
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
            let is_known = |sibling: &Sibling| match sibling.given {
                Given::Property(path, _) => schema.root().at(path).is_some(),
                Given::RootOnEbs => resource_type == "AWS::EC2::Instance",
            };
            let of_siblings = || row.siblings.iter().all(is_known);
            assert!(of_siblings(), "no property beside it: {line}");
        }
    }
}
