//! How long `check` takes: `cargo bench --bench check`. The figures are in docs/check.md.

#![allow(clippy::disallowed_methods, reason = "a test starts programs and reads what they write")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use divan::{Bencher, black_box};
use formwork::check;
use serde_json::{Map, Value, json};

fn main() {
    divan::main();
}

/// A template as text in memory: reading and every rule.
#[divan::bench(args = [20, 450])]
fn template(bencher: Bencher, resources: usize) {
    let text = text(resources);
    bencher.bench_local(|| {
        let checked = check::file(black_box(text.as_bytes()));
        assert!(checked.findings.is_empty(), "{:?}", checked.findings);
    });
}

/// The whole process, as a user starts it: `formwork check FILE`.
#[divan::bench(args = [20, 450])]
fn process(bencher: Bencher, resources: usize) {
    let file = directory().join(format!("{resources}.json"));
    fs::write(&file, text(resources)).expect("the template is written");
    bencher.bench_local(|| {
        let run = Command::new(env!("CARGO_BIN_EXE_stacks")).arg("check").arg(&file).output().expect("the command runs");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    });
}

/// A template of resources that refer to each other, of the kinds that a web application has most of.
fn text(resources: usize) -> String {
    let mut all = Map::new();
    for index in 0..resources / 5 {
        for (name, resource) in service(index) {
            all.insert(format!("{name}{index}"), resource);
        }
    }
    json!({ "Resources": all }).to_string()
}

fn service(index: usize) -> [(&'static str, Value); 5] {
    let logs = format!("LogGroup{index}");
    let role = json!({
        "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [
            { "Effect": "Allow", "Principal": { "Service": "ecs-tasks.amazonaws.com" }, "Action": "sts:AssumeRole" }
        ] },
        "Policies": [{ "PolicyName": "write", "PolicyDocument": { "Version": "2012-10-17", "Statement": [
            { "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": { "Fn::GetAtt": [logs, "Arn"] } }
        ] } }]
    });
    let container = json!({
        "Name": "web", "Image": format!("123456789012.dkr.ecr.us-east-1.amazonaws.com/web@sha256:{}", "0".repeat(64)),
        "Essential": true, "PortMappings": [{ "ContainerPort": 3000 }],
        "LogConfiguration": { "LogDriver": "awslogs", "Options": {
            "awslogs-group": { "Ref": logs }, "awslogs-region": { "Ref": "AWS::Region" }, "awslogs-stream-prefix": "web"
        } }
    });
    let role_arn = json!({ "Fn::GetAtt": [format!("Role{index}"), "Arn"] });
    [
        ("LogGroup", json!({ "Type": "AWS::Logs::LogGroup", "Properties": { "RetentionInDays": 14 } })),
        ("Role", json!({ "Type": "AWS::IAM::Role", "Properties": role })),
        (
            "Task",
            json!({ "Type": "AWS::ECS::TaskDefinition", "Properties": {
            "RequiresCompatibilities": ["FARGATE"], "NetworkMode": "awsvpc", "Cpu": "256", "Memory": "512",
            "ExecutionRoleArn": role_arn, "ContainerDefinitions": [container]
        } }),
        ),
        (
            "TargetGroup",
            json!({ "Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {
            "Port": 3000, "Protocol": "HTTP", "TargetType": "ip", "VpcId": "vpc-0123456789abcdef0", "HealthCheckPath": "/"
        } }),
        ),
        ("Queue", json!({ "Type": "AWS::SQS::Queue", "Properties": { "VisibilityTimeout": 30 } })),
    ]
}

fn directory() -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-check");
    fs::create_dir_all(&path).expect("a directory");
    path
}
