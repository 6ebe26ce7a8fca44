//! FW220: a health check that is to end after the next one begins.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW220",
    severity: Severity::Error,
    what: "Finds a target group or classic load balancer whose health check timeout is not shorter than its interval. By default, the interval is 30 seconds (35 for Lambda functions), and the timeout 5 for HTTP (30 for Lambda functions).",
    why: "Elastic Load Balancing refuses the target group or load balancer.",
    example: "\"HealthCheckIntervalSeconds\": 10, \"HealthCheckTimeoutSeconds\": 10",
    fix: "make the interval longer than the timeout; the construct `HealthCheck` enforces it",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
    kind: RuleKind::Template(run),
};

/// The load balancers before Application and Network Load Balancers.
const CLASSIC: &str = "AWS::ElasticLoadBalancing::LoadBalancer";

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for group in resource::of_type(scope, listener::TARGET_GROUP) {
        let plain = group.properties.get("Protocol").text().unwrap_or_default();
        let protocol = group.properties.get("HealthCheckProtocol").text_or(&plain);
        // Network load balancers took 10 of 10 seconds for years.
        let over_http = protocol.is_some_and(|protocol| protocol == "HTTP" || protocol == "HTTPS");
        let (interval, timeout) = ("HealthCheckIntervalSeconds", "HealthCheckTimeoutSeconds");
        let rows = group.properties.together([interval, timeout]);
        validate(rule, context, group.id, &rows, [default_interval(&group), default_timeout(&group)], over_http);
    }
    for balancer in resource::of_type(scope, CLASSIC) {
        let rows = balancer.properties.get("HealthCheck").together(["Interval", "Timeout"]);
        // Its page wants less, and stacks with 5 of 5 seconds run.
        validate(rule, context, balancer.id, &rows, [None, None], false);
    }
}

/// The times of one health check: the interval, and the timeout.
type Times<'a> = [Property<'a>; 2];

/// Compares the seconds between two health checks with those that one may take, in each combination. `defaults` are what the two are where
/// they are left out. What a parameter allows is a mistake where it allows nothing else.
fn validate(rule: &Rule, context: &mut Context<'_>, id: &str, rows: &[Times<'_>], defaults: [Option<i64>; 2], must_differ: bool) {
    let seconds = |property: &Property<'_>, default| if property.is_absent() { default } else { property.number() };
    let fails = |[interval, timeout]: &Times<'_>| {
        let (every, until) = (seconds(interval, defaults[0])?, seconds(timeout, defaults[1])?);
        let is_wrong = until > every || until == every && must_differ;
        (is_wrong && !(interval.is_absent() && timeout.is_absent())).then_some((every, until))
    };
    let are_free = |times: &Times<'_>| times.iter().any(Property::is_value_of_parameter);
    let faults: Vec<Option<(i64, i64)>> = rows.iter().map(fails).collect();
    // Where every allowed value fails, one of them stands for all.
    let told = rows.iter().position(are_free).filter(|_| faults.iter().all(Option::is_some));
    for (index, (times, fault)) in rows.iter().zip(faults).enumerate() {
        let is_told = told.map_or_else(|| !are_free(times), |told| told == index);
        if let Some(seconds) = fault.filter(|_| is_told) {
            report(rule, context, id, times, seconds);
        }
    }
}

fn report(rule: &Rule, context: &mut Context<'_>, id: &str, [interval, timeout]: &Times<'_>, (every, until): (i64, i64)) {
    let unsaid = |property: &Property<'_>, what| if property.is_absent() { what } else { "" };
    let message = format!(
        "the health check of `{id}` may take {until} s{}, but the next one begins after {every} s{}",
        unsaid(timeout, ", the default timeout"),
        unsaid(interval, ", the default interval"),
    );
    let help = format!("use a timeout of {} s at most, or a longer interval", every.saturating_sub(1).max(2));
    let mut finding = rule.finding(message).help(help);
    let [at, other] = if timeout.is_absent() { [interval, timeout] } else { [timeout, interval] };
    if !other.is_absent() {
        finding = finding.related(other.location(), "the interval");
    }
    at.report(context, finding);
}

/// The seconds between two health checks, where only the type of the targets decides them.
fn default_interval(group: &Resource<'_>) -> Option<i64> {
    match group.properties.get("TargetType").text_or("instance")?.as_str() {
        "lambda" => Some(35),
        // Gateway load balancers check more often.
        _ => group.properties.get("Protocol").text().filter(|protocol| protocol != "GENEVE").map(|_| 30),
    }
}

/// The seconds that a health check may take by default, where they are known for sure: those of an Application Load Balancer.
fn default_timeout(group: &Resource<'_>) -> Option<i64> {
    match group.properties.get("TargetType").text_or("instance")?.as_str() {
        "lambda" => Some(30),
        _ => group.properties.get("Protocol").text().filter(|protocol| protocol == "HTTP" || protocol == "HTTPS").map(|_| 5),
    }
}
