//! E3033: a text that is too short or too long.

use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::JsonType;

pub(crate) const RULE: Rule = Rule {
    code: "E3033",
    severity: Severity::Error,
    what: "Finds a text whose length is outside what its property takes.",
    why: "The service refuses it.",
    example: "A target group `Name` of 40 characters.",
    fix: "Shorten the text; leave a physical name out where CloudFormation can make one.",
    link: TYPES_PAGE,
    kind: RuleKind::Value(run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(text) = subject.scalar().filter(|_| subject.schema.is(JsonType::String)) else { return Vec::new() };
    let length = text.chars().count() as u64;
    let short = subject.schema.min_length().filter(|least| length < *least);
    let long = subject.schema.max_length().filter(|most| length > *most);
    let message = match (short, long) {
        (Some(least), _) => format!("`{}` takes at least {least} characters, and this has {length}", subject.name),
        (_, Some(most)) => format!("`{}` takes at most {most} characters, and this has {length}", subject.name),
        _ => return Vec::new(),
    };
    vec![rule.finding(message)]
}
