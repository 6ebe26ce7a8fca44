//! Changes outside the resources: those that say what they do in lines of their own, the others by what they are in, as a count.

use indexmap::IndexMap;

use super::value::in_one_line;
use super::words::{self, Words};
use crate::diff::{Change, Effect, StackChange, show};
use crate::template::path::Path;
use crate::template::{Node, counted, listed};

/// The names that are given of elements, and of values in a list or a mapping.
const NAMED: [usize; 2] = [8, 3];
/// The most characters of a value beside its name.
const SHORT: usize = 40;

/// One line, or the lines of one value.
pub(super) enum Outside<'a> {
    /// A change that is shown as those of resources.
    Change(&'a Change),
    /// Changes in one place that are told together.
    Several(String),
}

/// What is told of the changes outside the resources, first what says what it does.
pub(super) fn of<'a>(stack: &'a StackChange, words: &Words) -> Vec<Outside<'a>> {
    let mut told = Vec::new();
    let mut groups: IndexMap<(Path<'static>, Option<&str>), Vec<&Change>> = IndexMap::new();
    for change in stack.others.iter().filter(|change| !words::is_silent(change)) {
        match place(change) {
            Some(place) => groups.entry((place, change.under.as_deref())).or_default().push(change),
            None => told.push(Outside::Change(change)),
        }
    }
    for ((place, under), changes) in groups {
        match changes.as_slice() {
            [only] if !is_element(only) => told.push(Outside::Change(only)),
            _ => told.push(Outside::Several(words::under(together(&place, &changes, words), under))),
        }
    }
    told
}

/// What a change is told with: that of which it is an element, a value of a mapping, or an item. Nothing where it says itself what it does.
fn place(change: &Change) -> Option<Path<'static>> {
    let steps: &[_] = &change.path;
    let is_quiet = change.effect == Effect::Nothing && change.why.is_empty() && change.through.is_none();
    let length = match steps {
        [section, _, _, ..] if section.is_key("Mappings") => 2,
        [section, _, ..] if section.is_key("Conditions") => 1,
        [.., last] if last.is_item() => steps.len() - 1,
        _ if is_element(change) => 1,
        _ => return None,
    };
    is_quiet.then(|| steps[..length].iter().cloned().collect())
}

/// Whether a whole parameter, output, condition or mapping comes or goes.
fn is_element(change: &Change) -> bool {
    let [section, _] = &*change.path else { return false };
    let is_known = ["Parameters", "Outputs", "Conditions", "Mappings"].into_iter().any(|known| section.is_key(known));
    is_known && change.before.is_some() != change.after.is_some()
}

/// `Parameters: 2 added (Stage = "dev", Size), 1 removed (Count)`
fn together(place: &Path<'_>, changes: &[&Change], words: &Words) -> String {
    let [gone, new] = words.one_sided();
    let done = |side: &str| side.strip_suffix(':').map_or_else(|| side.to_owned(), |side| format!("in {side}"));
    // By the index of what was done.
    let kind = |change: &Change| match (&change.before, &change.after) {
        (Some(_), Some(_)) => 0,
        (_, None) => 1,
        (None, Some(_)) => 2,
    };
    let kinds = ["changed".to_owned(), done(&gone), done(&new)];
    let parts = kinds.into_iter().enumerate().filter_map(|(index, done)| {
        let found: Vec<&&Change> = changes.iter().filter(|change| kind(change) == index).collect();
        let first = found.first()?;
        let below = |change: &Change| change.path[place.len()..].iter().cloned().collect::<Path<'_>>().property();
        let names = match done.as_str() {
            // Of many values one says what kind of values they are.
            "changed" => format!("{}: {}", below(first), in_one_line(first, [&gone, &new])),
            _ => listed(
                &found.iter().map(|change| element(change, &below(change))).collect::<Vec<_>>(),
                NAMED[place.len().min(2) - 1],
            ),
        };
        let count = if place.len() > 1 { counted(found.len(), "value") } else { found.len().to_string() };
        Some(format!("{count} {done} ({names})"))
    });
    format!("{}: {}", place.property(), parts.collect::<Vec<_>>().join(", "))
}

/// An element by its name, with its value where that is short: `Stage = "dev"`; an item of a list is its value.
fn element(change: &Change, name: &str) -> String {
    let node = change.after.as_ref().or(change.before.as_ref());
    let said = |node: &Node| if change.is_secret { "(hidden)".to_owned() } else { show::node(node) };
    if change.path.last().is_some_and(|step| step.is_item()) {
        return node.map(said).unwrap_or_default();
    }
    let value = change.after.as_ref().and_then(|node| node.get("Default").or_else(|| node.get("Value"))).map(said);
    match value.filter(|value| value.chars().count() <= SHORT) {
        Some(value) => format!("{name} = {value}"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diff::{Side, compare};
    use crate::template::Template;

    fn told(before: serde_json::Value, after: serde_json::Value) -> Vec<String> {
        let side = |value: serde_json::Value| {
            let template = Template::new(Node::from(value));
            vec![("t".to_owned(), Side::new(template, Default::default()))]
        };
        let comparison = compare(&side(before), &side(after));
        let lines = of(&comparison.stacks[0], &Words::default());
        let text = |line: &Outside| match line {
            Outside::Change(change) => words::name(change),
            Outside::Several(text) => text.clone(),
        };
        lines.iter().map(text).collect()
    }

    #[test]
    fn values_of_a_mapping_and_items_of_a_list_are_counted() {
        let template = |ami: &str, allowed: &[&str]| {
            let regions = ["eu-west-1", "us-east-1", "us-west-2"]
                .map(|region| (region.to_owned(), json!({ "Image": format!("{ami}-{region}") })));
            json!({
                "Mappings": { "Images": regions.into_iter().collect::<serde_json::Map<_, _>>() },
                "Parameters": { "Size": { "Type": "String", "AllowedValues": allowed } }, "Resources": {},
            })
        };
        let expected = [
            "Mappings.Images: 3 values changed (eu-west-1.Image: \"a-eu-west-1\" → \"b-eu-west-1\")",
            "Parameters.Size.AllowedValues: 2 values added (\"l\", \"xl\")",
        ];
        assert_eq!(told(template("a", &["s"]), template("b", &["s", "l", "xl"])), expected);
    }

    #[test]
    fn elements_are_named_and_those_that_ask_for_something_have_their_own_line() {
        let before = json!({
            "Parameters": { "Old": { "Type": "String", "Default": "x" } },
            "Outputs": { "Url": { "Value": "u", "Export": { "Name": "shop-url" } }, "Size": { "Value": 1 } }, "Resources": {},
        });
        let after = json!({
            "Parameters": { "Stage": { "Type": "String", "Default": "dev" }, "Needed": { "Type": "String" } }, "Resources": {},
        });
        let expected = [
            "Parameters.Needed",
            "Outputs.Url",
            "Parameters: 1 removed (Old), 1 added (Stage = \"dev\")",
            "Outputs: 1 removed (Size)",
        ];
        assert_eq!(told(before, after), expected);
    }
}
