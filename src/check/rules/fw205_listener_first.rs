//! FW205: a service that does not wait for the listener of its target group.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::resources::{self, Dependencies, Resource};
use crate::check::{Context, Reach, Rule, balancers};
use crate::diagnostic::Severity;

pub const RULE: Rule = Rule {
    code: "FW205",
    severity: Severity::Warning,
    what: "Finds a service that registers tasks in a target group, and waits for none of the listeners and listener rules that forward to it.",
    why: "ECS refuses a service while its target group has no load balancer: `The target group does not have an associated load balancer`. Nothing but `DependsOn` makes CloudFormation create the listener first.",
    example: "A service without `DependsOn`, beside the listener whose default action forwards to its target group.",
    fix: "Add `DependsOn` with the listener, or the listener rule, to the service; `FargateService::behind` does.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
    reach: Reach::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let template = context.template();
    let services = resources::of_type(template, "AWS::ECS::Service");
    let balanced: Vec<&Resource<'_>> =
        services.iter().filter(|service| !service.properties.get("LoadBalancers").is_absent()).collect();
    if balanced.is_empty() {
        return;
    }
    let dependencies = Dependencies::of(template);
    let mut forwards: BTreeMap<&str, Vec<Resource<'_>>> = BTreeMap::new();
    let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (listener, actions) in balancers::forwarders(template) {
        needs.insert(listener.id, dependencies.all(listener.id));
        for target in actions.node().map(resources::references).unwrap_or_default() {
            forwards.entry(target).or_default().push(listener.clone());
        }
    }
    for service in balanced {
        let first = dependencies.all(service.id);
        for balancer in service.properties.get("LoadBalancers").every_item() {
            let property = balancer.get("TargetGroupArn");
            let Some(group) = property.target_of(balancers::TARGET_GROUP) else { continue };
            let listeners = forwards.get(group.id).map(Vec::as_slice).unwrap_or_default();
            let Some(listener) = listeners.iter().find(|listener| resources::coexist(service, listener)) else { continue };
            // A listener that waits for the service cannot come first, whatever the author does.
            let after = |listener: &Resource<'_>| needs.get(listener.id).is_some_and(|needs| needs.contains(service.id));
            if listeners.iter().any(|listener| first.contains(listener.id) || after(listener)) {
                continue;
            }
            let message =
                format!("`{}` does not wait for `{}`, which gives `{}` its load balancer", service.id, listener.id, group.id);
            let help = format!("add `DependsOn: {}` to `{}`", listener.id, service.id);
            property.report(context, rule.finding(message).help(help).related(listener.place, "forwards to the target group"));
            break;
        }
    }
}
