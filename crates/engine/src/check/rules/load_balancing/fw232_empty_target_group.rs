//! FW232: a target group that nothing registers in.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::unused;
use crate::diagnostic::Severity;
use crate::language::read::listener::{LISTENER, LISTENER_RULE, TARGET_GROUP};
use crate::template::Node;

pub(crate) const RULE: Rule = Rule {
    code: "FW232",
    severity: Severity::Warning,
    what: "Finds a target group without `Targets` that only listeners and their rules refer to. One with a `Name`, which others may use, is not reported.",
    why: "It has no targets, so the load balancer answers every request with 503.",
    example: "A target group and a listener, and a service without `LoadBalancers`.",
    fix: "register a service in it, share it with the stack that does, or delete it",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let forwards = |kind: &str, _: &Node, _: &str| [LISTENER, LISTENER_RULE].contains(&kind);
    let empty = unused::resources(context, TARGET_GROUP, forwards);
    for group in empty.into_iter().filter(|group| ["Targets", "Name"].iter().all(|key| group.properties.get(key).is_absent())) {
        let path = ["Resources", group.id];
        let message = format!("nothing registers targets in the target group `{}`", group.id);
        context.report(rule.finding(message).help(rule.fix), group.location, path);
    }
}
