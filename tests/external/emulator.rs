//! The emulator takes deployments through the AWS CLI, and refuses exactly what the tests leave out for it.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::emulator::Emulator;
use crate::support::gallery::{gallery, place};
use crate::support::python::{isolate, text, tools};
use crate::support::unsupported::{UNSUPPORTED, without_unsupported};
use crate::support::warm_aws;
use formwork::prelude::*;
use formwork::template::Format;
use serde_json::{Value as Json, json};

fn deploy(emulator: &Emulator, stack: &str, template: &Json, more: &str) {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = format!("emulator-test-{stack}.template.json");
    fs::write(directory.join(&file), template.to_string()).unwrap();
    let line = format!("aws cloudformation deploy --stack-name {stack} --template-file {file} {more}");
    let output = emulator.shell(&line, directory);
    assert!(output.status.success(), "{line}\n{}\n{}", text(&output.stdout), text(&output.stderr));
}

/// The other tests ask a process that has imported the AWS CLI: it says what the program itself says.
#[test]
fn the_warm_cli_is_the_aws_cli() {
    let emulator = Emulator::start();
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::write(directory.join("warm-é.txt"), "näme\n").unwrap();
    let store = ["ssm", "put-parameter", "--name", "/a b", "--type", "String", "--overwrite", "--value", "file://warm-é.txt"];
    let calls: [&[&str]; 8] = [
        &["--version"],
        &["cloudformation", "what"],
        &["cloudformation", "describe-stacks", "--stack-name", "none"],
        &["cloudformation", "describe-stacks", "--query", "Stacks[].StackName", "--output", "text"],
        &["s3", "ls", "s3://none"],
        &store,
        &["ssm", "get-parameter", "--name", "/a b", "--query", "Parameter.Value", "--output", "text"],
        &["sts", "get-caller-identity", "--region", "eu-central-1"],
    ];
    let say = |program: &Path, call: &[&str]| {
        let mut command = Command::new(program);
        isolate(&mut command);
        emulator.point_to_emulator(&mut command);
        let output = command.args(call).env("AWS_MAX_ATTEMPTS", "1").current_dir(directory).output().unwrap();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    for call in calls {
        let (own, warm) = (say(&tools().bin().join("aws"), call), say(&warm_aws::directory().join("aws"), call));
        // The version of the parameter counts how often it was stored.
        let number = |said: String| said.replace("\"Version\": 2", "\"Version\": 1");
        assert_eq!((own.0, number(own.1), own.2), (warm.0, number(warm.1), warm.2), "{call:?}");
    }
    // A pipe from standard input, as the script that stores secrets writes it.
    let line = "printf secret | aws ssm put-parameter --name /piped --type String --value file:///dev/stdin > /dev/null && \
                aws ssm get-parameter --name /piped --query Parameter.Value --output text";
    assert_eq!(text(&emulator.shell(line, directory).stdout), "secret");
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
    let template = json!({ "Resources": Json::Object(resources.collect()) }).to_string();
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

/// What the constructs make of an application's data is created as it was written, as far as the emulator knows the types.
#[test]
fn an_applications_data_is_deployed() {
    let mut app = App::new("gallery", &place(false));
    gallery(&mut app);
    let (assembly, _) = app.synth();
    let emulator = Emulator::start();
    let mut left_out = Vec::new();
    for stack in &assembly.stacks {
        let text = stack.template.to_text(Format::Json);
        let mut template = serde_json::from_str(&text).unwrap();
        left_out.extend(without_unsupported(&mut template));
        deploy(&emulator, &format!("gallery-{}", stack.name), &template, "--capabilities CAPABILITY_IAM");
    }
    let expected = [
        "VpcNatAddress1",
        "VpcNatGateway1",
        "VpcPrivateRoute1",
        "VpcPrivateRoute2",
        "AuroraFromTasks",
        "DatabaseFromTasks",
        "FilesFromTasks",
        "DatabaseFromMailer",
        "MailerScalableTarget",
        "MailerScalingPolicy",
        "ManualLogDestination",
        "ManualLogSource",
        "ManualLogs",
        "SiteLogDestination",
        "SiteLogSource",
        "SiteLogs",
        "LoadBalancerWebAclAssociation",
    ];
    assert_eq!(left_out, expected);
    let schedules = emulator.aws(&["scheduler", "list-schedules"]);
    assert_eq!(schedules["Schedules"].as_array().unwrap().len(), 1, "{schedules}");
    let outputs =
        emulator.aws(&["cloudformation", "describe-stacks", "--stack-name", "gallery-data"])["Stacks"][0]["Outputs"].clone();
    let output = |key: &str| {
        let outputs = outputs.as_array().unwrap();
        outputs.iter().find(|output| output["OutputKey"] == key).unwrap()["OutputValue"].as_str().unwrap().to_owned()
    };
    let table = emulator.aws(&["dynamodb", "describe-table", "--table-name", &output("MessagesName")]);
    assert_eq!(table["Table"]["GlobalSecondaryIndexes"][0]["IndexName"], "by-group");
    let subscriptions = emulator.aws(&["sns", "list-subscriptions-by-topic", "--topic-arn", &output("NewsArn")]);
    let endpoints = subscriptions["Subscriptions"].as_array().unwrap().iter().map(|subscription| &subscription["Endpoint"]);
    assert!(endpoints.into_iter().any(|endpoint| *endpoint == *output("JobsArn")), "{subscriptions}");
    let block = emulator.aws(&["s3api", "get-public-access-block", "--bucket", &output("UploadsName")]);
    assert_eq!(block["PublicAccessBlockConfiguration"]["RestrictPublicBuckets"], true);
}
