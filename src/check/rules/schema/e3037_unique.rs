//! E3037: a list that repeats an item.

use std::collections::BTreeSet;

use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::Scope;
use crate::template::{Node, Place};

pub(crate) const RULE: Rule = Rule {
    code: "E3037",
    severity: Severity::Error,
    what: "Finds a repeated item in a list whose items, or certain properties of them, must differ.",
    why: "The service refuses it.",
    example: "\"SecurityGroups\": [\"sg-1\", \"sg-1\"], or two attribute definitions of one `AttributeName`.",
    fix: "Remove one of the two.",
    link: TYPES_PAGE,
    kind: RuleKind::Value(run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(items) = subject.node.as_list() else { return Vec::new() };
    let keys: Vec<&str> = subject.schema.unique_keys().collect();
    let repeated = match keys.is_empty() {
        true if !subject.schema.unique_items() => None,
        true => first_repeated(items.iter().map(|item| serde_json::to_string(item).ok())),
        false => first_repeated(items.iter().map(|item| values(subject.scope, item, &keys))),
    };
    let Some(index) = repeated else { return Vec::new() };
    let message = match keys.as_slice() {
        [] => format!("item {index} of `{}` repeats an earlier one, and its items must differ", subject.name),
        keys => {
            let value = items.get(index).and_then(|item| values(subject.scope, item, keys)).unwrap_or_default();
            let value = value.replace('\n', "`, `");
            format!("item {index} of `{}` repeats the `{}` of an earlier one: `{value}`", subject.name, keys.join("` and `"))
        }
    };
    vec![rule.finding(message).at(items.get(index).map_or(Place::Unknown, |item| item.place)).path([index.to_string()])]
}

/// The values of some keys of an item, where all of them are written out.
fn values<'a>(scope: &'a Scope<'a>, item: &'a Node, keys: &[&str]) -> Option<String> {
    let item = scope.literal(item)?;
    let texts: Option<Vec<String>> = keys.iter().map(|key| scope.text(item.get(key)?)).collect();
    texts.map(|texts| texts.join("\n"))
}

fn first_repeated(mut items: impl Iterator<Item = Option<String>>) -> Option<usize> {
    let mut seen = BTreeSet::new();
    items.position(|item| item.is_some_and(|item| !seen.insert(item)))
}
