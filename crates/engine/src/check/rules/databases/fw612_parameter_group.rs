//! FW612: a parameter group of another engine, or of another line of its versions.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;
use crate::schema::extensions::numbers;

pub(crate) const RULE: Rule = Rule {
    code: "FW612",
    severity: Severity::Error,
    what: "Finds a database whose parameter group is of another engine, or of another line of the engine's versions.",
    why: "RDS refuses the database: the parameter group cannot be used for it.",
    example: "`EngineVersion: 16.4` of `postgres` with a group of the `Family` `postgres15`",
    fix: "give the parameter group the family of the engine and its version: `postgres16`, `mysql8.0`, `aurora-postgresql15`",
    link: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html",
    kind: RuleKind::Template(run),
};

/// The databases, the property that names their group, and the type of that.
const GROUPS: [(&str, &str, &str); 2] = [
    ("AWS::RDS::DBCluster", "DBClusterParameterGroupName", "AWS::RDS::DBClusterParameterGroup"),
    ("AWS::RDS::DBInstance", "DBParameterGroupName", "AWS::RDS::DBParameterGroup"),
];
/// The engines whose families begin with the engine's name.
const ENGINES: [&str; 5] = ["aurora-mysql", "aurora-postgresql", "mariadb", "mysql", "postgres"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for (kind, name, group_kind) in GROUPS {
        for database in resource::of_type(context.scope(), kind) {
            let named = database.properties.get(name);
            let Some(group) = named.owner_of(group_kind) else { continue };
            let Some((engine, family)) = database.properties.get("Engine").text().zip(group.properties.get("Family").text())
            else {
                continue;
            };
            let version = database.properties.get("EngineVersion").text().unwrap_or_default();
            if is_other(&engine.to_lowercase(), &version, &family.to_lowercase()) {
                let of = if version.is_empty() { String::new() } else { format!(" {version}") };
                let message = format!(
                    "`{}` has the engine {engine}{of}, and its parameter group `{}` is of `{family}`",
                    database.id, group.id
                );
                named.report(context, rule.finding(message).help(rule.fix).related(group.location, "the parameter group"));
            }
        }
    }
}

/// Whether a family is surely not that of an engine and its version, as far as both say.
fn is_other(engine: &str, version: &str, family: &str) -> bool {
    let begins = |with: &str| family.strip_prefix(with).filter(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    if !ENGINES.contains(&engine) || !ENGINES.iter().any(|known| begins(known).is_some()) {
        return false;
    }
    let Some(line) = begins(engine) else { return true };
    numbers(line).iter().zip(numbers(version)).any(|(one, other)| *one != other)
}

#[cfg(test)]
mod tests {
    use super::is_other;

    #[test]
    fn a_family_is_compared_as_far_as_it_goes() {
        assert!(is_other("postgres", "16.4", "postgres15"));
        assert!(is_other("mysql", "", "postgres15"));
        assert!(is_other("aurora-mysql", "8.0.mysql_aurora.3.04.0", "aurora-mysql5.7"));
        assert!(!is_other("postgres", "16.4", "postgres16"));
        assert!(!is_other("mysql", "8", "mysql8.0"));
        assert!(!is_other("mysql", "", "mysql8.0"));
        assert!(!is_other("aurora-mysql", "8.0.mysql_aurora.3.04.0", "aurora-mysql8.0"));
        assert!(!is_other("oracle-ee", "19.0.0.0", "oracle-se2-19"));
        assert!(!is_other("postgres", "16.4", "somebody"));
    }
}
