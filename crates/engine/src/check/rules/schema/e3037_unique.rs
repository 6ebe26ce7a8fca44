//! E3037: a list that repeats an item.

use crate::check::engine::conformance::list;
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;
use crate::template::path::Step;

pub(crate) const RULE: Rule = Rule {
    code: "E3037",
    severity: Severity::Error,
    what: "Finds a duplicate item in a list whose items, or certain properties of them, must be unique.",
    why: "The service refuses it.",
    example: "\"SecurityGroups\": [\"sg-00000001\", \"sg-00000001\"], or two attribute definitions of one `AttributeName`.",
    fix: "remove one of the two",
    link: TYPES_PAGE,
    kind: RuleKind::Value(Values::With(Keywords::of(&["uniqueItems", "uniqueKeys"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(repeated) = list::unique(subject).fault() else { return Vec::new() };
    let (index, name) = (repeated.index, subject.name);
    let message = match repeated.keys.as_slice() {
        [] => format!("item {index} of `{name}` repeats an earlier one; its items must be unique"),
        keys => {
            let value = repeated.values.replace('\n', "`, `");
            format!("item {index} of `{name}` repeats the `{}` of an earlier one: `{value}`", keys.join("` and `"))
        }
    };
    vec![rule.finding(message).at(repeated.item.location).path(Step::Index(index))]
}
