//! How long `graph` takes: `cargo bench --bench graph`. The figures are in docs/graph.md.

#![allow(clippy::disallowed_methods, reason = "a test starts programs and reads what they write")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use divan::Bencher;
use serde_json::{Map, json};

fn main() {
    divan::main();
}

/// The whole process: every stack of every environment.
#[divan::bench(args = ["svg", "html", "mermaid", "dot", "json"])]
fn process_all_environments(bencher: Bencher, format: &str) {
    bencher.bench_local(|| {
        run(Command::new(env!("CARGO_BIN_EXE_stacks")).args(["graph", "--view", "resources", "--format", format]))
    });
}

/// The whole process: a template of so many resources.
#[divan::bench(args = [100, 450], sample_count = 20)]
fn process_template_as_svg(bencher: Bencher, resources: usize) {
    let file = template(resources);
    bencher.bench_local(|| run(Command::new(env!("CARGO_BIN_EXE_stacks")).args(["graph", "--view", "resources"]).arg(&file)));
}

fn run(command: &mut Command) {
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A load balancer, and listeners and target groups that refer to each other.
fn template(resources: usize) -> PathBuf {
    let mut all = Map::new();
    let subnets = json!({ "Subnets": ["a", "b"] });
    all.insert("Alb".to_owned(), json!({ "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": subnets }));
    for index in 0..resources / 2 {
        let target = json!({ "Port": 80, "Protocol": "HTTP", "TargetType": "ip", "VpcId": "vpc-00000001" });
        let forward = json!([{ "Type": "forward", "TargetGroupArn": { "Ref": format!("Target{index}") } }]);
        let listener =
            json!({ "LoadBalancerArn": { "Ref": "Alb" }, "Port": index + 1, "Protocol": "HTTP", "DefaultActions": forward });
        let target = json!({ "Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": target });
        let listener = json!({ "Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": listener });
        all.insert(format!("Target{index}"), target);
        all.insert(format!("Listener{index}"), listener);
    }
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-graph");
    fs::create_dir_all(&directory).expect("a directory");
    let file = directory.join(format!("{resources}.json"));
    fs::write(&file, json!({ "Resources": all }).to_string()).expect("the template is written");
    file
}
