//! The emulator takes deployments through the AWS CLI, and refuses exactly what the tests leave out for it.

use std::fs;
use std::path::Path;

use crate::support::emulator::Emulator;
use crate::support::python::text;
use crate::support::unsupported::{UNSUPPORTED, without_unsupported};
use serde_json::{Value, json};

fn deploy(emulator: &Emulator, stack: &str, template: &Value, more: &str) {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = format!("emulator-test-{stack}.template.json");
    fs::write(directory.join(&file), template.to_string()).unwrap();
    let line = format!("aws cloudformation deploy --stack-name {stack} --template-file {file} {more}");
    let output = emulator.shell(&line, directory);
    assert!(output.status.success(), "{line}\n{}\n{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn what_is_deployed_can_be_read_back() {
    let emulator = Emulator::start();
    let exporter = json!({
        "Parameters": { "Name": { "Type": "String" } },
        "Resources": { "Logs": { "Type": "AWS::Logs::LogGroup", "Properties": { "LogGroupName": { "Ref": "Name" } } } },
        "Outputs": { "Logs": { "Value": { "Ref": "Logs" }, "Export": { "Name": "one:Logs" } } },
    });
    let importer = json!({
        "Resources": { "Copy": { "Type": "AWS::SSM::Parameter", "Properties": {
            "Name": "/copy", "Type": "String", "Value": { "Fn::ImportValue": "one:Logs" },
        } } },
    });
    let parameters = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emulator-test.parameters.json");
    fs::write(&parameters, r#"["Name=/a=b"]"#).unwrap();

    deploy(&emulator, "one", &exporter, "--parameter-overrides file://emulator-test.parameters.json");
    deploy(&emulator, "two", &importer, "--tags owner=tests");

    let copy = emulator.aws(&["ssm", "get-parameter", "--name", "/copy"]);
    assert_eq!(copy["Parameter"]["Value"], "/a=b");
    let error = emulator.aws_error(&["cloudformation", "delete-stack", "--stack-name", "one"]);
    assert!(error.contains("one:Logs is imported by stack two"), "{error}");
}

#[test]
fn every_type_listed_as_unsupported_is_refused() {
    let resources = UNSUPPORTED.iter().enumerate().map(|(at, (name, _))| (format!("R{at}"), json!({ "Type": name })));
    let template = json!({ "Resources": Value::Object(resources.collect()) }).to_string();
    let error = Emulator::start().aws_error(&["cloudformation", "validate-template", "--template-body", &template]);
    for (name, _) in UNSUPPORTED {
        assert!(error.contains(name), "{name} is supported now, take it off the list: {error}");
    }
}

#[test]
fn a_refused_resource_takes_along_what_refers_to_it() {
    let mut template = json!({
        "Resources": {
            "Address": { "Type": "AWS::EC2::EIP" },
            "Gateway": { "Type": "AWS::EC2::NatGateway", "Properties": { "AllocationId": { "Fn::GetAtt": ["Address", "AllocationId"] } } },
            "Route": { "Type": "AWS::EC2::Route", "Properties": { "NatGatewayId": { "Ref": "Gateway" } } },
            "One": { "Type": "AWS::SNS::Topic", "DependsOn": ["Route", "Two"] },
            "Two": { "Type": "AWS::SNS::Topic", "DependsOn": "Gateway", "Properties": { "TopicName": { "Fn::Sub": "${One}" } } },
        },
        "Outputs": {
            "Lost": { "Value": { "Fn::Sub": ["at ${Address.PublicIp} ${x}", { "x": "y" }] } },
            "Kept": { "Value": { "Ref": "One" } },
        },
    });
    assert_eq!(without_unsupported(&mut template), ["Address", "Gateway", "Route", "Outputs.Lost"]);
    let expected = json!({
        "Resources": {
            "One": { "Type": "AWS::SNS::Topic", "DependsOn": ["Two"] },
            "Two": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Fn::Sub": "${One}" } } },
        },
        "Outputs": { "Kept": { "Value": { "Ref": "One" } } },
    });
    assert_eq!(template, expected);
}
