//! E3709: an instance that says otherwise than its cluster whether it is encrypted.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3709",
    severity: Severity::Warning,
    what: "Finds an RDS instance whose `StorageEncrypted` is not that of its cluster.",
    why: "The cluster decides: the instance does not get what it asks for.",
    example: "`StorageEncrypted: true` in a cluster that is not encrypted",
    fix: "set it on the cluster alone",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for instance in resource::of_type(context.scope(), "AWS::RDS::DBInstance") {
        let encrypted = instance.properties.get("StorageEncrypted");
        let Some(cluster) = instance.properties.get("DBClusterIdentifier").owner_of("AWS::RDS::DBCluster") else { continue };
        let Some((own, other)) = encrypted.text().zip(cluster.properties.get("StorageEncrypted").text_or("false")) else {
            continue;
        };
        if !own.eq_ignore_ascii_case(&other) {
            let message =
                format!("`StorageEncrypted` of `{}` is {own}, and that of its cluster `{}` is {other}", instance.id, cluster.id);
            encrypted.report(context, rule.finding(message).help(rule.fix).related(cluster.location, "the cluster"));
        }
    }
}
