//! Reading load balancers, listeners and target groups of a template, as far as they are written out.

use super::property::Property;
use super::resources::{self, Resource};
use crate::template::Template;

/// The type of load balancers.
pub const BALANCER: &str = "AWS::ElasticLoadBalancingV2::LoadBalancer";
/// The type of listeners.
pub const LISTENER: &str = "AWS::ElasticLoadBalancingV2::Listener";
/// The type of listener rules.
pub const LISTENER_RULE: &str = "AWS::ElasticLoadBalancingV2::ListenerRule";
/// The type of target groups.
pub const TARGET_GROUP: &str = "AWS::ElasticLoadBalancingV2::TargetGroup";

/// The kinds of load balancers, by their `Type`.
pub const KINDS: [&str; 3] = ["application", "gateway", "network"];

/// The listeners and the listener rules of a template, each with its actions.
pub fn forwarders(template: &Template) -> Vec<(Resource<'_>, Property<'_>)> {
    let with = |kind: &str, key: &'static str| {
        let found = resources::of_type(template, kind).into_iter();
        found.map(move |resource| {
            let actions = resource.properties.get(key);
            (resource, actions)
        })
    };
    with(LISTENER, "DefaultActions").chain(with(LISTENER_RULE, "Actions")).collect()
}

/// The properties by which actions surely name target groups.
pub fn target_groups<'a>(actions: &Property<'a>) -> Vec<Property<'a>> {
    let mut found = Vec::new();
    for action in actions.items().unwrap_or_default() {
        found.push(action.get("TargetGroupArn"));
        let groups = action.at(&["ForwardConfig", "TargetGroups"]).items().unwrap_or_default();
        found.extend(groups.iter().map(|group| group.get("TargetGroupArn")));
    }
    found
}

/// The listener of a rule, or a listener itself.
pub fn listener_of<'a>(forwarder: &Resource<'a>) -> Option<Resource<'a>> {
    match forwarder.kind {
        LISTENER => Some(forwarder.clone()),
        _ => forwarder.properties.get("ListenerArn").target_of(LISTENER),
    }
}

/// The load balancer of a listener.
pub fn balancer_of<'a>(listener: &Resource<'a>) -> Option<Resource<'a>> {
    listener.properties.get("LoadBalancerArn").target_of(BALANCER)
}

/// The kind of a load balancer: what it is where `Type` is left out, too.
pub fn kind_of(balancer: &Resource<'_>) -> Option<&'static str> {
    let given = balancer.properties.get("Type").text_or("application")?;
    KINDS.into_iter().find(|kind| *kind == given)
}

/// The kind of load balancer that has listeners, or target groups, of a protocol.
pub fn kind_with(protocol: &str) -> Option<&'static str> {
    match protocol {
        "HTTP" | "HTTPS" => Some("application"),
        "TCP" | "TLS" | "UDP" | "TCP_UDP" | "QUIC" | "TCP_QUIC" => Some("network"),
        "GENEVE" => Some("gateway"),
        _ => None,
    }
}
