//! `adopt`, with its commands run as they are printed: resources that exist come into a stack, and the next deployment takes them over.

use serde_json::{Value, json};

use crate::support::cli_model;
use crate::support::emulator::Emulator;
use crate::support::fixture::{Fixture, Run};

fn run(emulator: &Emulator, project: &Fixture, arguments: &[&str]) -> Run {
    let mut command = project.command();
    emulator.point_to_emulator(&mut command);
    Run::of(command.args(arguments).output().unwrap())
}

#[test]
fn what_exists_comes_into_a_stack_as_it_is() {
    let emulator = Emulator::start();
    let key = ["--attribute-definitions", "AttributeName=id,AttributeType=S", "--key-schema", "AttributeName=id,KeyType=HASH"];
    let table = ["dynamodb", "create-table", "--table-name", "orders", "--billing-mode", "PAY_PER_REQUEST"];
    emulator.aws(&[table.as_slice(), &key].concat());
    let topic = emulator.aws(&["sns", "create-topic", "--name", "alerts"]);
    let topic = format!("Alerts={}", topic["TopicArn"].as_str().unwrap());

    let project = Fixture::moves("first");
    let command = ["adopt", "data", "Table", "Alerts", "--identifier", "Table=orders", "--identifier", &topic];
    let said = run(&emulator, &project, &command).succeeds().stdout;
    let list: Value = serde_json::from_str(&project.read("out/dev/adopt/data.resources-to-import.json")).unwrap();
    let request =
        json!({ "StackName": "move-dev-data", "ChangeSetName": "adopt", "ChangeSetType": "IMPORT", "ResourcesToImport": list });
    assert_eq!(cli_model::problems("CreateChangeSet", &request.to_string()), "");

    // The emulator detects no drift of a stack that was imported into.
    let is_command = |line: &&str| line.starts_with("aws ") && !line.contains("drift");
    let script: Vec<&str> = said.lines().filter(is_command).collect();
    let output = emulator.shell(&format!("set -e\n{}", script.join("\n")), &project.path("."));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let described = emulator.aws(&["cloudformation", "describe-stacks", "--stack-name", "move-dev-data"]);
    assert_eq!(described["Stacks"][0]["StackStatus"], "IMPORT_COMPLETE");
    run(&emulator, &project, &["adopt", "data", "Table"]).fails(1).stderr_contains("has nothing to import");

    // The rest of the stack comes with the deployment, beside what was imported.
    project.run(["synth", "--quiet"]).succeeds();
    emulator.script(&project.path("out/dev/deploy.sh"), &["data"], "").succeeds();
    let resources = emulator.aws(&["cloudformation", "describe-stack-resources", "--stack-name", "move-dev-data"]);
    let physical = |id: &str| {
        let all = resources["StackResources"].as_array().unwrap();
        all.iter().find(|resource| resource["LogicalResourceId"] == id).unwrap()["PhysicalResourceId"].clone()
    };
    assert_eq!(physical("Table"), "orders");
    assert!(physical("Note").is_string());
}

/// What only AWS knows is looked for, and taken where one resource alone has the properties of the code.
#[test]
fn identifiers_are_looked_for() {
    let emulator = Emulator::start();
    let create = |name: &str| {
        let state = json!({ "DisplayName": name }).to_string();
        let create = ["cloudcontrol", "create-resource", "--type-name", "AWS::SNS::Topic", "--desired-state", &state];
        emulator.aws(&create)["ProgressEvent"]["Identifier"].as_str().unwrap().to_owned()
    };
    create("pages");
    let project = Fixture::moves("first");
    run(&emulator, &project, &["adopt", "data", "Alerts"]).fails(1).stderr_contains("`--from-cli` looks for it");
    let run_it = || run(&emulator, &project, &["adopt", "data", "Alerts", "--from-cli"]);
    run_it().fails(1).stderr_contains("none of 1 in AWS has the properties of the code");
    let identifier = create("alerts");
    let found = run_it().succeeds().stdout_contains("found in AWS: Alerts, the one with the same DisplayName");
    found.stdout_contains(&format!("TopicArn={identifier}"));
    create("alerts");
    run_it().fails(1).stderr_contains("2 of 3 in AWS has the properties of the code");
    // The requests are what the AWS CLI sends.
    for (operation, request) in [
        ("ListResources", json!({ "TypeName": "AWS::SNS::Topic", "ResourceModel": "{}" })),
        ("GetResource", json!({ "TypeName": "AWS::SNS::Topic", "Identifier": identifier })),
    ] {
        assert_eq!(cli_model::problems_of("cloudcontrol", operation, &request.to_string()), "");
    }
}
