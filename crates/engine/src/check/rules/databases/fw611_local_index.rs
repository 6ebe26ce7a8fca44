//! FW611: a local secondary index that DynamoDB refuses.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW611",
    severity: Severity::Error,
    what: "Finds a local secondary index with another partition key than its table.",
    why: "DynamoDB refuses the table: `Index KeySchema does not have the same leading hash key as table KeySchema`.",
    example: "`KeySchema: [{AttributeName: state, KeyType: HASH}, …]` in `LocalSecondaryIndexes` of a table whose partition key is `id`",
    fix: "begin the keys of the index with the partition key of the table, or write it into `GlobalSecondaryIndexes`",
    link: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for kind in ["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"] {
        for table in resource::of_type(context.scope(), kind) {
            let Some(keys) = table.properties.get("KeySchema").items() else { continue };
            let partition = key(&keys, "HASH").and_then(|key| key.text());
            for index in table.properties.get("LocalSecondaryIndexes").every_item() {
                let own = index.get("KeySchema").items().and_then(|keys| key(&keys, "HASH"));
                let Some((own, partition)) = own.zip(partition.as_deref()) else { continue };
                if let Some(given) = own.text().filter(|given| given != partition) {
                    let message = format!(
                        "a local secondary index of `{}` has the partition key `{given}`, and the table `{partition}`",
                        table.id
                    );
                    own.report(context, rule.finding(message).help(rule.fix));
                }
            }
        }
    }
}

/// The name of the attribute that is the key of a kind.
fn key<'a>(keys: &[Property<'a>], kind: &str) -> Option<Property<'a>> {
    keys.iter().find(|key| key.get("KeyType").is(kind)).map(|key| key.get("AttributeName"))
}
