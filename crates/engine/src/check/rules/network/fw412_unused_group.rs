//! FW412: a security group that nothing uses.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::unused;
use crate::diagnostic::Severity;
use crate::language::read::security_group::GROUP;
use crate::language::reference;
use crate::template::Node;

pub(crate) const RULE: Rule = Rule {
    code: "FW412",
    severity: Severity::Warning,
    what: "Finds a security group that only its own rules refer to. One with a `GroupName`, which others may use, is not reported.",
    why: "It protects nothing; often the service that it was meant for uses another group, or the VPC's default one.",
    example: "A security group for tasks, and a service without `SecurityGroups`.",
    fix: "attach it to the resource that it is meant for, share it with another stack, or delete it",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
    kind: RuleKind::Template(run),
};

const OWN_RULES: [&str; 2] = ["AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let is_own_rule = |kind: &str, user: &Node, group: &str| {
        let target = user.at_path(&["Properties", "GroupId"]);
        OWN_RULES.contains(&kind) && target.is_some_and(|target| reference::ids(target).contains(&group))
    };
    let unused = unused::resources(context, GROUP, is_own_rule);
    for group in unused.into_iter().filter(|group| group.properties.get("GroupName").is_absent()) {
        let path = ["Resources", group.id];
        let message = format!("nothing uses the security group `{}`", group.id);
        context.report(rule.finding(message).help(rule.fix), group.location, path);
    }
}
