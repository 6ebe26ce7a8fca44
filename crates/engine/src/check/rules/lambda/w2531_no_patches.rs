//! W2531: a function whose runtime gets no more patches on the day of the embedded list.

use super::runtime::{self, Stage};
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W2531",
    severity: Severity::Warning,
    what: "Finds a function whose runtime gets no more patches on the day of the embedded list.",
    why: "Lambda runs it without support, and soon refuses new functions.",
    example: "Runtime: nodejs18.x",
    fix: "use a runtime that is supported",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    runtime::report(rule, context, Stage::Deprecated);
}
