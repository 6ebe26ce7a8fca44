//! FW204: a target group that cannot hold the tasks of its service.

use std::collections::BTreeSet;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{listener, resource, service};

pub(crate) const RULE: Rule = Rule {
    code: "FW204",
    severity: Severity::Error,
    what: "Finds a target group whose `TargetType` does not match the network mode of the tasks that a service registers in it.",
    why: "Tasks of mode `awsvpc` (all Fargate tasks) are registered by IP address. The default `TargetType` is `instance`, and ECS refuses the service.",
    example: "A target group without `TargetType` for a service on Fargate.",
    fix: "write `TargetType: ip` for tasks of network mode `awsvpc`, `instance` for the others; the change replaces the target group; the construct `TargetGroup` always has `ip`",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut reported: BTreeSet<&str> = BTreeSet::new();
    for service in resource::of_type(scope, service::SERVICE) {
        let Some(mode) = service::task_of(&service).and_then(|task| service::network_mode(&service, &task)) else { continue };
        let right: &[&str] = if mode == "awsvpc" { &["ip"] } else { &["instance"] };
        for registration in service::registrations(&service) {
            let Some(group) = registration.group.target_of(listener::TARGET_GROUP) else { continue };
            let target_type = group.properties.get("TargetType");
            let Some(given) = target_type.text_or("instance").filter(|given| !right.contains(&given.as_str())) else { continue };
            if !reported.insert(group.id) {
                continue;
            }
            let how = if target_type.is_absent() { "is left out, which means" } else { "is" };
            let message =
                format!("the `TargetType` of `{}` {how} `{given}`; tasks of mode `{mode}` need `{}`", group.id, right[0]);
            let finding = rule.finding(message).help(rule.fix).related(registration.group.location(), "registers its tasks here");
            target_type.report(context, finding);
        }
    }
}
