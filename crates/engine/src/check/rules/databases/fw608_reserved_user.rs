//! FW608: a master user with a name that the engine keeps for itself.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW608",
    severity: Severity::Error,
    what: "Finds a `MasterUsername` that the engine keeps for itself, such as `admin` of PostgreSQL, or `rdsadmin` of each.",
    why: "RDS refuses the database: `MasterUsername admin cannot be used as it is a reserved word used by the engine`.",
    example: "`MasterUsername: admin` with `Engine: postgres`",
    fix: "take another name, such as `postgres` or `dbadmin`",
    link: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
    kind: RuleKind::Template(run),
};

/// How the name of an engine begins, and the names that it keeps. What is known to be refused is here, and no more: words of SQL differ by
/// engine and version.
const RESERVED: [(&str, &[&str]); 2] = [("", &["rdsadmin"]), ("postgres", &["admin"])];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for kind in ["AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::DocDB::DBCluster"] {
        for database in resource::of_type(scope, kind) {
            // A restored database, and an instance of a cluster, have the user that is there.
            let has_other = ["DBClusterIdentifier", "DBSnapshotIdentifier", "SnapshotIdentifier", "SourceDBInstanceIdentifier"];
            if has_other.iter().any(|name| !database.properties.get(name).is_absent()) {
                continue;
            }
            let engine = database.properties.get("Engine").text().unwrap_or_default();
            let engine = engine.trim_start_matches("aurora-");
            let user = database.properties.get("MasterUsername");
            let Some(name) = user.text() else { continue };
            let is_refused =
                |(of, names): &(&str, &[&str])| engine.starts_with(of) && names.contains(&name.to_lowercase().as_str());
            if kind == "AWS::DocDB::DBCluster" && name == "admin" || RESERVED.iter().any(is_refused) {
                let message =
                    format!("`{name}` cannot be the `MasterUsername` of `{}`: the engine keeps it for itself", database.id);
                user.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
}
