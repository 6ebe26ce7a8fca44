//! What stays of what is removed or replaced, and of its data.

use super::*;
use serde_json::{Value, json};

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
    insta::assert_snapshot!(kept(database, json!({}), json!({ "DBClusterIdentifier": "a" }), None), @"its data is that of the cluster");
    let snapshot = json!({ "UpdateReplacePolicy": "Snapshot" });
    let from = |name: &str| json!({ "DBName": name, "DBSnapshotIdentifier": "snap" });
    insta::assert_snapshot!(kept(database, snapshot, from("a"), Some(from("b"))), @"a snapshot of the old one stays; the new one is restored from the snapshot that it names, without what was written since");
    insta::assert_snapshot!(kept(table, json!({}), json!({ "TableName": "a" }), None), @"");
}

/// CloudFormation goes on without a deletion that fails.
#[test]
fn what_a_service_does_not_delete_is_not_lost() {
    let removed = |resource_type: &str, properties: Value, other: Value| {
        let template = json!({ "Resources": { "It": { "Type": resource_type, "Properties": properties }, "Other": other } });
        let comparison = one(template, json!({ "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } } }));
        let kept = comparison.stacks[0].resources.iter().find(|resource| resource.id == "It").unwrap().kept.clone();
        let is_lost = comparison.headlines.iter().any(|headline| headline.code == "DIFF201");
        if is_lost { "lost".to_owned() } else { kept.unwrap() }
    };
    let topic = json!({ "Type": "AWS::SNS::Topic" });
    let of = |resource_type: &str, properties: Value| removed(resource_type, properties, topic.clone());
    insta::assert_snapshot!(of("AWS::S3::Bucket", json!({})), @"it is deleted only if it is empty; else the deletion fails, and it stays outside of every stack");
    insta::assert_snapshot!(of("AWS::ECR::Repository", json!({})), @"it is deleted only if it is empty; else the deletion fails, and it stays outside of every stack");
    insta::assert_snapshot!(of("AWS::DynamoDB::Table", json!({ "DeletionProtectionEnabled": "true" })), @"it is protected from deletion, which fails, and it stays with its data, outside of every stack");
    insta::assert_snapshot!(of("AWS::Cognito::UserPool", json!({ "DeletionProtection": "ACTIVE" })), @"it is protected from deletion, which fails, and it stays with its data, outside of every stack");
    insta::assert_snapshot!(of("AWS::RDS::DBInstance", json!({ "DeletionProtection": true })), @"it is protected from deletion, which fails, and it stays with its data, outside of every stack");
    let unknown = json!({ "Ref": "AWS::StackId" });
    assert_eq!(of("AWS::ECR::Repository", json!({ "EmptyOnDelete": true })), "lost");
    assert_eq!(of("AWS::ECR::Repository", json!({ "EmptyOnDelete": unknown })), "lost");
    assert_eq!(of("AWS::DynamoDB::Table", json!({ "DeletionProtectionEnabled": unknown })), "lost");
    assert_eq!(of("AWS::Cognito::UserPool", json!({ "DeletionProtection": "INACTIVE" })), "lost");
    let emptied =
        json!({ "Type": "Custom::S3AutoDeleteObjects", "Properties": { "ServiceToken": "arn", "BucketName": { "Ref": "It" } } });
    assert_eq!(removed("AWS::S3::Bucket", json!({}), emptied), "lost");
}

/// What a policy or a protection keeps no longer is told before it is needed.
#[test]
fn what_will_not_stay_any_more_is_told() {
    let database = |more: Value| {
        let mut resource = json!({ "Type": "AWS::RDS::DBInstance", "Properties": { "Engine": "postgres" } });
        let (attributes, properties) = (&more["Attributes"], &more["Properties"]);
        resource.as_object_mut().unwrap().extend(attributes.as_object().cloned().unwrap_or_default());
        resource["Properties"].as_object_mut().unwrap().extend(properties.as_object().cloned().unwrap_or_default());
        json!({ "Resources": { "Database": resource } })
    };
    let attribute = |name: &str, value: &str| json!({ "Attributes": { name: value } });
    let protected = json!({ "Attributes": { "DeletionPolicy": "Delete" }, "Properties": { "DeletionProtection": true } });
    let kept = |before: Value, after: Value| {
        let comparison = one(database(before), database(after));
        let resource = &comparison.stacks[0].resources[0];
        assert_eq!(resource.is_kept_less, resource.kept.is_some());
        resource.kept.clone().unwrap_or_default()
    };
    let nothing = "once it is removed, its data goes with it: nothing keeps it any more";
    assert_eq!(kept(json!({}), attribute("DeletionPolicy", "Delete")), nothing, "the default is a snapshot");
    assert_eq!(kept(attribute("DeletionPolicy", "Retain"), json!({})), "once it is removed, only a snapshot of it stays");
    let either = nothing.replace("removed", "removed or replaced");
    assert_eq!(kept(protected, attribute("DeletionPolicy", "Delete")), either);
    assert_eq!(kept(attribute("DeletionPolicy", "Delete"), attribute("DeletionPolicy", "Retain")), "");
    assert_eq!(
        kept(attribute("UpdateReplacePolicy", "Snapshot"), attribute("UpdateReplacePolicy", "Delete")),
        "once it is replaced, its data goes with it: nothing keeps it any more"
    );
}

/// A parameter whose value the template has holds nothing that only it has.
#[test]
fn what_the_template_says_is_not_lost() {
    let template = |id: &str, name: &str, value: Value| {
        let properties = json!({ "Type": "String", "Name": name, "Value": value });
        json!({ "Resources": { "Topic": { "Type": "AWS::SNS::Topic" }, id: { "Type": "AWS::SSM::Parameter", "Properties": properties } } })
    };
    let given = json!({ "Ref": "Given" });
    let told = |before: Value, after: Value| told(&one(before, after));
    assert_eq!(told(template("Size", "a", json!("1")), template("Size", "b", json!("1"))), "Size replace");
    assert_eq!(told(template("Size", "a", given.clone()), template("Size", "b", given.clone())), "Size replace");
    let gone = json!({ "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } } });
    assert_eq!(told(template("Size", "a", json!("1")), gone.clone()), "Size remove");
    let topic = json!({ "Fn::GetAtt": ["Topic", "TopicArn"] });
    assert_eq!(told(template("Size", "a", topic), gone.clone()), "Size remove");
    // Who gave it may be the only one that knows it.
    assert!(told(template("Size", "a", given), gone).contains("DATA LOSS"));
}
