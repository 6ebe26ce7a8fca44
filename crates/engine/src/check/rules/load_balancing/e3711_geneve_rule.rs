//! E3711: a listener rule that forwards to a GENEVE target group.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3711",
    severity: Severity::Error,
    what: "Finds a listener rule that forwards to a target group of protocol `GENEVE`.",
    why: "Elastic Load Balancing refuses the rule: only gateway load balancers have it, and they have no rules.",
    example: "A forward to a target group of `GENEVE`",
    fix: "forward to a target group of `HTTP` or `HTTPS`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listenerrule.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for listener_rule in resource::of_type(context.scope(), "AWS::ElasticLoadBalancingV2::ListenerRule") {
        for action in listener_rule.properties.get("Actions").items().unwrap_or_default() {
            let mut targets = vec![action.get("TargetGroupArn")];
            let forwarded = action.at(&["ForwardConfig", "TargetGroups"]).items().unwrap_or_default();
            targets.extend(forwarded.iter().map(|group| group.get("TargetGroupArn")));
            for target in targets {
                let group = target.owner_of("AWS::ElasticLoadBalancingV2::TargetGroup");
                if let Some(group) = group.filter(|group| group.properties.get("Protocol").is("GENEVE")) {
                    let message = format!("a listener rule cannot forward to `{}`, whose protocol is GENEVE", group.id);
                    target.report(context, rule.finding(message).help(rule.fix).related(group.location, "the target group"));
                }
            }
        }
    }
}
