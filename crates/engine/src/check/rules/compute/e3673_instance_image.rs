//! E3673: an instance without an image.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3673",
    severity: Severity::Error,
    what: "Finds an EC2 instance with neither `ImageId` nor a launch template.",
    why: "EC2 refuses the instance.",
    example: "`InstanceType: t3.small` alone",
    fix: "write `ImageId`, or `LaunchTemplate`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for instance in resource::of_type(context.scope(), "AWS::EC2::Instance") {
        let is_left_out = |name| instance.properties.get(name).is_absent();
        if instance.properties.map().is_some() && is_left_out("ImageId") && is_left_out("LaunchTemplate") {
            let message = format!("`{}` has neither `ImageId` nor `LaunchTemplate`", instance.id);
            context.report(rule.finding(message).help(rule.fix), instance.location, ["Resources", instance.id]);
        }
    }
}
