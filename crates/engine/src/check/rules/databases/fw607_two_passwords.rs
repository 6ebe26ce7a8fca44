//! FW607: a password that is given twice: written, and made by Secrets Manager.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW607",
    severity: Severity::Error,
    what: "Finds a database with `MasterUserPassword` beside `ManageMasterUserPassword: true`, and a secret with both `SecretString` and `GenerateSecretString`.",
    why: "The service refuses it: the value is given, or it is generated.",
    example: "`ManageMasterUserPassword: true` with `MasterUserPassword`",
    fix: "remove the value, and let it be generated",
    link: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
    kind: RuleKind::Template(run),
};

/// The types, what is given, what generates it, and whether that is a flag.
const PAIRS: [(&str, &str, &str, bool); 5] = [
    ("AWS::DocDB::DBCluster", "MasterUserPassword", "ManageMasterUserPassword", true),
    ("AWS::RDS::DBCluster", "MasterUserPassword", "ManageMasterUserPassword", true),
    ("AWS::RDS::DBInstance", "MasterUserPassword", "ManageMasterUserPassword", true),
    ("AWS::Redshift::Cluster", "MasterUserPassword", "ManageMasterPassword", true),
    ("AWS::SecretsManager::Secret", "SecretString", "GenerateSecretString", false),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for (kind, given, generated, is_flag) in PAIRS {
        for holder in resource::of_type(scope, kind) {
            let generating = holder.properties.get(generated).cases();
            let generating = generating.into_iter().filter(|case| if is_flag { case.is("true") } else { case.is_given() });
            for generating in generating {
                let both =
                    holder.properties.get(given).cases().into_iter().find(|case| case.is_given() && case.coexists(&generating));
                let Some(value) = both else { continue };
                let message = format!("`{}` has both `{given}` and `{generated}`", holder.id);
                value.report(context, rule.finding(message).help(format!("remove `{given}`, or `{generated}`")));
                break;
            }
        }
    }
}
