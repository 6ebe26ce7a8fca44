//! W3697: a resource of a type that AWS only keeps alive.

use super::lifecycle;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W3697",
    severity: Severity::Warning,
    what: "Finds a resource of a type that AWS only keeps alive.",
    why: "It gets nothing new, and new accounts may not have it.",
    example: "`AWS::AutoScaling::LaunchConfiguration`",
    fix: "use what took its place: for a launch configuration, a launch template",
    link: "https://docs.aws.amazon.com/general/latest/gr/full_shutdown_services.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    lifecycle::report(rule, context, "maintenance", ["gets nothing new", "since"]);
}
