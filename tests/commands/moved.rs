//! `moved` lines: what `diff` says of them, what `refactor` writes, and lines that cannot be.

use crate::support::fixture::Fixture;
use serde_json::Value;

/// The app at a step, with the templates of the first step in `base`.
fn at(step: &str) -> Fixture {
    let first = Fixture::moves("first");
    first.run(["synth", "--quiet"]).succeeds();
    let base = ["store", "data"].map(|stack| (stack, first.read(&format!("out/dev/{stack}.template.json"))));
    base.into_iter()
        .fold(Fixture::moves(step), |project, (stack, text)| project.file(&format!("base/dev/{stack}.template.json"), text))
}

#[test]
fn a_likely_rename_is_proposed_as_a_move() {
    let run = at("renamed-unsaid").run(["diff", "--against", "base"]).fails(17);
    run.stdout_contains("to keep what is deployed: `stack.moved(\"Table\", \"Orders\")`, then `refactor`");
    let run = at("split-unsaid").run(["diff", "--against", "base"]).fails(17).stdout_contains("DATA LOSS");
    run.stdout_contains("to keep what is deployed: `stack.moved_from(\"data\", \"Table\", \"Orders\")`, then `refactor`");
}

/// Without it, what is deployed would be deleted, and nobody would see why.
#[test]
fn a_move_of_what_is_not_there_is_found() {
    let project = at("renamed-misspelt");
    let said = "warning[FW012]: the stack `data` has no resource `Tabel`: nothing is moved to `Orders`";
    project.run(["diff", "--against", "base"]).fails(17).stderr_contains(said).stderr_contains("did you mean `Table`?");
    project.run(["refactor", "--against", "base"]).succeeds().stderr_contains(said);
    // A stack that is not there yet tells nothing.
    let empty =
        at("renamed-misspelt").file("none/dev/other.template.json", "{\"Resources\": {\"A\": {\"Type\": \"AWS::SNS::Topic\"}}}");
    empty.run(["diff", "--against", "none"]).fails(10).stderr_lacks("FW012");
}

