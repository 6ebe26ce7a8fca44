//! FW412: a security group that nothing uses.

use std::collections::BTreeSet;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::unused;
use crate::diagnostic::Severity;
use crate::language::read::security_group::GROUP;
use crate::language::reference;
use crate::schema::{self, SchemaNode};
use crate::template::Node;
use crate::template::path::Path;

pub(crate) const RULE: Rule = Rule {
    code: "FW412",
    severity: Severity::Warning,
    what: "Finds a security group that only its own rules refer to. One with a `GroupName`, which others may use, is not reported, nor are those of a template in which nothing could use them.",
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
    // A template of groups alone is for others, which find them by their names or tags.
    let kinds = || context.scope().resources().map(|resource| resource.resource_type).collect::<BTreeSet<_>>();
    if unused.is_empty() || !kinds().into_iter().any(takes_groups) {
        return;
    }
    for group in unused.into_iter().filter(|group| group.properties.get("GroupName").is_absent()) {
        let path = ["Resources", group.id];
        let message = format!("nothing uses the security group `{}`", group.id);
        context.report(rule.finding(message).help(rule.fix), group.location, path);
    }
}

/// Whether resources of a type can be in a security group. What is not known may be.
fn takes_groups(kind: &str) -> bool {
    let Some(schema) = schema::find(kind) else { return true };
    let is_of_groups = kind == GROUP || OWN_RULES.contains(&kind);
    let own = schema.root().properties().filter(|(name, _)| !schema.is_read_only(&Path::of([*name])));
    !is_of_groups && own.into_iter().any(|(name, inner)| is_of_group(name) || names_groups(inner, 2))
}

fn is_of_group(name: &str) -> bool {
    name.contains("SecurityGroup")
}

/// Whether a property has one of groups within.
fn names_groups(schema: SchemaNode<'_>, depth: usize) -> bool {
    let mut inner = schema.items().unwrap_or(schema).properties();
    depth > 0 && inner.any(|(name, inner)| is_of_group(name) || names_groups(inner, depth - 1))
}

#[cfg(test)]
mod tests {
    use super::takes_groups;

    #[test]
    fn networks_and_parameters_take_no_groups() {
        let taking =
            ["AWS::EC2::Instance", "AWS::ECS::Service", "AWS::Lambda::Function", "AWS::RDS::DBInstance", "Custom::Thing"];
        assert!(taking.iter().all(|kind| takes_groups(kind)));
        let others = ["AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress", "AWS::EC2::VPC", "AWS::SSM::Parameter"];
        assert!(others.iter().all(|kind| !takes_groups(kind)));
    }
}
