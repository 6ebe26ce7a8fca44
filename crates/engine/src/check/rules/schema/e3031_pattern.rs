//! E3031: a text without a match of its pattern.

use crate::check::engine::conformance::scalar;
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values, literal};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E3031",
    severity: Severity::Error,
    what: "Finds a string that does not match the pattern of its property, or the written part of which has a character that none has.",
    why: "CloudFormation or the service refuses it.",
    example: "\"RepositoryName\": \"Backend\"",
    fix: "write a string that matches the pattern",
    link: TYPES_PAGE,
    kind: RuleKind::Text(Values::With(Keywords::of(&["pattern"])), run),
};

/// How much of a text and of an expression a message shows.
const SHOWN: usize = 120;

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    if function::call(subject.node).is_some() {
        let Some((letter, published)) = scalar::letter(subject) else { return Vec::new() };
        let finding = rule.finding(format!("`{}` is not allowed in `{}`", letter.escape_default(), subject.name));
        return vec![finding.help(format!("expected a match of `{}`", literal::shortened(published, SHOWN)))];
    }
    // A text of the wrong length is found by its length, and what is no id by the rule for ids.
    if scalar::length(subject).is_no() || scalar::format(subject).is_no() {
        return Vec::new();
    }
    let Some((published, text)) = scalar::pattern(subject).fault().zip(subject.scalar()) else { return Vec::new() };
    let mut finding = rule.finding(format!("`{}` is not a valid `{}`", literal::shortened(&text, SHOWN), subject.name));
    finding.help = Some(format!("expected a match of `{}`", literal::shortened(published, SHOWN)));
    vec![finding]
}
