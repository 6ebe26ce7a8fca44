//! `diff --against deployed`: what is written, beside what runs.

use std::process::Command;

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
    let run = diff(&emulator, &project, &["web"]).fails(11).stdout_contains("Parameters.Image").stdout_contains(&image);
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
