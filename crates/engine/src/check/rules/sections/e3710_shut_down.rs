//! E3710: a resource of a service that was shut down.

use super::lifecycle;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3710",
    severity: Severity::Error,
    what: "Finds a resource of a service that was shut down.",
    why: "CloudFormation cannot create it.",
    example: "`AWS::OpsWorks::Stack`",
    fix: "use the service that took its place",
    link: "https://docs.aws.amazon.com/general/latest/gr/full_shutdown_services.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    lifecycle::report(rule, context, "shutdown", ["was shut down", "on"]);
}
