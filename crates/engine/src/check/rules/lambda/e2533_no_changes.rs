//! E2533: a function whose runtime takes neither new functions nor changes on the day of the embedded list.

use super::runtime::{self, Stage};
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E2533",
    severity: Severity::Error,
    what: "Finds a function whose runtime takes neither new functions nor changes on the day of the embedded list.",
    why: "Lambda refuses to create the function and to change it.",
    example: "Runtime: python2.7",
    fix: "use a runtime that is supported",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    runtime::report(rule, context, Stage::NotUpdated);
}
