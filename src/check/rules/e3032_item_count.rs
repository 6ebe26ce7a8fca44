//! E3032: a list with too few or too many items.

use crate::check::sight::{self, Sight};
use crate::check::value::{Subject, TYPES_PAGE};
use crate::check::{Reach, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub const RULE: Rule = Rule {
    code: "E3032",
    severity: Severity::Error,
    what: "Finds a list whose number of items is outside what its property takes.",
    why: "The service refuses it.",
    example: "A task definition with eleven `Secrets` where ten are taken.",
    fix: "Add or remove items.",
    link: TYPES_PAGE,
    reach: Reach::Value(run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(items) = subject.node.as_list() else { return Vec::new() };
    // An item that is an expression may turn out to be nothing.
    let certain = items.iter().all(|item| !sight::look(subject.template, item).contains(&Sight::Absent));
    let count = items.len() as u64;
    let few = subject.schema.min_items().filter(|least| count < *least);
    let many = subject.schema.max_items().filter(|most| certain && count > *most);
    let message = match (few, many) {
        (Some(least), _) => format!("`{}` takes at least {least} items, and this list has {count}", subject.name),
        (_, Some(most)) => format!("`{}` takes at most {most} items, and this list has {count}", subject.name),
        _ => return Vec::new(),
    };
    vec![rule.finding(message)]
}
