//! FW610: a serverless instance in a cluster that does not say how far it scales.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW610",
    severity: Severity::Error,
    what: "Finds an instance of the class `db.serverless` in a cluster without `ServerlessV2ScalingConfiguration`.",
    why: "RDS refuses the instance: `Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 DB instance`.",
    example: "`DBInstanceClass: db.serverless` in a cluster with `Engine: aurora-postgresql` alone",
    fix: "give the cluster `ServerlessV2ScalingConfiguration: {MinCapacity: 0.5, MaxCapacity: 4}`",
    link: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.create.html",
    kind: RuleKind::Template(run),
};

/// Where a cluster may have its scaling from, beside its own properties.
const RESTORED: [&str; 2] = ["SnapshotIdentifier", "SourceDBClusterIdentifier"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for instance in resource::of_type(context.scope(), "AWS::RDS::DBInstance") {
        let class = instance.properties.get("DBInstanceClass");
        let cluster = instance.properties.get("DBClusterIdentifier").target_of("AWS::RDS::DBCluster");
        let Some(cluster) = cluster.filter(|_| class.is("db.serverless")) else { continue };
        let lacks = |name: &&'static str| cluster.properties.get(name).is_absent();
        if ["ServerlessV2ScalingConfiguration"].iter().chain(&RESTORED).all(lacks) {
            let message =
                format!("`{}` is serverless, and its cluster `{}` does not say how far it scales", instance.id, cluster.id);
            class.report(context, rule.finding(message).help(rule.fix).related(cluster.location, "the cluster"));
        }
    }
}
