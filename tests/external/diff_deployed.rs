//! `diff --against deployed`: what is written, beside what runs.

use std::process::Command;

use crate::support::cli_model;
use crate::support::emulator::Emulator;
use crate::support::fixture::{Fixture, Run};

fn diff(emulator: &Emulator, project: &Fixture, arguments: &[&str]) -> Run {
    let mut command: Command = project.command();
    emulator.point_to_emulator(&mut command);
    Run::of(command.args(["diff", "--against", "deployed"]).args(arguments).output().unwrap())
}

fn deploy(emulator: &Emulator, project: &Fixture) {
    project.run(["synth", "--quiet"]).succeeds();
    emulator.script(&project.path("out/dev/deploy.sh"), &[], "").succeeds();
}

#[test]
fn what_runs_is_what_a_change_is_compared_with() {
    let emulator = Emulator::start();
    let project = Fixture::shop();
    // The load balancer of the shop is for everybody.
    let run = diff(&emulator, &project, &[]).fails(16).stdout_contains("base · a new stack of 1 resource");
    run.stdout_contains("web · a new stack of 20 resources").stdout_lacks("remove").stdout_lacks("REPLACE");

    deploy(&emulator, &project);
    diff(&emulator, &project, &[]).succeeds().stdout_contains("against what is deployed");

    // The value of a parameter is no part of the template.
    let image = format!("shop@sha256:{}", "1".repeat(64));
    let project = project.replace("dev", &format!("shop@sha256:{}", "0".repeat(64)), &image).replace("dev", "4567", "4568");
    // The listener is turned to the new target group before the service registers its tasks there.
    let run = diff(&emulator, &project, &["web"]).fails(14).stdout_contains("Parameters.Image").stdout_contains(&image);
    run.stdout_contains("Port: 4567 → 4568").stdout_contains("TargetGroup");
    diff(&emulator, &project, &["base"]).succeeds();
}

/// A deployment keeps what nobody gives it: a value that only AWS has is not a change, and is not shown.
#[test]
fn a_value_that_only_aws_has_is_kept() {
    let emulator = Emulator::start();
    let project = Fixture::shop().setting("dev", "no-echo = true");
    project.run(["synth", "--quiet"]).succeeds();
    let template = format!("file://{}", project.path("out/dev/base.template.json").display());
    let values = ["ParameterKey=Password,ParameterValue=CANARY", "ParameterKey=Motto,ParameterValue=none"];
    let fixed = ["cloudformation", "create-stack", "--stack-name", "shop-dev-base", "--template-body", &template, "--parameters"];
    emulator.aws(&[fixed.as_slice(), &values].concat());
    emulator.aws(&["cloudformation", "wait", "stack-create-complete", "--stack-name", "shop-dev-base"]);
    let run = diff(&emulator, &project, &["base"]).fails(10).stdout_contains("Parameters.Motto");
    assert!(!run.stdout.contains("CANARY") && !run.stdout.contains("Password"), "{}", run.stdout);
}

#[test]
fn what_hinders_the_comparison_is_said() {
    let emulator = Emulator::start();
    let project = Fixture::shop().variable("PATH", "/nowhere");
    project.run(["diff", "--against", "deployed"]).fails(1).stderr_contains("the AWS CLI is not on the PATH");
    let project = Fixture::shop().replace("dev", "931637612335", "123456789012");
    diff(&emulator, &project, &[]).fails(1).stderr_contains("the credentials are of 931637612335");
}

/// What was changed past CloudFormation, as its own drift detection finds it.
#[test]
fn a_drift_is_shown_with_the_line_that_writes_it() {
    let emulator = Emulator::start();
    let project = Fixture::moves("first");
    diff(&emulator, &project, &["--drift"]).fails(10).stdout_lacks("drift:");
    deploy(&emulator, &project);
    diff(&emulator, &project, &["--drift"]).succeeds().stdout_contains("data · drift: never detected; `--drift=detect` does");

    let topic = emulator.aws(&[
        "cloudformation",
        "describe-stack-resource",
        "--stack-name",
        "move-dev-data",
        "--logical-resource-id",
        "Alerts",
    ]);
    let arn = topic["StackResourceDetail"]["PhysicalResourceId"].as_str().unwrap().to_owned();
    let token = format!("gh{}_{}", "p", "0123456789abcdefghijklmnopqrstuvwxyz");
    let set = |value: &str| {
        let change = ["--attribute-name", "DisplayName", "--attribute-value", value];
        emulator.aws(&[&["sns", "set-topic-attributes", "--topic-arn", &arn], change.as_slice()].concat());
    };
    set("pages");
    let run = diff(&emulator, &project, &["--drift=detect", "data"]).fails(12);
    let run =
        run.stdout_contains("dev: no change").stdout_contains("data · drift: 1 resource, ").stdout_contains("; detected at 2");
    let run = run.stdout_contains("~ Alerts  AWS::SNS::Topic  was modified  tests/apps/moves.rs:");
    run.stdout_contains("DisplayName: alerts → pages  tests/apps/moves.rs:").stdout_lacks("store");

    // What was found last is read again; nothing is detected unasked.
    set(&token);
    diff(&emulator, &project, &["--drift"]).fails(12).stdout_contains("DisplayName: alerts → pages");
    let run = diff(&emulator, &project, &["--drift=detect", "--format", "json"]).fails(12);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let live = &found["comparisons"][0]["liveDrift"];
    let data = live.as_array().unwrap().iter().find(|stack| stack["stack"] == "data").unwrap();
    assert_eq!(data["resources"][0]["differences"][0]["actual"], "***", "{data:#}");
    assert!(!run.stdout.contains(&token));
    // The emulator makes such change sets, and reverts nothing; an unchanged template has none.
    let script = |options: &[&str]| emulator.script(&project.path("out/dev/deploy.sh"), options, "").succeeds();
    script(&["data", "--revert-drift"]).stdout_contains("data: no changes");
    let renamed = Fixture::moves("renamed-unsaid");
    renamed.run(["synth", "--quiet"]).succeeds();
    let run = emulator.script(&renamed.path("out/dev/deploy.sh"), &["--revert-drift", "--no-execute-changeset"], "").succeeds();
    run.stdout_contains("data: nothing was changed").stdout_contains("store: no changes").stdout_contains("Orders");
    let run = emulator.script(&renamed.path("out/dev/deploy.sh"), &["data", "--revert-drift"], "").succeeds();
    run.stdout_contains("data: deployed");
    let request =
        serde_json::json!({ "StackName": "a", "ChangeSetName": "b", "DeploymentMode": "REVERT_DRIFT", "TemplateBody": "{}" });
    assert_eq!(cli_model::problems("CreateChangeSet", &request.to_string()), "");
    project.run(["diff", "--against", "git", "--drift"]).fails(1).stderr_contains("`--drift` is of what is deployed");
}
