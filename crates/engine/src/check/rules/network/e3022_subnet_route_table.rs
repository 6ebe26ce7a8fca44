//! E3022: a subnet with two route tables.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3022",
    severity: Severity::Error,
    what: "Finds two associations of one subnet with a route table.",
    why: "EC2 refuses the second: a subnet has one route table.",
    example: "Two `AWS::EC2::SubnetRouteTableAssociation` with the same `SubnetId`.",
    fix: "remove one association, and put its routes into the other table",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnetroutetableassociation.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let all = resource::of_type(context.scope(), "AWS::EC2::SubnetRouteTableAssociation");
    let groups = resource::grouped(all, |one| one.properties.get("SubnetId").identity());
    for associations in groups.values() {
        for (index, one) in associations.iter().enumerate() {
            let Some(other) = associations[..index].iter().find(|other| resource::coexist(one, other)) else { continue };
            let message = format!("`{}` and `{}` both give one subnet a route table", other.id, one.id);
            let finding = rule.finding(message).help(rule.fix).related(other.location, "the other association");
            one.properties.get("SubnetId").report(context, finding);
        }
    }
}
