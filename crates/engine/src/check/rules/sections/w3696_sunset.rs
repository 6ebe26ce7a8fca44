//! W3696: a resource of a service that will be shut down.

use super::lifecycle;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W3696",
    severity: Severity::Warning,
    what: "Finds a resource of a service that will be shut down: the first of each service.",
    why: "It stops on the day that AWS announced.",
    example: "`AWS::AppMesh::Mesh`",
    fix: "move to the service that takes its place",
    link: "https://docs.aws.amazon.com/general/latest/gr/full_shutdown_services.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    lifecycle::report(rule, context, "sunset", ["will be shut down", "on"]);
}
