//! E2531: a function whose runtime takes no new functions on the day of the embedded list.

use super::runtime::{self, Stage};
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E2531",
    severity: Severity::Error,
    what: "Finds a function whose runtime takes no new functions on the day of the embedded list.",
    why: "Lambda refuses to create the function.",
    example: "Runtime: nodejs16.x",
    fix: "use a runtime that is supported",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    runtime::report(rule, context, Stage::NotCreated);
}
