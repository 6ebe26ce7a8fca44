//! `AWS::Serverless::SimpleTable`

use super::build;
use super::made::MadeResource;
use super::resource::SamResource;
use super::tags;
use super::work::Work;
use crate::template::Node;

/// The type of what a table becomes.
pub(super) const TYPE: &str = "AWS::DynamoDB::Table";

/// Makes a table with one key.
pub(super) fn make(work: &mut Work<'_>, source: &SamResource<'_>) {
    let (attribute, key) = key(source.property("PrimaryKey"));
    let throughput = source.property("ProvisionedThroughput").filter(|node| !node.is_empty());
    let made = MadeResource::main(source, TYPE)
        .set("AttributeDefinitions", attribute)
        .set("KeySchema", key)
        .set("ProvisionedThroughput", throughput.cloned())
        .set("BillingMode", throughput.is_none().then(|| build::text("PAY_PER_REQUEST")))
        .copy(source.properties, &["PointInTimeRecoverySpecification", "SSESpecification", "TableName"])
        .set("Tags", tags::own(source.property("Tags")));
    work.put(source, made);
}

/// The definition of the key's attribute, and the schema of the key.
fn key(given: Option<&Node>) -> (Node, Node) {
    let given = given.filter(|node| !node.is_empty());
    let (name, kind) = match given {
        None => (build::text("id"), build::text("S")),
        Some(key) => match (build::present(key, "Name"), build::present(key, "Type")) {
            (Some(name), Some(kind)) => (name.clone(), attribute_type(kind)),
            _ => return (build::opaque(key), build::opaque(key)),
        },
    };
    let definition = build::map([("AttributeName", name.clone()), ("AttributeType", kind)]);
    let schema = build::map([("AttributeName", name), ("KeyType", build::text("HASH"))]);
    (build::list([definition]), build::list([schema]))
}

fn attribute_type(kind: &Node) -> Node {
    match kind.as_str() {
        Some("String") => build::text("S"),
        Some("Number") => build::text("N"),
        Some("Binary") => build::text("B"),
        _ => build::opaque(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::json;

    #[test]
    fn a_table_has_one_key_and_is_paid_by_request() {
        let of = |properties: &str| {
            let yaml = format!("Resources: {{T: {{Type: AWS::Serverless::SimpleTable, Properties: {properties}}}}}");
            json(&yaml, &["Resources", "T", "Properties"])
        };
        assert_eq!(
            of("{TableName: n}"),
            r#"{"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST","TableName":"n"}"#
        );
        assert_eq!(
            of("{PrimaryKey: {Name: k, Type: Number}, ProvisionedThroughput: {ReadCapacityUnits: 1}, Tags: {A: b}}"),
            r#"{"AttributeDefinitions":[{"AttributeName":"k","AttributeType":"N"}],"KeySchema":[{"AttributeName":"k","KeyType":"HASH"}],"ProvisionedThroughput":{"ReadCapacityUnits":1},"Tags":[{"Key":"A","Value":"b"}]}"#
        );
    }
}
