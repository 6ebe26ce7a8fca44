//! FW244: a container's port that its service's security groups do not open to the load balancer.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};
use crate::language::read::security_group::{GROUP, GroupRule};
use crate::language::read::{listener, service};

pub(crate) const RULE: Rule = Rule {
    code: "FW244",
    severity: Severity::Warning,
    what: "Finds a service behind a load balancer whose security groups let the group of a load balancer in, and on no rule's ports the one that its container listens on.",
    why: "The load balancer reaches no task: every health check fails, and the service never becomes stable.",
    example: "`FromPort: 80` from the load balancer's group, with `ContainerPort: 4567`",
    fix: "open the port of the container; the listener's port is that of the load balancer's own group",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let services = resource::of_type(scope, service::SERVICE);
    if services.is_empty() {
        return;
    }
    let rules = context.group_rules();
    let balancers = resource::of_type(scope, listener::BALANCER);
    let fronts: Vec<&str> =
        balancers.iter().filter_map(|found| groups(&found.properties.get("SecurityGroups"))).flatten().collect();
    for service in services {
        let own = service.properties.at(&["NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups"]);
        let Some(own) = groups(&own) else { continue };
        let inward: Vec<&GroupRule<'_>> = rules.iter().filter(|one| !one.outward && may_be_of(one, &own)).collect();
        let is_meant = |one: &&&GroupRule<'_>| one.peer().owner_of(GROUP).is_some_and(|peer| fronts.contains(&peer.id));
        let Some(meant) = inward.iter().find(is_meant) else { continue };
        for registration in service::registrations(&service) {
            let Some(port) = registration.port.number().filter(|port| !inward.iter().any(|one| may_open(one, *port))) else {
                continue;
            };
            let message = format!("`{}` listens on port {port}, which no rule opens to the load balancer", service.id);
            let finding = rule.finding(message).help(rule.fix).related(registration.port.location(), "the port of the container");
            meant.from().report(context, finding);
        }
    }
}

/// The ids of the groups of a list, where all of them are in the template.
fn groups<'a>(list: &Property<'a>) -> Option<Vec<&'a str>> {
    let id = |group: Property<'a>| group.owner_of(GROUP).map(|found: Resource<'a>| found.id);
    list.items()?.into_iter().map(id).collect()
}

/// Whether a rule is one of some groups, or of a group that is not known.
fn may_be_of(rule: &GroupRule<'_>, groups: &[&str]) -> bool {
    match rule.resource.kind {
        GROUP => groups.contains(&rule.resource.id),
        _ => rule.owner().owner_of(GROUP).is_none_or(|owner| groups.contains(&owner.id)),
    }
}

/// Whether a rule lets in on a port of TCP, or may.
fn may_open(rule: &GroupRule<'_>, port: i64) -> bool {
    let is_other = rule.protocol().is_some_and(|protocol| protocol != "tcp" && protocol != "-1");
    let is_beside = rule.from().number().is_some_and(|from| from > port) || rule.to().number().is_some_and(|to| to < port);
    !is_other && (!is_beside || rule.protocol().is_none_or(|protocol| protocol == "-1"))
}
