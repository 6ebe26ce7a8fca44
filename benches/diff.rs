//! How long `diff` takes: `cargo bench --bench diff`. The figures are in docs/diff.md.

#![allow(clippy::disallowed_methods, reason = "a test starts programs and reads what they write")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use divan::Bencher;
use serde_json::{Map, Value, json};

fn main() {
    divan::main();
}

/// The whole process: two templates of 450 resources, in which every target group and all that refers to it changes.
#[divan::bench]
fn process_two_templates_of_450_resources(bencher: Bencher) {
    let (before, after) = (directory().join("before.json"), directory().join("after.json"));
    fs::write(&before, text(80)).expect("the template is written");
    fs::write(&after, text(81)).expect("the template is written");
    bencher.bench_local(|| {
        let run = Command::new(env!("CARGO_BIN_EXE_stacks")).arg("diff").args([&before, &after]).output().expect("it runs");
        assert_eq!(run.status.code(), Some(11), "{}", String::from_utf8_lossy(&run.stderr));
    });
}

/// The whole process: every stack of both environments against the committed snapshots.
#[divan::bench]
fn process_all_environments(bencher: Bencher) {
    bencher.bench_local(|| {
        let run = Command::new(env!("CARGO_BIN_EXE_stacks")).arg("diff").output().expect("it runs");
        assert!(run.status.code().is_some_and(|code| code == 0 || code >= 10), "{}", String::from_utf8_lossy(&run.stderr));
    });
}

/// Listeners, rules and target groups that refer to each other.
fn text(port: u16) -> String {
    let mut all = Map::new();
    all.insert(
        "Alb".to_owned(),
        json!({ "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": { "Subnets": ["a", "b"] } }),
    );
    for index in 0..225 {
        let target = json!({ "Port": port, "Protocol": "HTTP", "TargetType": "ip", "VpcId": "vpc-00000001" });
        let forward = json!([{ "Type": "forward", "TargetGroupArn": { "Ref": format!("Target{index}") } }]);
        let listener =
            json!({ "LoadBalancerArn": { "Ref": "Alb" }, "Port": index + 1, "Protocol": "HTTP", "DefaultActions": forward });
        all.insert(format!("Target{index}"), resource("AWS::ElasticLoadBalancingV2::TargetGroup", target));
        all.insert(format!("Listener{index}"), resource("AWS::ElasticLoadBalancingV2::Listener", listener));
    }
    json!({ "Resources": all }).to_string()
}

fn resource(resource_type: &str, properties: Value) -> Value {
    json!({ "Type": resource_type, "Properties": properties })
}

fn directory() -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-diff");
    fs::create_dir_all(&path).expect("a directory");
    path
}