#[test]
fn what_is_moved_is_neither_removed_nor_added() {
    let renamed = at("renamed");
    insta::assert_snapshot!(renamed.run(["diff", "--against", "base"]).fails(10).stdout, @r"
    dev: 1 to be moved (Orders)
      against base

    MOVED [DIFF701] data: AWS::DynamoDB::Table Table is moved to Orders, and stays what it is
      Run the commands of `refactor` before the deployment: without them it removes the old one and makes a new one.

    data · 1 moved
      → Orders  AWS::DynamoDB::Table  MOVED
          it is Table of the stack data until `refactor` has moved it
    ");
    insta::assert_snapshot!(at("split").run(["diff", "--against", "base"]).fails(10).stdout, @r"
    dev: 1 to be moved (Orders)
      against base

    MOVED [DIFF701] store: AWS::DynamoDB::Table Table of the stack data is moved to Orders, and stays what it is
      Run the commands of `refactor` before the deployment: without them it removes the old one and makes a new one.

    store · 1 moved
      → Orders  AWS::DynamoDB::Table  MOVED
          it is Table of the stack data until `refactor` has moved it
    ");
    let json: Value =
        serde_json::from_str(&renamed.run(["diff", "--against", "base", "--format", "json"]).fails(10).stdout).unwrap();
    let moved = &json["comparisons"][0]["stacks"][0]["resources"][0];
    assert_eq!((&moved["verdict"], &moved["movedFrom"]["id"]), (&"moved".into(), &"Table".into()), "{moved}");
}

#[test]
fn the_picture_of_a_move_has_one_box() {
    let json: Value =
        serde_json::from_str(&at("split").run(["graph", "--diff", "base", "--format", "json"]).succeeds().stdout).unwrap();
    let nodes = json["graphs"][0]["nodes"].as_array().unwrap();
    let tables: Vec<_> = nodes.iter().filter(|node| node["type"] == "AWS::DynamoDB::Table").collect();
    assert_eq!(tables.len(), 1, "{json}");
    assert_eq!(
        (&tables[0]["id"], &tables[0]["change"], &tables[0]["note"]),
        (&"store/Orders".into(), &"moved".into(), &"from data/Table".into())
    );
}

#[test]
fn a_refactor_is_written_with_the_commands_in_order() {
    let split = at("split");
    let run = split.run(["refactor", "--against", "base"]).succeeds();
    insta::assert_snapshot!(run.stdout, @r#"
    dev · 1 resource to move, in 2 stacks
      data.Table → store.Orders  AWS::DynamoDB::Table
      new output: store.Orders

    The commands, in order; nothing is moved before the last but one:

    refactor=$(aws cloudformation create-stack-refactor --cli-input-json file://out/dev/refactor/request.json --query StackRefactorId --output text --region us-east-1)
    aws cloudformation wait stack-refactor-create-complete --stack-refactor-id "$refactor" --region us-east-1
    aws cloudformation describe-stack-refactor --stack-refactor-id "$refactor" --region us-east-1
    aws cloudformation list-stack-refactor-actions --stack-refactor-id "$refactor" --region us-east-1
    aws cloudformation execute-stack-refactor --stack-refactor-id "$refactor" --region us-east-1
    aws cloudformation wait stack-refactor-execute-complete --stack-refactor-id "$refactor" --region us-east-1
    "#);
    let request: Value = serde_json::from_str(&split.read("out/dev/refactor/request.json")).unwrap();
    insta::assert_snapshot!(format!("{:#}", request["ResourceMappings"]), @r#"
    [
      {
        "Source": {
          "StackName": "move-dev-data",
          "LogicalResourceId": "Table"
        },
        "Destination": {
          "StackName": "move-dev-store",
          "LogicalResourceId": "Orders"
        }
      }
    ]
    "#);
    // What was a `Ref` is an import, of the export that the code makes.
    let data = split.read("out/dev/refactor/data.template.json");
    assert!(data.contains("\"Fn::ImportValue\": \"move-dev-store-Orders\"") && !data.contains("\"Table\""), "{data}");
    let store = split.read("out/dev/refactor/store.template.json");
    assert!(store.contains("AWS::DynamoDB::Table") && store.contains("\"Name\": \"move-dev-store-Orders\""), "{store}");
    let bodies: Vec<&str> =
        request["StackDefinitions"].as_array().unwrap().iter().map(|stack| stack["TemplateBody"].as_str().unwrap()).collect();
    assert_eq!(bodies, [data.as_str(), store.as_str()]);

    // The deployment after it changes nothing that is moved.
    let moved = ["store", "data"].into_iter().fold(Fixture::moves("split"), |project, stack| {
        project.file(&format!("base/dev/{stack}.template.json"), split.read(&format!("out/dev/refactor/{stack}.template.json")))
    });
    moved.run(["diff", "--against", "base"]).succeeds().stdout_contains("no change");
    moved.run(["refactor", "--against", "base"]).succeeds().stdout_contains("nothing to move");
}

#[test]
fn lines_that_cannot_be_are_mistakes() {
    let run = Fixture::moves("wrong").run(["synth"]).fails(1);
    run.stderr_contains("error[FW011]: `Table` is moved to `Tabel`, which the stack `data` does not have")
        .stderr_contains("did you mean `Table`?")
        .stderr_contains("error[FW011]: `Alerts` is moved, and the stack `data` still has it")
        .stderr_contains("error[FW011]: `Orders` is moved from the stack `stor`, which the app does not have")
        .stderr_contains("did you mean `store`?");
}

#[test]
fn a_stack_that_would_be_empty_is_not_refactored() {
    let split = at("split");
    let table = split.read("base/dev/data.template.json");
    let mut template: Value = serde_json::from_str(&table).unwrap();
    let resources = template["Resources"].as_object_mut().unwrap();
    resources.retain(|id, _| id == "Table");
    let split = split.file("base/dev/data.template.json", template.to_string());
    let run =
        split.run(["refactor", "--against", "base"]).fails(1).stderr_contains("the stack `data` would have no resource left");
    run.stderr_contains("nothing was written");
    assert!(!split.exists("out"), "{:?}", split.files("out"));
    split.run(["diff", "--against", "base"]).fails(18).stdout_contains("WILL FAIL [DIFF702]").stdout_contains("DATA LOSS");
}
