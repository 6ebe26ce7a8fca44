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
