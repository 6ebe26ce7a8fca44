//! `refactor` from what runs, and its request beside the AWS CLI's own model of it. The emulator has no stack refactors.

use crate::support::cli_model;
use crate::support::emulator::Emulator;
use crate::support::fixture::{Fixture, Run};

fn run(emulator: &Emulator, project: &Fixture, arguments: &[&str]) -> Run {
    let mut command = project.command();
    emulator.point_to_emulator(&mut command);
    Run::of(command.args(arguments).output().unwrap())
}

fn deploy(emulator: &Emulator, project: &Fixture) {
    project.run(["synth", "--quiet"]).succeeds();
    emulator.script(&project.path("out/dev/deploy.sh"), &[], "").succeeds();
}

#[test]
fn the_request_is_what_the_aws_cli_takes() {
    let emulator = Emulator::start();
    deploy(&emulator, &Fixture::moves("first"));
    let split = Fixture::moves("split");
    run(&emulator, &split, &["diff", "--against", "deployed"]).fails(10).stdout_contains("MOVED [DIFF701]");
    run(&emulator, &split, &["refactor"]).succeeds().stdout_contains("data.Table → store.Orders");
    let request = split.read("out/dev/refactor/request.json");
    assert_eq!(cli_model::problems("CreateStackRefactor", &request), "");
    // The check sees what is wrong.
    let wrong = request.replace("StackDefinitions", "Stacks").replace("\"LogicalResourceId\"", "\"LogicalId\"");
    let problems = cli_model::problems("CreateStackRefactor", &wrong);
    assert!(problems.contains("StackDefinitions") && problems.contains("LogicalId"), "{problems}");
}

#[test]
fn the_script_deploys_nothing_before_the_move() {
    let emulator = Emulator::start();
    deploy(&emulator, &Fixture::moves("first"));
    let renamed = Fixture::moves("renamed");
    let moved = "data.Table → data.Orders";
    renamed.run(["synth"]).succeeds().stdout_contains("a deployment before `refactor -e dev`").stdout_contains(moved);
    renamed.run(["deploy-plan"]).succeeds().stdout_contains(moved);
    let script = renamed.path("out/dev/deploy.sh");
    let refused =
        "error: Table of the stack data is to become Orders of the stack data, and was not moved yet: this would delete it";
    for stacks in [vec![], vec!["data"]] {
        emulator.script(&script, &stacks, "").fails(1).stderr_contains(refused).stderr_contains("first run `refactor -e dev`");
    }
    // The stack beside has nothing to do with it.
    emulator.script(&script, &["store"], "").succeeds();
    let resources = |stack| {
        let found = emulator.aws(&["cloudformation", "describe-stack-resources", "--stack-name", stack]);
        let ids =
            found["StackResources"].as_array().unwrap().iter().map(|one| one["LogicalResourceId"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    assert!(resources("move-dev-data").contains(&"Table".to_owned()));
    // Into another stack: neither the one that loses it nor the one that gets it.
    let split = Fixture::moves("split");
    split.run(["synth", "--quiet"]).succeeds();
    for stack in ["data", "store"] {
        let run = emulator.script(&split.path("out/dev/deploy.sh"), &[stack], "").fails(1);
        run.stderr_contains("error: Table of the stack data is to become Orders of the stack store");
    }
    // The emulator has no refactors: the stack with the new id stands for what one leaves.
    let unsaid = Fixture::moves("renamed-unsaid");
    deploy(&emulator, &unsaid);
    assert!(resources("move-dev-data").contains(&"Orders".to_owned()));
    emulator.script(&script, &[], "").succeeds().stdout_contains("data: no changes");
}

#[test]
fn a_line_that_is_done_is_stale() {
    let emulator = Emulator::start();
    let project = Fixture::moves("renamed");
    run(&emulator, &project, &["refactor"]).succeeds().stdout_contains("dev · nothing to move").stderr_lacks("FW012");
    deploy(&emulator, &project);
    let said = "warning[FW012]: `Table` is deployed as `Orders` of the stack `data`: nothing is left to move";
    run(&emulator, &project, &["diff", "--against", "deployed"])
        .succeeds()
        .stderr_contains(said)
        .stderr_contains("tests/apps/moves.rs");
    run(&emulator, &project, &["refactor"]).succeeds().stderr_contains(said).stdout_contains("dev · nothing to move");
}
