//! E3018: a value that is none of several alternatives, or more than one of them.

use crate::check::engine::conformance::{Detail, conforms};
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::check::rules::schema::alternatives;
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::{Keywords, SchemaNode};

pub(crate) const RULE: Rule = Rule {
    code: "E3018",
    severity: Severity::Error,
    what: "Finds a value that matches none, or more than one, of the alternatives of which its schema allows exactly one (`oneOf`).",
    why: "CloudFormation refuses the resource.",
    example: "An event source of a pipe beside another of its kind.",
    fix: "use one of the alternatives that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Value(Values::With(Keywords::of(&["oneOf"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let branches: Vec<SchemaNode<'_>> = subject.schema.one_of().collect();
    if let Some(finding) = alternatives::none_fits(rule, subject, &branches) {
        return vec![finding];
    }
    let sure = branches.iter().filter(|branch| conforms(&subject.with(**branch), Detail::All).is_yes());
    // Alternatives that say no more than what must be given are told apart by that; others may overlap where nothing is wrong.
    let plain = sure.filter(|branch| branch.required().next().is_some() && branch.properties().next().is_none());
    let required: Vec<String> = plain.filter_map(|branch| alternatives::describe(*branch)).collect();
    match required.as_slice() {
        [] | [_] => Vec::new(),
        several => vec![rule.finding(format!("{} allows only one of {}", subject.owner(), several.join(", ")))],
    }
}
