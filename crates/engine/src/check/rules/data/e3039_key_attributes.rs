//! E3039: the attributes of a table against the keys of it and its indexes.

use std::collections::BTreeSet;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::Scope;
use crate::language::read::resource;
use crate::language::resolve;
use crate::template::Node;

pub(crate) const RULE: Rule = Rule {
    code: "E3039",
    severity: Severity::Error,
    what: "Finds a DynamoDB table whose keys, with those of its indexes, use an attribute that is not defined, or leave a defined one unused.",
    why: "DynamoDB refuses the table: the number of attributes in the key schema must match the number of attribute definitions.",
    example: "`KeySchema` with `id` where `AttributeDefinitions` has `pk`",
    fix: "define each attribute that is part of a key, and no other: other attributes of items need no definition",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html#cfn-dynamodb-table-attributedefinitions",
    kind: RuleKind::Template(run),
};

const TYPES: [&str; 2] = ["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"];
const INDEXES: [&str; 2] = ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for table in TYPES.iter().flat_map(|name| resource::of_type(scope, name)) {
        let Some(properties) = scope.section("Resources").and_then(|all| all.get(table.id)?.get("Properties")) else {
            continue;
        };
        let Some((defined, used)) = attributes(scope, properties) else { continue };
        let given = table.properties.get("AttributeDefinitions");
        let property = if given.node().is_some() { given } else { table.properties.get("KeySchema") };
        for name in used.difference(&defined) {
            let message = format!("the attribute `{name}` is part of a key of `{}` and is not defined", table.id);
            property.report(context, rule.finding(message).help(rule.fix));
        }
        for name in defined.difference(&used) {
            let message = format!("the attribute `{name}` of `{}` is defined and part of no key", table.id);
            property.report(context, rule.finding(message).help(rule.fix));
        }
    }
}

/// The attributes that are defined, and those in keys, where all of them are written out.
fn attributes<'a>(scope: &'a Scope<'a>, properties: &'a Node) -> Option<(BTreeSet<String>, BTreeSet<String>)> {
    // A table without definitions has none for its keys.
    let defined = properties.get("AttributeDefinitions").map_or(Some(BTreeSet::new()), |list| names(scope, list))?;
    let mut used = names(scope, properties.get("KeySchema")?)?;
    for index in INDEXES {
        let Some(list) = properties.get(index) else { continue };
        for item in scope.literal(list)?.as_list()? {
            used.extend(names(scope, scope.literal(item)?.get("KeySchema")?)?);
        }
    }
    resolve::is_plain(properties).then_some((defined, used))
}

fn names<'a>(scope: &'a Scope<'a>, list: &'a Node) -> Option<BTreeSet<String>> {
    let items = scope.literal(list)?.as_list()?;
    items.iter().map(|item| scope.text(scope.literal(item)?.get("AttributeName")?)).collect()
}
