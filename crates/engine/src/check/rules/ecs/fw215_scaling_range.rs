//! FW215: scaling with a minimum above its maximum.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW215",
    severity: Severity::Error,
    what: "Finds a `ScalableTarget` whose `MinCapacity` is greater than its `MaxCapacity`.",
    why: "Application Auto Scaling refuses it.",
    example: "\"MinCapacity\": 4, \"MaxCapacity\": 2",
    fix: "raise the maximum, or lower the minimum",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalabletarget.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for target in resource::of_type(scope, "AWS::ApplicationAutoScaling::ScalableTarget") {
        let (least, most) = (target.properties.get("MinCapacity"), target.properties.get("MaxCapacity"));
        let (Some(from), Some(to)) = (least.number(), most.number()) else { continue };
        if from > to {
            let finding = rule.finding(format!("the minimum of `{}` is above its maximum: {from} and {to}", target.id));
            least.report(context, finding.help(rule.fix).related(most.location(), "the maximum"));
        }
    }
}
