//! FW220: a health check that is to end after the next one begins.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW220",
    severity: Severity::Error,
    what: "Finds a target group whose health check timeout is not shorter than its interval, which is 30 seconds by default (35 for Lambda functions).",
    why: "Elastic Load Balancing refuses the target group.",
    example: "\"HealthCheckIntervalSeconds\": 10, \"HealthCheckTimeoutSeconds\": 10",
    fix: "make the interval longer than the timeout; the construct `HealthCheck` enforces it",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for group in resource::of_type(scope, listener::TARGET_GROUP) {
        let interval = group.properties.get("HealthCheckIntervalSeconds");
        let timeout = group.properties.get("HealthCheckTimeoutSeconds");
        let (Some(every), Some(until)) = (every(&group), timeout.number()) else { continue };
        let plain = group.properties.get("Protocol").text().unwrap_or_default();
        let protocol = group.properties.get("HealthCheckProtocol").text_or(&plain);
        // Network load balancers took 10 of 10 seconds for years.
        let over_http = protocol.is_some_and(|protocol| protocol == "HTTP" || protocol == "HTTPS");
        if until > every || (until == every && over_http) {
            let unsaid = if interval.is_absent() { ", the default interval" } else { "" };
            let message =
                format!("the health check of `{}` may take {until} s, but the next one begins after {every} s{unsaid}", group.id);
            let help = format!("use a timeout of {} s at most, or a longer interval", every.saturating_sub(1).max(2));
            let mut finding = rule.finding(message).help(help);
            if !interval.is_absent() {
                finding = finding.related(interval.location(), "the interval");
            }
            timeout.report(context, finding);
        }
    }
}

/// The seconds between two health checks, also where only the type of the targets decides them.
fn every(group: &Resource<'_>) -> Option<i64> {
    let interval = group.properties.get("HealthCheckIntervalSeconds");
    if !interval.is_absent() {
        return interval.number();
    }
    match group.properties.get("TargetType").text_or("instance")?.as_str() {
        "lambda" => Some(35),
        // Gateway load balancers check more often.
        _ => group.properties.get("Protocol").text().filter(|protocol| protocol != "GENEVE").map(|_| 30),
    }
}
