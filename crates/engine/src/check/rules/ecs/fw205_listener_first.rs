//! FW205: a service that does not wait for the listener of its target group.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;

pub(crate) const RULE: Rule = Rule {
    code: "FW205",
    severity: Severity::Warning,
    what: "Finds a service that registers tasks in a target group but does not depend on a listener or listener rule that forwards to it.",
    why: "ECS refuses a service while its target group has no load balancer: `The target group does not have an associated load balancer`. Only `DependsOn` makes CloudFormation create the listener first.",
    example: "A service without `DependsOn`, beside the listener whose default action forwards to its target group.",
    fix: "add `DependsOn` with the listener, or the listener rule, to the service; `FargateService::behind` does",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for found in listener::unawaited(context.scope()) {
        let (service, listener, group) = (&found.service, &found.listener, &found.group);
        let message =
            format!("`{}` does not wait for `{}`, which gives `{}` its load balancer", service.id, listener.id, group.id);
        let help = format!("add `DependsOn: {}` to `{}`", listener.id, service.id);
        let finding = rule.finding(message).help(help).related(listener.location, "forwards to the target group");
        found.property.report(context, finding);
    }
}
