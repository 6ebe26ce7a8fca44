//! The independent validators of templates are there, do validator, and accept every template that is synthesized.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use formwork::prelude::*;
use formwork::stack::SynthesizedStack;
use formwork::template::Format;

use crate::support::aws::REGION;
use crate::support::gallery::{gallery, place};
use crate::support::validators::{Allowed, Finding, Severity, assert_accepted, aws_validate, cfn_lint, cfn_lint_schemas};

/// A template file of this test alone, since tests run at the same time.
fn template(name: &str, body: &str) -> PathBuf {
    let thread = std::thread::current();
    let test = thread.name().expect("a test thread has the name of its test");
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("validators").join(test);
    fs::create_dir_all(&directory).unwrap();
    let path = directory.join(name);
    fs::write(&path, body).unwrap();
    path
}

fn broken() -> PathBuf {
    let body = r#"{
  "Resources": {
    "Logs": { "Type": "AWS::Logs::LogGroup", "Properties": { "RetentionInDay": 14 } },
    "Service": { "Type": "AWS::ECS::Service", "Properties": { "Cluster": { "Ref": "Nowhere" } } }
  }
}"#;
    template("broken.template.json", body)
}

fn sound() -> PathBuf {
    let body = r#"{
  "Parameters": { "Unused": { "Type": "String" } },
  "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } }
}"#;
    template("sound.template.json", body)
}

/// Both faults are found, each as an error at its own place, and the sound template beside it is not blamed for them.
fn assert_catches_the_faults(findings: &[Finding]) {
    let errors: Vec<&Finding> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    for location in ["Resources/Logs/Properties/RetentionInDay", "Resources/Service/Properties/Cluster"] {
        assert!(errors.iter().any(|error| error.location.starts_with(location)), "nothing about {location} in {findings:#?}");
    }
    assert!(errors.iter().all(|error| error.file.ends_with("broken.template.json")), "{errors:#?}");
}

#[test]
fn cfn_lint_catches_a_broken_template() {
    assert_catches_the_faults(&cfn_lint(&[broken(), sound()], REGION));
}

#[test]
fn aws_validate_catches_a_broken_template() {
    assert_catches_the_faults(&aws_validate(&[broken(), sound()]));
}

#[test]
fn a_file_that_is_not_a_template_is_caught() {
    let text = [template("text.template.json", "{\n")];
    assert!(cfn_lint(&text, REGION).iter().any(|finding| finding.severity == Severity::Error));
    assert!(aws_validate(&text).iter().any(|finding| finding.severity == Severity::Error));
}

#[test]
fn a_warning_passes_only_with_its_reason() {
    let findings = [cfn_lint(&[sound()], REGION), aws_validate(&[sound()])].concat();
    let allowed = Allowed { rule: "W2001", location: "Parameters/Unused", reason: "this test is about a warning" };
    assert_accepted(&findings, &[allowed]);
}

#[test]
#[should_panic(expected = "Parameters/Unused")]
fn a_warning_without_a_reason_is_refused() {
    assert_accepted(&cfn_lint(&[sound()], REGION), &[]);
}

#[test]
#[should_panic(expected = "no template needs this any more")]
fn a_reason_without_a_warning_is_refused() {
    assert_accepted(&[], &[Allowed { rule: "W2001", location: "", reason: "nothing has it" }]);
}

#[test]
fn the_official_schemas_are_there() {
    let schemas = cfn_lint_schemas();
    assert!(schemas.join("providers/us-east-1.json").is_file(), "{}", schemas.display());
}

/// What a validator may warn of, each with the reason why it stands.
const ACCEPTED: &[Allowed] = &[];

#[test]
fn every_synthesized_template_is_accepted() {
    let output = Path::new(env!("CARGO_TARGET_TMPDIR")).join("validators").join("synthesized");
    let _ = fs::remove_dir_all(&output);
    let synth = Command::new(env!("CARGO_BIN_EXE_stacks")).args(["synth", "--quiet", "--output"]).arg(&output).status().unwrap();
    assert!(synth.success());
    let directories = fs::read_dir(&output).unwrap().map(|entry| entry.unwrap().path());
    let files = directories.flat_map(|directory| fs::read_dir(directory).unwrap()).map(|entry| entry.unwrap().path());
    let templates: Vec<PathBuf> = files.filter(|file| file.to_string_lossy().ends_with(".template.json")).collect();
    assert!(templates.len() >= 9, "too few templates were synthesized: {templates:?}");
    assert_accepted(&[cfn_lint(&templates, REGION), aws_validate(&templates)].concat(), ACCEPTED);
}

/// The constructs that this repository's own stacks do not use.
#[test]
fn what_the_constructs_make_is_accepted() {
    let mut app = App::new("gallery", &place(true));
    gallery(&mut app);
    let (assembly, _) = app.synth();
    let write =
        |stack: &SynthesizedStack| template(&format!("{}.template.json", stack.name), &stack.template.to_text(Format::Json));
    let templates: Vec<PathBuf> = assembly.stacks.iter().map(write).collect();
    let acl = Allowed {
        rule: "W9002",
        location: "Resources/LoadBalancerWebAclAssociation/Properties/WebACLArn",
        reason: "the web ACL of the gallery is made elsewhere",
    };
    assert_accepted(&[cfn_lint(&templates, REGION), aws_validate(&templates)].concat(), &[acl]);
}
