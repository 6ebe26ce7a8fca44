//! What an update does where the schemas do not say it.

use super::*;
use serde_json::{Value, json};

fn changed(resource_type: &str, before: Value, after: Value) -> String {
    with(resource_type, json!({}), before, after)
}

fn with(resource_type: &str, attributes: Value, before: Value, after: Value) -> String {
    let template = |properties: Value| {
        let mut resource = attributes.clone();
        resource["Type"] = json!(resource_type);
        resource["Properties"] = properties;
        json!({ "Resources": { "It": resource } })
    };
    told(&one(template(before), template(after)))
}

#[test]
fn an_update_policy_decides_whether_a_domain_is_replaced() {
    let domain = |policy: Value| {
        let attributes = json!({ "UpdatePolicy": policy });
        let version = |version: &str| json!({ "EngineVersion": version });
        with("AWS::OpenSearchService::Domain", attributes, version("OpenSearch_1.3"), version("OpenSearch_2.11"))
    };
    insta::assert_snapshot!(domain(json!({})), @"
    DATA LOSS DIFF201: AWS::OpenSearchService::Domain It is replaced, and its data goes with it
    DOWNTIME DIFF301: It: the endpoint of the domain changes
    It replace
    ");
    insta::assert_snapshot!(domain(json!({ "EnableVersionUpgrade": true })), @"It update");
}

#[test]
fn what_a_service_never_changes_fails() {
    insta::assert_snapshot!(changed("AWS::KMS::Key", json!({ "KeySpec": "RSA_2048" }), json!({ "KeySpec": "RSA_4096" })), @"
    WILL FAIL DIFF108: It: KeySpec cannot be changed: KMS cannot change it on a key, and CloudFormation does not replace the key
    It update
    ");
    let default = changed("AWS::KMS::Key", json!({}), json!({ "KeySpec": "SYMMETRIC_DEFAULT" }));
    insta::assert_snapshot!(default, @"It update");
    let index = |keys: &[(&str, &str)]| {
        let index = |(name, key): &(&str, &str)| json!({ "IndexName": name, "KeySchema": [{ "AttributeName": key, "KeyType": "HASH" }], "Projection": { "ProjectionType": "ALL" } });
        json!({ "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }], "GlobalSecondaryIndexes": keys.iter().map(index).collect::<Vec<_>>() })
    };
    let table = |before: &[(&str, &str)], after: &[(&str, &str)]| changed("AWS::DynamoDB::Table", index(before), index(after));
    insta::assert_snapshot!(table(&[("one", "a")], &[("one", "b")]), @"
    WILL FAIL DIFF108: It: GlobalSecondaryIndexes[one].KeySchema cannot be changed: an index keeps it for its life
    It update
    ");
    insta::assert_snapshot!(table(&[("one", "a")], &[("two", "a")]), @"
    WILL FAIL DIFF108: It: the indexes two, one come or go at once, and an update takes one only
    It update
    ");
    insta::assert_snapshot!(table(&[("one", "a")], &[("one", "a"), ("two", "b")]), @"It update");
}

#[test]
fn a_default_that_is_named_may_replace() {
    let database = |encrypted: bool| {
        with(
            "AWS::RDS::DBInstance",
            json!({ "UpdateReplacePolicy": "Snapshot" }),
            json!({}),
            json!({ "StorageEncrypted": encrypted }),
        )
    };
    insta::assert_snapshot!(database(false), @"It may-replace");
    insta::assert_snapshot!(database(true), @"
    DOWNTIME DIFF301: It: the database is replaced, and the new one is empty
    It replace
    ");
}

#[test]
fn sources_that_differ_leave_it_open() {
    let address = |domain: &str| json!({ "Domain": domain });
    insta::assert_snapshot!(changed("AWS::EC2::EIP", address("standard"), address("vpc")), @"It may-replace");
    insta::assert_snapshot!(changed("AWS::DynamoDB::Table",
        json!({ "KeySchema": [{ "AttributeName": "a", "KeyType": "HASH" }] }), json!({ "KeySchema": [{ "AttributeName": "b", "KeyType": "HASH" }] })), @"
    DATA LOSS DIFF201: AWS::DynamoDB::Table It is replaced, and its data goes with it
    It replace
    ");
}

#[test]
fn another_form_of_a_policy_has_no_effect() {
    let policy =
        |statement: Value| json!({ "Queues": ["q"], "PolicyDocument": { "Version": "2012-10-17", "Statement": statement } });
    let text = json!({ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": ["a", "b"], "Principal": { "AWS": "1" } });
    let list =
        json!([{ "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": ["b", "a"], "Principal": { "AWS": ["1"] } }]);
    insta::assert_snapshot!(changed("AWS::SQS::QueuePolicy", policy(text.clone()), policy(list)), @"It metadata");
    let other = json!([{ "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": ["a"], "Principal": { "AWS": ["1"] } }]);
    insta::assert_snapshot!(changed("AWS::SQS::QueuePolicy", policy(text), policy(other)), @"It update");
}

#[test]
fn what_stays_of_a_resource_is_told() {
    let kept = |resource_type: &str, attributes: Value, before: Value, after: Option<Value>| {
        let template = |properties: &Value| {
            let mut resource = attributes.clone();
            resource["Type"] = json!(resource_type);
            resource["Properties"] = properties.clone();
            json!({ "Resources": { "It": resource, "Other": { "Type": "AWS::SNS::Topic" } } })
        };
        let mut gone = template(&before);
        gone["Resources"].as_object_mut().unwrap().remove("It");
        let comparison = one(template(&before), after.as_ref().map_or(gone, template));
        comparison.stacks[0].resources[0].kept.clone().unwrap_or_default()
    };
    let (table, database) = ("AWS::DynamoDB::Table", "AWS::RDS::DBInstance");
    let retain = json!({ "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain" });
    insta::assert_snapshot!(kept(table, retain.clone(), json!({ "TableName": "a" }), None), @"it stays in the account with its data, outside of every stack, until somebody deletes it");
    insta::assert_snapshot!(kept(table, retain.clone(), json!({ "TableName": "a" }), Some(json!({ "TableName": "b" }))), @"the old one stays in the account with its data, outside of every stack; the new one is empty");
    insta::assert_snapshot!(kept("AWS::IAM::Role", retain, json!({}), None), @"it stays in the account, outside of every stack, until somebody deletes it");
    insta::assert_snapshot!(kept(database, json!({}), json!({ "DBName": "a" }), None), @"a snapshot of it stays");
    insta::assert_snapshot!(kept(database, json!({}), json!({ "DBClusterIdentifier": "a" }), None), @"its data is that of the cluster, and stays");
    let snapshot = json!({ "UpdateReplacePolicy": "Snapshot" });
    let from = |name: &str| json!({ "DBName": name, "DBSnapshotIdentifier": "snap" });
    insta::assert_snapshot!(kept(database, snapshot, from("a"), Some(from("b"))), @"a snapshot of the old one stays; the new one is restored from the snapshot that it names, without what was written since");
    insta::assert_snapshot!(kept(table, json!({}), json!({ "TableName": "a" }), None), @"");
}
