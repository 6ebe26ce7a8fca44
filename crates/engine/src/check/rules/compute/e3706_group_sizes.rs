//! E3706: a group whose smallest size is above its largest.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3706",
    severity: Severity::Error,
    what: "Finds an Auto Scaling group with a `MinSize` above its `MaxSize`.",
    why: "EC2 Auto Scaling refuses the group.",
    example: "`MinSize: 4` beside `MaxSize: 2`",
    fix: "write a `MaxSize` of at least `MinSize`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-autoscalinggroup.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for group in resource::of_type(context.scope(), "AWS::AutoScaling::AutoScalingGroup") {
        let (least, most) = (group.properties.get("MinSize"), group.properties.get("MaxSize"));
        if let Some((low, high)) = least.number().zip(most.number()).filter(|(low, high)| low > high) {
            most.report(
                context,
                rule.finding(format!("`MaxSize` of `{}` is {high}, and `MinSize` is {low}", group.id)).help(rule.fix),
            );
        }
    }
}
