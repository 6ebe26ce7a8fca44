//! How packs are asked for and explained, and how rules of an author's own are.

use std::fs;
use std::path::Path;

use crate::support::fixture::Fixture;

#[test]
fn a_pack_is_asked_for_by_name() {
    let bad = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/security/iam.bad.yaml")).unwrap();
    let tool = Fixture::tool().file("a.yaml", bad);
    tool.run(["check", "a.yaml"]).succeeds();
    let run = tool.run(["check", "--pack", "security", "a.yaml"]).fails(1);
    run.stderr_contains("error[FWS101]").stderr_contains("error[FW502]");
    tool.run(["check", "--pack", "securty", "a.yaml"]).fails(2).stderr_contains("[possible values: security]");
    let json = tool.run(["check", "--pack", "security", "--format", "json", "a.yaml"]).fails(1);
    json.stdout_contains("\"code\": \"FWS103\"");
    let sarif = tool.run(["check", "--pack", "security", "--format", "sarif", "a.yaml"]).fails(1);
    let sarif: serde_json::Value = serde_json::from_str(&sarif.stdout).unwrap();
    let run = &sarif["runs"][0];
    let result = run["results"].as_array().unwrap().iter().find(|result| result["ruleId"] == "FWS104").unwrap();
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "FWS104");
    tool.run(["explain", "fws101"]).succeeds().stdout_contains("error, pack security").stdout_contains("checkov CKV_AWS_110");
}

/// Settings name a pack for one environment; the command line for all.
#[test]
fn an_environment_asks_for_a_pack() {
    let asks = |line: &str| Fixture::sample().replace("prod", "[environment]\n", &format!("[environment]\n{line}\n"));
    let open = "too-powerful = true";
    Fixture::sample().setting("prod", open).run(["synth", "-e", "prod"]).succeeds();
    asks("packs = [\"security\"]").setting("prod", open).run(["synth", "-e", "prod"]).fails(1).stderr_contains("error[FWS102]");
    Fixture::sample()
        .setting("dev", open)
        .run(["synth", "-e", "dev", "--pack", "security"])
        .fails(1)
        .stderr_contains("error[FWS102]");
    let wrong = asks("packs = [\"securty\"]").run(["synth", "-e", "prod"]).fails(1);
    wrong
        .stderr_contains("unknown variant `securty`")
        .stderr_contains("did you mean `security`?")
        .stderr_contains("prod.toml:2:");
}

#[test]
fn a_rule_of_the_author_is_reported_explained_and_allowed() {
    let sample = Fixture::sample().replace("dev", "10.0.0.0/16", "192.168.0.0/16");
    let run = sample.run(["synth", "-e", "dev"]).fails(1);
    let run = run.stderr_contains("error[MY001]: `Vpc` has addresses of the office").stderr_contains("tests/apps/sample.rs:");
    run.stderr_contains("help: take a block of 10.0.0.0/8");
    sample.run(["explain", "my001"]).succeeds().stdout_contains("The VPN routes 192.168.0.0/16 to the office");
    let other = Fixture::sample()
        .file("a.yaml", "Resources:\n  V:\n    Type: AWS::EC2::VPC\n    Properties: {CidrBlock: 192.168.1.0/24}\n");
    other.run(["check", "a.yaml"]).fails(1).stderr_contains("a.yaml:4:");
    let allowed = "Resources:\n  V:\n    Type: AWS::EC2::VPC\n    Metadata: {cfn-lint: {config: {ignore_checks: [MY001]}}}\n    Properties: {CidrBlock: 192.168.1.0/24}\n";
    Fixture::sample().file("a.yaml", allowed).run(["check", "a.yaml"]).succeeds();
}

/// The app of this repository asks for the pack in production, and pays there for what it wants.
#[test]
fn production_of_the_app_passes_the_pack() {
    let project = Fixture::project();
    project.run(["synth", "-e", "prod", "--pack", "security"]).succeeds();
    let bare = project.replace("prod", "container-insights = true", "container-insights = false");
    bare.run(["synth", "-e", "prod"]).fails(1).stderr_contains("error[FWS208]");
}
