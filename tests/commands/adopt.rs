//! `adopt`: what is written for an import, and what cannot be imported.

use crate::support::fixture::Fixture;
use serde_json::Value;

/// The app, beside a base in which nothing is deployed.
fn nothing_deployed() -> Fixture {
    Fixture::moves("first").file("base/dev/other.template.json", "{\"Resources\": {\"A\": {\"Type\": \"AWS::SNS::Topic\"}}}")
}

const TOPIC: &str = "Alerts=arn:aws:sns:us-east-1:931637612335:alerts";

#[test]
fn an_import_is_written_with_the_commands_in_order() {
    let project = nothing_deployed();
    let run = project.run([
        "adopt",
        "data",
        "Table",
        "Alerts",
        "--identifier",
        "Table=orders",
        "--identifier",
        TOPIC,
        "--against",
        "base",
    ]);
    insta::assert_snapshot!(run.succeeds().stdout, @r#"
    dev · 2 resources to import into move-dev-data
      Alerts  AWS::SNS::Topic  TopicArn=arn:aws:sns:us-east-1:931637612335:alerts
      Table  AWS::DynamoDB::Table  TableName=orders
      DeletionPolicy: Retain for the import, since the code says none: Alerts, Table

    The commands, in order; nothing is imported before `execute-change-set`:

    aws cloudformation create-change-set --change-set-type IMPORT --change-set-name adopt --template-body file://out/dev/adopt/data.import.template.json --resources-to-import file://out/dev/adopt/data.resources-to-import.json --stack-name move-dev-data --region us-east-1
    aws cloudformation wait change-set-create-complete --change-set-name adopt --stack-name move-dev-data --region us-east-1
    aws cloudformation describe-change-set --change-set-name adopt --stack-name move-dev-data --region us-east-1
    aws cloudformation execute-change-set --change-set-name adopt --stack-name move-dev-data --region us-east-1
    aws cloudformation wait stack-import-complete --stack-name move-dev-data --region us-east-1
    drift=$(aws cloudformation detect-stack-drift --stack-name move-dev-data --query StackDriftDetectionId --output text --region us-east-1)
    while aws cloudformation describe-stack-drift-detection-status --stack-drift-detection-id "$drift" --query DetectionStatus --output text --region us-east-1 | grep -q IN_PROGRESS; do sleep 5; done
    aws cloudformation describe-stack-resource-drifts --stack-resource-drift-status-filters MODIFIED DELETED --stack-name move-dev-data --region us-east-1

    Then make the code say what the drift shows, and deploy.
    "#);
    insta::assert_snapshot!(project.read("out/dev/adopt/data.resources-to-import.json"), @r#"
    [
      {
        "ResourceType": "AWS::SNS::Topic",
        "LogicalResourceId": "Alerts",
        "ResourceIdentifier": {
          "TopicArn": "arn:aws:sns:us-east-1:931637612335:alerts"
        }
      },
      {
        "ResourceType": "AWS::DynamoDB::Table",
        "LogicalResourceId": "Table",
        "ResourceIdentifier": {
          "TableName": "orders"
        }
      }
    ]
    "#);
    let template: Value = serde_json::from_str(&project.read("out/dev/adopt/data.import.template.json")).unwrap();
    let resources = template["Resources"].as_object().unwrap();
    assert_eq!(resources.keys().collect::<Vec<_>>(), ["Alerts", "Table"]);
    assert!(resources.values().all(|resource| resource["DeletionPolicy"] == "Retain"), "{template}");
}

#[test]
fn what_stands_against_an_import_is_said_in_one_run() {
    let project = nothing_deployed();
    let run = project.run(["adopt", "data", "Table", "Note", "--against", "base"]).fails(1);
    run.stderr_contains("only AWS knows the `TableName` that identifies `Table` (AWS::DynamoDB::Table)")
        .stderr_contains("`--identifier Table=VALUE`")
        .stderr_contains("only AWS knows the `Name` that identifies `Note`")
        .stderr_contains("nothing was written");
    let run = project.run(["adopt", "data", "Note", "--identifier", "Note=/a", "--against", "base"]).fails(1);
    run.stderr_contains("`Note` refers to `Table`, which is neither deployed nor imported with it");
    project.run(["adopt", "data", "Tabel", "--against", "base"]).fails(1).stderr_contains("did you mean `Table`?");
    project.run(["adopt", "dat", "--against", "base"]).fails(1).stderr_contains("did you mean `data`?");
    project.run(["adopt", "data", "--identifier", "Table", "--against", "base"]).fails(1).stderr_contains("expected `ID=VALUE`");
    assert!(!project.exists("out"));
}

#[test]
fn what_is_deployed_is_not_imported() {
    let project = nothing_deployed();
    project.run(["synth", "--quiet"]).succeeds();
    project.run(["adopt", "data", "--against", "out"]).fails(1).stderr_contains("has nothing to import");
}
