//! E3712: a scaling policy for a group that cannot scale.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;
use crate::template::counted;

pub(crate) const RULE: Rule = Rule {
    code: "E3712",
    severity: Severity::Warning,
    what: "Finds a policy of target tracking for a group whose `MinSize` is its `MaxSize`.",
    why: "The policy has nothing to do: the group has one size.",
    example: "`MinSize: 2` and `MaxSize: 2` with a policy",
    fix: "write a `MaxSize` above `MinSize`, or remove the policy",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-scalingpolicy.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for policy in resource::of_type(context.scope(), "AWS::AutoScaling::ScalingPolicy") {
        let name = policy.properties.get("AutoScalingGroupName");
        let group = name.owner_of("AWS::AutoScaling::AutoScalingGroup");
        let Some(group) = group.filter(|_| policy.properties.get("PolicyType").is("TargetTrackingScaling")) else { continue };
        let size = |name| group.properties.get(name).number();
        if let Some(size) = size("MinSize").filter(|least| size("MaxSize") == Some(*least)) {
            let message = format!("`{}` always has {}, and `{}` is to scale it", group.id, counted(size, "instance"), policy.id);
            name.report(context, rule.finding(message).help(rule.fix).related(group.location, "the group"));
        }
    }
}
