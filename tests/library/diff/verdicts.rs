//! Verdicts against AWS's documented update behaviour.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use serde::Deserialize;
use serde_json::{Value, json};

/// One change of one resource, and what the page of its type says that it does.
#[derive(Deserialize)]
struct Case {
    #[serde(rename = "type")]
    resource_type: String,
    before: Value,
    after: Value,
    verdict: String,
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("../../diff/verdicts.json")).unwrap()
}

#[test]
fn verdicts_are_those_of_the_documentation() {
    let mut wrong = Vec::new();
    for case in cases() {
        let template =
            |properties: &Value| json!({ "Resources": { "It": { "Type": case.resource_type, "Properties": properties } } });
        let comparison = one(template(&case.before), template(&case.after));
        let verdict = comparison.stacks[0].resources.first().map_or("same".to_owned(), |resource| word(resource.verdict));
        if verdict != case.verdict {
            wrong.push(format!(
                "{}: {} → {}: {verdict}, and the page says {}",
                case.resource_type, case.before, case.after, case.verdict
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A type that comes into the stacks of this repository needs verdicts of its own.
#[test]
fn every_type_of_the_stacks_has_a_verdict() {
    let known: BTreeSet<String> = cases().into_iter().map(|case| case.resource_type).collect();
    let mut missing = BTreeSet::new();
    for environment in entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots")) {
        for file in entries(&environment) {
            let text = fs::read_to_string(file).unwrap();
            let template: Value = serde_json::from_str(text.splitn(3, "---\n").last().unwrap()).unwrap();
            for resource in template["Resources"].as_object().unwrap().values() {
                let resource_type = resource["Type"].as_str().unwrap().to_owned();
                if !known.contains(&resource_type) {
                    missing.insert(resource_type);
                }
            }
        }
    }
    assert!(missing.is_empty(), "tests/diff/verdicts.json has no case of {missing:?}");
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn a_type_cannot_change() {
    let template = |resource_type: &str| json!({ "Resources": { "It": { "Type": resource_type } } });
    insta::assert_snapshot!(told(&one(template("AWS::SNS::Topic"), template("AWS::SQS::Queue"))), @"
    WILL FAIL DIFF102: It was of type AWS::SNS::Topic and becomes AWS::SQS::Queue; the type of a logical id cannot change
    It retype
    ");
}

/// Whether a resource comes, goes or stays is for the deployment to say, where nobody knows the condition before.
#[test]
fn another_condition_that_nobody_knows_is_not_harmless() {
    let template = |value: &str, condition: Option<&str>| {
        let mut topic = json!({ "Type": "AWS::SNS::Topic" });
        if let Some(condition) = condition {
            topic["Condition"] = json!(condition);
        }
        json!({
            "Parameters": { "Stage": { "Type": "String" } },
            "Conditions": {
                "Chosen": { "Fn::Equals": [{ "Ref": "Stage" }, value] },
                "Always": { "Fn::Equals": ["a", "a"] },
            },
            "Resources": { "Topic": topic },
        })
    };
    let verdict = |before: Value, after: Value| told(&one(before, after));
    let moved = verdict(template("a", Some("Chosen")), template("b", Some("Chosen")));
    assert_eq!(moved, "Topic remove where Stage = a\nTopic add where Stage = b");
    let chosen = verdict(template("a", None), template("a", Some("Chosen")));
    assert_eq!(chosen, "Topic metadata where Stage = a\nTopic remove where Stage ≠ a");
    assert_eq!(verdict(template("a", None), template("a", Some("Always"))), "Topic metadata");
    assert_eq!(verdict(template("a", Some("Chosen")), template("a", Some("Chosen"))), "");
}

#[test]
fn parameters_and_conditions_are_followed() {
    let template = |default: &str| {
        json!({
            "Parameters": { "Stage": { "Type": "String", "Default": default } },
            "Conditions": { "IsProd": { "Fn::Equals": [{ "Ref": "Stage" }, "prod"] } },
            "Resources": {
                "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": { "Fn::Sub": "${Stage}-jobs" } } },
                "Topic": { "Type": "AWS::SNS::Topic", "Condition": "IsProd" },
                "Logs": { "Type": "AWS::Logs::LogGroup", "Properties": { "RetentionInDays": { "Fn::If": ["IsProd", 90, 7] } } }
            }
        })
    };
    insta::assert_snapshot!(told(&one(template("dev"), template("prod"))), @"
    DATA LOSS DIFF201: AWS::SQS::Queue Queue is replaced, and its data goes with it where Stage goes from its default dev to prod
    Queue replace where Stage goes from its default dev to prod
    Topic add where Stage goes from its default dev to prod
    Logs update where Stage goes from its default dev to prod
    ");
}

/// A dialect of another tool: `OrganizationBinding` says to org-formation in which accounts the resource is.
#[test]
fn what_another_tool_reads_of_a_resource_is_unknown() {
    let bucket = |binding: &str| json!({ "Resources": { "Logs": { "Type": "AWS::S3::Bucket", "OrganizationBinding": { "Ref": binding }, "Description": binding } } });
    let change = one(bucket("Management"), bucket("Master"));
    assert_eq!(told(&change), "Logs unknown");
    let lines: Vec<_> = change.stacks[0].resources[0].changes.iter().map(|line| (line.path.property(), line.effect)).collect();
    assert_eq!(
        lines,
        [("OrganizationBinding".to_owned(), diff::Effect::Unknown), ("Description".to_owned(), diff::Effect::Nothing)]
    );
}

/// A statement in another form is the same one, also where another one comes beside it.
#[test]
fn only_the_statement_that_comes_is_told() {
    let read = |action: serde_json::Value| json!({ "Effect": "Allow", "Action": action, "Resource": "*" });
    let policy = |statements: serde_json::Value| {
        let document = json!({ "Version": "2012-10-17", "Statement": statements });
        let properties = json!({ "PolicyName": "p", "RoleName": "r", "PolicyDocument": document });
        json!({ "Resources": { "P": { "Type": "AWS::IAM::RolePolicy", "Properties": properties } } })
    };
    let paths = |before: serde_json::Value, after: serde_json::Value| {
        let change = one(policy(before), policy(after));
        let changes = change.stacks[0].resources.iter().flat_map(|resource| &resource.changes);
        changes.map(|change| format!("{} {}", change.path.property(), change.why)).collect::<Vec<_>>()
    };
    let (list, text, more) = (read(json!(["s3:GetObject"])), read(json!("s3:GetObject")), read(json!("kms:Decrypt")));
    let comes = paths(json!([list]), json!([text, more]));
    assert_eq!(comes, ["PolicyDocument.Statement[1] "]);
    assert_eq!(paths(json!([list, more]), json!([more, text])), ["PolicyDocument.Statement another form of the same policy"]);
    // However many they are.
    let many =
        |indices: &mut dyn Iterator<Item = usize>| indices.map(|index| read(json!(format!("s3:Get{index}")))).collect::<Vec<_>>();
    let (there, back) = (json!(many(&mut (0..1_500))), json!(many(&mut (0..1_500).rev())));
    assert_eq!(paths(there, back), ["PolicyDocument.Statement another form of the same policy"]);
    assert_eq!(paths(json!([list]), json!([more])).len(), 1);
}
