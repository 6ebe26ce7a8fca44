//! `import deployed`: a stack that runs, with the values of its parameters.

use std::process::Command;

use crate::support::emulator::Emulator;
use crate::support::fixture::{Fixture, Run};

const TEMPLATE: &str = "\
# What others use.
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Depth: { Type: Number, Default: 30 }
  Title: { Type: String }
  Secret: { Type: String, NoEcho: true }
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties: { VisibilityTimeout: !Ref Depth }
Outputs:
  JobsArn: { Value: !GetAtt Jobs.Arn, Export: { Name: !Sub '${AWS::StackName}JobsArn' } }
";

const APP: &str = "\
use formwork::prelude::*;

pub fn app(environment: &Environment<()>) -> App {
    let mut app = App::new(\"shop\", environment);
    app
}
";

#[test]
fn a_stack_that_runs_keeps_its_name_and_values() {
    let emulator = Emulator::start();
    let project = Fixture::shop().file("stacks/shop.rs", APP).file("net.yaml", TEMPLATE);
    let template = format!("file://{}", project.path("net.yaml").display());
    let values = [
        "ParameterKey=Depth,ParameterValue=30",
        "ParameterKey=Title,ParameterValue=the jobs",
        "ParameterKey=Secret,ParameterValue=CANARY",
    ];
    let fixed = ["cloudformation", "create-stack", "--stack-name", "CrdNet", "--template-body", &template, "--parameters"];
    emulator.aws(&[fixed.as_slice(), &values, &["--tags", "Key=owner,Value=web"]].concat());
    emulator.aws(&["cloudformation", "wait", "stack-create-complete", "--stack-name", "CrdNet"]);
    let import = |arguments: &[&str]| {
        let mut command: Command = project.command();
        emulator.point_to_emulator(&mut command);
        Run::of(command.args(["import", "deployed"]).args(arguments).output().unwrap())
    };
    let run = import(&["CrdNet", "-e", "dev", "--no-build"]).succeeds();
    run.stdout_contains("loses them: owner=web").stdout_contains("the first deployment must give Secret");
    let module = project.read("stacks/crd_net.rs");
    assert!(module.contains("app.stack(\"crd-net\").named(\"CrdNet\")"), "{module}");
    assert!(module.contains(".value(raw(\"the jobs\"))") && module.contains("// What others use."), "{module}");
    assert!(!module.contains("CANARY") && !module.contains("****"), "{module}");
    import(&["Nobody", "-e", "dev", "--no-build"]).fails(1).stderr_contains("AWS does not show the stack `Nobody`");
}
