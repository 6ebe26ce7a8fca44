//! E3714: a launch template with a security group of another VPC.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::network::fw413_other_network::other_network;
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3714",
    severity: Severity::Error,
    what: "Finds a launch template whose security group is in another VPC than its subnet.",
    why: "EC2 refuses to start the instance: `Security group … and subnet … belong to different networks`.",
    example: "A subnet of one VPC with a security group of another",
    fix: "use a security group of the subnet's VPC",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-launchtemplate.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for template in resource::of_type(context.scope(), "AWS::EC2::LaunchTemplate") {
        let data = template.properties.get("LaunchTemplateData");
        for interface in data.get("NetworkInterfaces").items().unwrap_or_default() {
            let Some(subnet) = interface.get("SubnetId").owner_of("AWS::EC2::Subnet") else { continue };
            let groups = [interface.get("Groups"), data.get("SecurityGroupIds")];
            for property in groups.iter().flat_map(|groups| groups.items().unwrap_or_default()) {
                let Some(group) = property.owner_of("AWS::EC2::SecurityGroup") else { continue };
                let Some(message) = other_network(&group, &subnet) else { continue };
                property.report(context, rule.finding(message).help(rule.fix).related(subnet.location, "the subnet"));
            }
        }
    }
}
