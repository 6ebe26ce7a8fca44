//! E3056: a health check of EC2 beside others.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3056",
    severity: Severity::Error,
    what: "Finds a `HealthCheckType` of an Auto Scaling group that names `EC2` beside other types.",
    why: "EC2 Auto Scaling refuses the group: the check of EC2 is always made.",
    example: "`HealthCheckType: EC2,ELB`",
    fix: "name the others only",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-autoscalinggroup.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for group in resource::of_type(context.scope(), "AWS::AutoScaling::AutoScalingGroup") {
        let property = group.properties.get("HealthCheckType");
        let Some(text) = property.text() else { continue };
        let types: Vec<&str> = text.split(',').map(str::trim).collect();
        if types.len() > 1 && types.contains(&"EC2") {
            let others: Vec<&str> = types.into_iter().filter(|name| *name != "EC2").collect();
            let finding = rule.finding(format!("`HealthCheckType` is `{text}`; `EC2` cannot be combined with others"));
            property.report(context, finding.help(format!("write `{}`", others.join(","))));
        }
    }
}
