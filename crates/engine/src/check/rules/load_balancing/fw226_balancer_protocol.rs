//! FW226: a protocol that a load balancer does not speak.

use std::collections::BTreeSet;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;
use crate::language::read::property::Property;
use crate::language::read::resource::Resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW226",
    severity: Severity::Error,
    what: "Finds a listener, or a target group that it forwards to, with a protocol that its type of load balancer does not support.",
    why: "Elastic Load Balancing refuses it: application load balancers support HTTP and HTTPS, network load balancers TCP, TLS and UDP, gateway load balancers GENEVE.",
    example: "A listener of \"Protocol\": \"TCP\" on a load balancer without `Type`, which is an application load balancer.",
    fix: "use a protocol that the load balancer supports, or another `Type` of load balancer",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (forwarder, actions) in listener::forwarders(scope) {
        let Some(listener) = listener::listener_of(&forwarder) else { continue };
        let Some(balancer) = listener::balancer_of(&listener) else { continue };
        let Some(kind) = listener::kind_of(&balancer) else { continue };
        if forwarder.kind == listener::LISTENER {
            let protocol = listener.properties.get("Protocol");
            validate(rule, context, &balancer, kind, &format!("the listener `{}`", listener.id), &protocol);
        }
        for group in listener::target_groups(&actions).iter().filter_map(|group| group.target_of(listener::TARGET_GROUP)) {
            if seen.insert(group.id) {
                let protocol = group.properties.get("Protocol");
                validate(rule, context, &balancer, kind, &format!("the target group `{}`", group.id), &protocol);
            }
        }
    }
}

fn validate(rule: &Rule, context: &mut Context<'_>, balancer: &Resource<'_>, kind: &str, what: &str, property: &Property<'_>) {
    let Some(protocol) = property.text() else { return };
    if listener::kind_with(&protocol).is_none_or(|needed| needed == kind) {
        return;
    }
    let message = format!("{what} has the protocol {protocol}, but `{}` is of type `{kind}`", balancer.id);
    property.report(context, rule.finding(message).help(rule.fix).related(balancer.location, "the load balancer"));
}
