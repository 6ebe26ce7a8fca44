//! FW221: a target group of two load balancers.

use std::collections::BTreeMap;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW221",
    severity: Severity::Error,
    what: "Finds a target group to which listeners of two load balancers forward.",
    why: "Elastic Load Balancing refuses the second: a target group belongs to one load balancer.",
    example: "The listener of an internal and that of a public load balancer forward to `BackendTargetGroup`.",
    fix: "use one target group per load balancer; a service can register its tasks in both",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut first: BTreeMap<&str, (Resource<'_>, Resource<'_>)> = BTreeMap::new();
    for (forwarder, actions) in listener::forwarders(scope) {
        let Some(listener) = listener::listener_of(&forwarder) else { continue };
        let Some(balancer) = listener::balancer_of(&listener) else { continue };
        for property in listener::target_groups(&actions) {
            let Some(group) = property.target_of(listener::TARGET_GROUP) else { continue };
            let Some((other, other_balancer)) = first.get(group.id) else {
                first.insert(group.id, (forwarder.clone(), balancer.clone()));
                continue;
            };
            let together = resource::coexist(&forwarder, other) && resource::coexist(&balancer, other_balancer);
            if other_balancer.id != balancer.id && together {
                let message =
                    format!("`{}` is the target of two load balancers, `{}` and `{}`", group.id, other_balancer.id, balancer.id);
                property.report(context, rule.finding(message).help(rule.fix).related(other.location, "forwards to it as well"));
            }
        }
    }
}
