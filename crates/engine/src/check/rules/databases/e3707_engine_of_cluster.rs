//! E3707: an instance with another engine than its cluster.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3707",
    severity: Severity::Error,
    what: "Finds an RDS instance whose `Engine` is not that of its cluster.",
    why: "RDS refuses the instance.",
    example: "`Engine: aurora-postgresql` in a cluster of `aurora-mysql`",
    fix: "give both the same engine",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for instance in resource::of_type(context.scope(), "AWS::RDS::DBInstance") {
        let engine = instance.properties.get("Engine");
        let Some(cluster) = instance.properties.get("DBClusterIdentifier").owner_of("AWS::RDS::DBCluster") else { continue };
        let Some((own, other)) = engine.text().zip(cluster.properties.get("Engine").text()) else { continue };
        if !own.eq_ignore_ascii_case(&other) {
            let message =
                format!("the engine of `{}` is `{own}`, and that of its cluster `{}` is `{other}`", instance.id, cluster.id);
            engine.report(context, rule.finding(message).help(rule.fix).related(cluster.location, "the cluster"));
        }
    }
}
