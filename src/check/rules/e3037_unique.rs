//! E3037: a list that repeats an item.

use std::collections::BTreeSet;

use crate::check::value::{Subject, TYPES_PAGE};
use crate::check::{Reach, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub const RULE: Rule = Rule {
    code: "E3037",
    severity: Severity::Error,
    what: "Finds a repeated item in a list whose items must differ.",
    why: "The service refuses it.",
    example: "\"SecurityGroups\": [\"sg-1\", \"sg-1\"]",
    fix: "Remove one of the two.",
    link: TYPES_PAGE,
    reach: Reach::Value(run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(items) = subject.node.as_list().filter(|_| subject.schema.unique_items()) else { return Vec::new() };
    let mut seen = BTreeSet::new();
    let repeated = items.iter().enumerate().find(|(_, item)| !seen.insert(serde_json::to_string(item).unwrap_or_default()));
    let Some((index, item)) = repeated else { return Vec::new() };
    let message = format!("item {index} of `{}` repeats an earlier one, and its items must differ", subject.name);
    vec![rule.finding(message).at(item.place).path([index.to_string()])]
}
