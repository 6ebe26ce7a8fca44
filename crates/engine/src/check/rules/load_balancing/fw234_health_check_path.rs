//! FW234: a health check of no path.

use crate::check::engine::{Rule, RuleKind, Subject, Values};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::read::listener;

pub(crate) const RULE: Rule = Rule {
    code: "FW234",
    severity: Severity::Error,
    what: "Finds a target group whose `HealthCheckPath` does not begin with `/`.",
    why: "Elastic Load Balancing refuses the target group.",
    example: "HealthCheckPath: api/health-check",
    fix: "begin the path with `/`",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
    kind: RuleKind::Value(Values::Named(&["HealthCheckPath"]), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let path = subject.scalar().filter(|path| subject.resource_type == listener::TARGET_GROUP && !path.starts_with('/'));
    path.map(|path| rule.finding(format!("expected a path that begins with `/`, found `{path}`")).help(rule.fix))
        .into_iter()
        .collect()
}
