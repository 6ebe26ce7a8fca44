//! The load balancers, listeners and target groups of a template.

use std::collections::{BTreeMap, BTreeSet};

use super::property::Property;
use super::resource::{self, Dependencies, Resource};
use super::service;
use crate::language::{Scope, reference};

/// The type of load balancers.
pub(crate) const BALANCER: &str = "AWS::ElasticLoadBalancingV2::LoadBalancer";
/// The type of listeners.
pub(crate) const LISTENER: &str = "AWS::ElasticLoadBalancingV2::Listener";
/// The type of listener rules.
pub(crate) const LISTENER_RULE: &str = "AWS::ElasticLoadBalancingV2::ListenerRule";
/// The type of target groups.
pub(crate) const TARGET_GROUP: &str = "AWS::ElasticLoadBalancingV2::TargetGroup";

/// The kinds of load balancers, by their `Type`.
pub(crate) const KINDS: [&str; 3] = ["application", "gateway", "network"];

/// The listeners and the listener rules of a template, each with its actions.
pub(crate) fn forwarders<'a>(scope: &'a Scope<'a>) -> Vec<(Resource<'a>, Property<'a>)> {
    let found = [LISTENER, LISTENER_RULE].iter().flat_map(|kind| resource::of_type(scope, kind));
    found.map(|forwarder| (forwarder.clone(), actions(&forwarder))).collect()
}

/// The list of the actions of a listener or of a rule of one.
pub(crate) fn actions<'a>(forwarder: &Resource<'a>) -> Property<'a> {
    forwarder.properties.get(if forwarder.kind == LISTENER { "DefaultActions" } else { "Actions" })
}

/// The properties by which actions surely name target groups.
pub(crate) fn target_groups<'a>(actions: &Property<'a>) -> Vec<Property<'a>> {
    let mut found = Vec::new();
    for action in actions.items().unwrap_or_default() {
        found.push(action.get("TargetGroupArn"));
        let groups = action.at(&["ForwardConfig", "TargetGroups"]).items().unwrap_or_default();
        found.extend(groups.iter().map(|group| group.get("TargetGroupArn")));
    }
    found
}

/// What names the listener of a rule.
pub(crate) fn listener<'a>(rule: &Resource<'a>) -> Property<'a> {
    rule.properties.get("ListenerArn")
}

/// The listener of a rule, or a listener itself.
pub(crate) fn listener_of<'a>(forwarder: &Resource<'a>) -> Option<Resource<'a>> {
    match forwarder.kind {
        LISTENER => Some(forwarder.clone()),
        _ => listener(forwarder).target_of(LISTENER),
    }
}

/// What names the load balancer of a listener.
pub(crate) fn balancer<'a>(listener: &Resource<'a>) -> Property<'a> {
    listener.properties.get("LoadBalancerArn")
}

/// The load balancer of a listener.
pub(crate) fn balancer_of<'a>(listener: &Resource<'a>) -> Option<Resource<'a>> {
    balancer(listener).target_of(BALANCER)
}

/// The kind of a load balancer: what it is where `Type` is left out, too.
pub(crate) fn kind_of(balancer: &Resource<'_>) -> Option<&'static str> {
    let given = balancer.properties.get("Type").text_or("application")?;
    KINDS.into_iter().find(|kind| *kind == given)
}

/// The kind of load balancer that has listeners, or target groups, of a protocol.
pub(crate) fn kind_with(protocol: &str) -> Option<&'static str> {
    match protocol {
        "HTTP" | "HTTPS" => Some("application"),
        "TCP" | "TLS" | "UDP" | "TCP_UDP" | "QUIC" | "TCP_QUIC" => Some("network"),
        "GENEVE" => Some("gateway"),
        _ => None,
    }
}

/// A service that registers tasks in a target group before that surely has a load balancer.
pub(crate) struct Unawaited<'a> {
    /// The service.
    pub service: Resource<'a>,
    /// A listener, or a rule of one, that forwards to the target group, and that the service could wait for.
    pub listener: Resource<'a>,
    /// The target group.
    pub group: Resource<'a>,
    /// Where the service names it.
    pub property: Property<'a>,
}

/// The services that wait for no listener of their target group; each once.
pub(crate) fn unawaited<'a>(scope: &'a Scope<'a>) -> Vec<Unawaited<'a>> {
    let services = resource::of_type(scope, service::SERVICE).into_iter();
    let balanced: Vec<Resource<'_>> = services.filter(|service| !service::balancers(service).is_absent()).collect();
    if balanced.is_empty() {
        return Vec::new();
    }
    let dependencies = Dependencies::of(scope.template());
    let mut forwards: BTreeMap<&str, Vec<Resource<'_>>> = BTreeMap::new();
    let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (listener, actions) in forwarders(scope) {
        needs.insert(listener.id, dependencies.all(listener.id));
        for target in actions.node().map(reference::ids).unwrap_or_default() {
            forwards.entry(target).or_default().push(listener.clone());
        }
    }
    let found = balanced.into_iter().filter_map(|service| {
        let first = dependencies.all(service.id);
        service::registrations(&service).into_iter().find_map(|registration| {
            let property = registration.group;
            let group = property.target_of(TARGET_GROUP)?;
            let listeners = forwards.get(group.id)?;
            let listener = listeners.iter().find(|listener| resource::coexist(&service, listener))?.clone();
            // A listener that waits for the service cannot come first, whatever the author does.
            let after = |listener: &Resource<'_>| needs.get(listener.id).is_some_and(|needs| needs.contains(service.id));
            let is_awaited = listeners.iter().any(|listener| first.contains(listener.id) || after(listener));
            (!is_awaited).then(|| Unawaited { service: service.clone(), listener, group, property })
        })
    });
    found.collect()
}
