//! How requests reach a service: load balancers, target groups, routes.

use super::reader::{Found, at, literal_text, numeric};
use super::recipe::{Draft, Recipe, plain, quoted, value};
use crate::aws::certificatemanager::CertificateArn;
use crate::aws::ec2::SecurityGroupId;
use crate::aws::elasticloadbalancingv2::ListenerArn;
use crate::constructs::load_balancer::TLS_POLICY;
use crate::constructs::{HealthCheck, LoadBalancer, Route, TargetGroup, TargetGroupHandles};
use crate::import::{Expression, Output};
use crate::stack::{List, Text};
use crate::template::Node;

/// What `TargetGroup` returns.
pub(super) const TARGET: &str = "constructs::TargetGroupHandles";

const LISTENER: &str = "AWS::ElasticLoadBalancingV2::Listener";

pub(super) fn target_group(found: &Found<'_>) -> Result<Recipe, String> {
    let (network, argument) = found.network()?;
    let port = u16::try_from(found.needed_number("Port")?).map_err(|_| "`Port` is no port")?;
    let (health, health_argument) = health_check(found)?;
    let delay = attribute(found, "TargetGroupAttributes", "deregistration_delay.timeout_seconds").and_then(numeric);
    let group = TargetGroup::new(network, port, health);
    let arguments = [vec![argument], plain(&port), vec![health_argument]].concat();
    let draft = Draft::new(group, "constructs::TargetGroup::new", arguments)
        .value::<Text>("name", found.at("Name"), TargetGroup::name)
        .when("http2", found.text("ProtocolVersion").as_deref() == Some("HTTP2"), TargetGroup::http2)
        .maybe("deregistration_delay", delay.filter(|seconds| *seconds != 30), plain, TargetGroup::deregistration_delay);
    Ok(draft.at(found.id, Output::Struct(TARGET, Vec::new())))
}

fn health_check(found: &Found<'_>) -> Result<(HealthCheck, Expression), String> {
    let (path, argument) = value::<Text>(found.needed("HealthCheckPath")?);
    let unless = |path: &str, default: u32| found.number(path).filter(|given| *given != default);
    let matcher = found.text("Matcher.HttpCode").filter(|codes| codes != "200");
    let draft = Draft::new(HealthCheck::path(path), "constructs::HealthCheck::path", vec![argument])
        .maybe("matcher", matcher, quoted, HealthCheck::matcher)
        .maybe("interval", unless("HealthCheckIntervalSeconds", 30), plain, HealthCheck::interval)
        .maybe("timeout", unless("HealthCheckTimeoutSeconds", 5), plain, HealthCheck::timeout)
        .maybe("healthy_threshold", unless("HealthyThresholdCount", 2), plain, HealthCheck::healthy_threshold)
        .maybe("unhealthy_threshold", unless("UnhealthyThresholdCount", 2), plain, HealthCheck::unhealthy_threshold);
    Ok(draft.finish())
}

/// The value of an attribute in a list of keys with values.
fn attribute<'a>(found: &Found<'a>, list: &str, key: &str) -> Option<&'a Node> {
    found.items(list).find(|item| item.get("Key").and_then(Node::as_str) == Some(key))?.get("Value")
}

pub(super) fn load_balancer(found: &Found<'_>) -> Result<Recipe, String> {
    let (network, network_argument) = found.network()?;
    let (group, group_argument) = value::<SecurityGroupId>(found.needed("SecurityGroups.0")?);
    let https = "HttpsListener";
    let certificate = found.beside(https, "Certificates.0.CertificateArn");
    let certificate = certificate.ok_or_else(|| format!("there is no listener `{}{https}` with a certificate", found.id))?;
    let (certificate, certificate_argument) = value::<CertificateArn>(certificate);
    let new = LoadBalancer::new(network, group, certificate);
    let mut draft =
        Draft::new(new, "constructs::LoadBalancer::new", vec![network_argument, group_argument, certificate_argument]);
    let path = "DefaultActions.0.TargetGroupArn";
    if let Some(arn) = found.beside(https, path) {
        let (target, argument) = found.made::<TargetGroupHandles>(arn, TARGET, path)?;
        draft = draft.with("default_to", vec![argument], |balancer| balancer.default_to(target));
    }
    let policy = found.beside(https, "SslPolicy").filter(|node| node.as_str() != Some(TLS_POLICY));
    let attribute = |key: &str| attribute(found, "LoadBalancerAttributes", key);
    let protected = attribute("deletion_protection.enabled").and_then(Node::as_str).map(|text| text == "true");
    let is_default = |on: &bool| found.targets.iter().all(|(_, target)| target.production == *on);
    let idle = attribute("idle_timeout.timeout_seconds").and_then(numeric);
    let draft = draft
        .value::<Text>("name", found.at("Name"), LoadBalancer::name)
        .value::<Text>("tls_policy", policy, LoadBalancer::tls_policy)
        .maybe("deletion_protection", protected.filter(|on| !is_default(on)), plain, LoadBalancer::deletion_protection)
        .maybe("idle_timeout", idle.filter(|seconds| *seconds != 60), plain, LoadBalancer::idle_timeout)
        .value::<Text>("access_logs", attribute("access_logs.s3.bucket"), LoadBalancer::access_logs)
        .value::<Text>("web_acl", found.beside("WebAclAssociation", "WebACLArn"), LoadBalancer::web_acl);
    let handle = |end: &str, field, resource_type| (format!("{}{end}", found.id), field, resource_type);
    let handles = vec![
        handle("", "load_balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer"),
        handle("HttpListener", "http", LISTENER),
        handle(https, "https", LISTENER),
    ];
    Ok(draft.at(found.id, Output::Struct("constructs::LoadBalancerHandles", handles)))
}

pub(super) fn route(found: &Found<'_>) -> Result<Recipe, String> {
    let (listener, listener_argument) = value::<ListenerArn>(found.needed("ListenerArn")?);
    let priority = found.needed_number("Priority")?;
    let path = "Actions.0.TargetGroupArn";
    let (target, target_argument) = found.made::<TargetGroupHandles>(found.needed(path)?, TARGET, path)?;
    let arguments = [vec![listener_argument], plain(&priority), vec![target_argument]].concat();
    let mut draft = Draft::new(Route::new(listener, priority, target), "constructs::Route::new", arguments);
    for (index, condition) in found.items("Conditions").enumerate() {
        let path = |name: &str| format!("Conditions.{index}.{name}");
        let needed = |name: &str| at(condition, name).ok_or_else(|| format!("it has no `{}`", path(name)));
        draft = match needed("Field")?.as_str() {
            Some("host-header") => draft.value::<List<Text>>("host", Some(needed("HostHeaderConfig.Values")?), Route::host),
            Some("path-pattern") => draft.value::<List<Text>>("path", Some(needed("PathPatternConfig.Values")?), Route::path),
            Some("http-header") => {
                let name = literal_text(needed("HttpHeaderConfig.HttpHeaderName")?, &path("HttpHeaderConfig.HttpHeaderName"))?;
                let (values, argument) = value::<List<Text>>(needed("HttpHeaderConfig.Values")?);
                let arguments = [quoted(&name), vec![argument]].concat();
                draft.with("header", arguments, |route| route.header(&name, values))
            }
            _ => return Err(format!("`{}` is none that the construct writes", path("Field"))),
        };
    }
    Ok(draft.at(found.id, Output::Handle("AWS::ElasticLoadBalancingV2::ListenerRule")))
}
