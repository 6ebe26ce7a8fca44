//! FW227: an attribute of a load balancer or target group that is misspelt, or has a value that it does not take.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Severity, nearest};
use crate::language::read::listener;
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW227",
    severity: Severity::Error,
    what: "Finds a misspelled `Key` among the attributes of a load balancer or target group, an invalid `Value`, and attributes that target groups of functions do not support.",
    why: "Elastic Load Balancing refuses it; the schema only says that keys and values are strings.",
    example: "{\"Key\": \"deregistration_delay.timeout_second\", \"Value\": \"30\"}",
    fix: "use a key and a value from the page below",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-elasticloadbalancingv2-targetgroup-targetgroupattribute.html",
    kind: RuleKind::Template(run),
};

/// The values of an attribute, as far as they are checked.
enum Takes {
    Any,
    Flag,
    Numbers(i64, i64),
    One(&'static [&'static str]),
}

use Takes::{Any, Flag, Numbers, One};

const OF_BALANCERS: [(&str, Takes); 25] = [
    ("access_logs.s3.bucket", Any),
    ("access_logs.s3.enabled", Flag),
    ("access_logs.s3.prefix", Any),
    ("client_keep_alive.seconds", Numbers(60, 604_800)),
    ("connection_logs.s3.bucket", Any),
    ("connection_logs.s3.enabled", Flag),
    ("connection_logs.s3.prefix", Any),
    ("deletion_protection.enabled", Flag),
    ("dns_record.client_routing_policy", Any),
    ("health_check_logs.s3.bucket", Any),
    ("health_check_logs.s3.enabled", Flag),
    ("health_check_logs.s3.prefix", Any),
    ("idle_timeout.timeout_seconds", Numbers(1, 4000)),
    ("ipv6.deny_all_igw_traffic", Flag),
    ("load_balancing.cross_zone.enabled", Flag),
    ("routing.http.desync_mitigation_mode", One(&["monitor", "defensive", "strictest"])),
    ("routing.http.drop_invalid_header_fields.enabled", Flag),
    ("routing.http.preserve_host_header.enabled", Flag),
    ("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", Flag),
    ("routing.http.xff_client_port.enabled", Flag),
    ("routing.http.xff_header_processing.mode", One(&["append", "preserve", "remove"])),
    ("routing.http2.enabled", Flag),
    ("secondary_ips.auto_assigned.per_subnet", Numbers(0, 7)),
    ("waf.fail_open.enabled", Flag),
    ("zonal_shift.config.enabled", Flag),
];

const OF_TARGET_GROUPS: [(&str, Takes); 24] = [
    ("deregistration_delay.connection_termination.enabled", Flag),
    ("deregistration_delay.timeout_seconds", Numbers(0, 3600)),
    ("lambda.multi_value_headers.enabled", Flag),
    ("load_balancing.algorithm.anomaly_mitigation", One(&["on", "off"])),
    ("load_balancing.algorithm.type", Any),
    ("load_balancing.cross_zone.enabled", One(&["true", "false", "use_load_balancer_configuration"])),
    ("preserve_client_ip.enabled", Flag),
    ("proxy_protocol_v2.enabled", Flag),
    ("send_tcp_reset.on_deregistration.enabled", Flag),
    ("send_tcp_reset.on_unhealthy.enabled", Flag),
    ("slow_start.duration_seconds", Numbers(0, 900)),
    ("stickiness.app_cookie.cookie_name", Any),
    ("stickiness.app_cookie.duration_seconds", Numbers(1, 604_800)),
    ("stickiness.enabled", Flag),
    ("stickiness.lb_cookie.duration_seconds", Numbers(1, 604_800)),
    ("stickiness.type", Any),
    ("target_failover.on_deregistration", Any),
    ("target_failover.on_unhealthy", Any),
    ("target_group_health.dns_failover.minimum_healthy_targets.count", Any),
    ("target_group_health.dns_failover.minimum_healthy_targets.percentage", Any),
    ("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", Any),
    ("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", Any),
    ("target_health_state.unhealthy.connection_termination.enabled", Flag),
    ("target_health_state.unhealthy.draining_interval_seconds", Numbers(0, 360_000)),
];

/// What target groups of functions do not have.
const NOT_FOR_FUNCTIONS: [&str; 2] = ["deregistration_delay.timeout_seconds", "slow_start.duration_seconds"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for balancer in resource::of_type(scope, listener::BALANCER) {
        for attribute in balancer.properties.get("LoadBalancerAttributes").every_item() {
            validate(rule, context, &attribute, &OF_BALANCERS);
        }
    }
    for group in resource::of_type(scope, listener::TARGET_GROUP) {
        for attribute in group.properties.get("TargetGroupAttributes").every_item() {
            validate(rule, context, &attribute, &OF_TARGET_GROUPS);
            let key = attribute.get("Key");
            let refused = key.text().is_some_and(|key| NOT_FOR_FUNCTIONS.contains(&key.as_str()));
            if refused && group.properties.get("TargetType").is("lambda") {
                let message = format!(
                    "the target of `{}` is a function, which does not support `{}`",
                    group.id,
                    key.text().unwrap_or_default()
                );
                key.report(context, rule.finding(message).help("remove the attribute"));
            }
        }
    }
}

fn validate(rule: &Rule, context: &mut Context<'_>, attribute: &Property<'_>, known: &[(&'static str, Takes)]) {
    let key = attribute.get("Key");
    let Some(name) = key.text() else { return };
    let Some((_, takes)) = known.iter().find(|(key, _)| *key == name) else {
        // AWS adds keys: one that is not just a slip away from a known key may be new.
        let near = nearest(&name, known.iter().map(|(key, _)| *key));
        if let Some(near) = near.filter(|near| strsim::osa_distance(&name, near) <= 2) {
            key.report(context, rule.finding(format!("there is no attribute `{name}`")).help(format!("did you mean `{near}`?")));
        }
        return;
    };
    let value = attribute.get("Value");
    let Some(given) = value.text() else { return };
    let legal = match takes {
        Any => return,
        Flag if matches!(given.to_lowercase().as_str(), "true" | "false") => return,
        Flag => "`true` or `false`".to_owned(),
        Numbers(least, most) if given.parse().is_ok_and(|number: i64| (*least..=*most).contains(&number)) => return,
        Numbers(least, most) => format!("{least} to {most}"),
        One(values) if values.contains(&given.as_str()) => return,
        One(values) => values.join(", "),
    };
    value.report(context, rule.finding(format!("`{given}` is not a valid value of `{name}`")).help(format!("expected {legal}")));
}
