//! The independent validators of synthesized templates: `cfn-lint` and AWS's `cloudformation-validate`. Both work offline.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Output;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::python::{run, text, tools};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    Warning,
    Error,
}

/// One complaint of one validator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    #[serde(skip)]
    pub validator: &'static str,
    pub severity: Severity,
    pub rule: String,
    pub message: String,
    #[serde(skip)]
    pub file: PathBuf,
    pub line: u64,
    /// The path from the top of the template, joined with `/`; empty when the finding is about the whole template.
    pub location: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { validator, severity, rule, message, file, line, location } = self;
        write!(f, "{}:{line}: {validator} {severity:?} {rule} at {location}: {message}", file.display())
    }
}

/// A warning that the templates may have, and why it is right that they do.
#[derive(Clone, Copy, Debug)]
pub struct Allowed {
    pub rule: &'static str,
    /// What the finding's place starts with; empty for any place.
    pub location: &'static str,
    pub reason: &'static str,
}

impl Allowed {
    fn covers(&self, finding: &Finding) -> bool {
        finding.severity == Severity::Warning && finding.rule == self.rule && finding.location.starts_with(self.location)
    }
}

/// What `cfn-lint` says about the templates when they go to `region`.
pub fn cfn_lint(templates: &[PathBuf], region: &str) -> Vec<Finding> {
    remembered("cfn-lint", region, templates, |templates| run_cfn_lint(templates, region))
}

fn run_cfn_lint(templates: &[PathBuf], region: &str) -> Vec<Finding> {
    let mut command = tools().command("cfn-lint");
    // It reads settings from the working directory and from the home directory; this one has none.
    let elsewhere = env!("CARGO_TARGET_TMPDIR");
    command.current_dir(elsewhere).env("HOME", elsewhere);
    command.args(["--format", "json", "--regions", region, "--"]).args(templates);
    let output = command.output().expect("cfn-lint starts");
    // The exit code is a sum of the kinds of findings; only a program that broke prints no list.
    findings(&output, "cfn-lint", |item| {
        let path = item["Location"]["Path"].as_array().map_or(&[][..], Vec::as_slice);
        Finding {
            validator: "cfn-lint",
            severity: if item["Level"] == "Error" { Severity::Error } else { Severity::Warning },
            rule: string(&item["Rule"]["Id"]),
            message: string(&item["Message"]),
            file: string(&item["Filename"]).into(),
            line: item["Location"]["Start"]["LineNumber"].as_u64().unwrap_or(0),
            location: path.iter().map(string).collect::<Vec<_>>().join("/"),
        }
    })
}

/// What AWS's own `cloudformation-validate` says about the templates.
pub fn aws_validate(templates: &[PathBuf]) -> Vec<Finding> {
    remembered("cloudformation-validate", "", templates, run_aws_validate)
}

fn run_aws_validate(templates: &[PathBuf]) -> Vec<Finding> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/validate.py");
    let output = run(tools().command("python").arg(script).args(templates));
    let output = output.unwrap_or_else(|problem| panic!("{problem}"));
    findings(&output, "cloudformation-validate", |item| Finding {
        validator: "cloudformation-validate",
        severity: if item["severity"] == "WARN" { Severity::Warning } else { Severity::Error },
        rule: string(&item["rule"]),
        message: string(&item["message"]),
        file: string(&item["file"]).into(),
        line: item["line"].as_u64().unwrap_or(0),
        location: string(&item["place"]),
    })
}

/// Passes when there is no error, every warning is allowed, and every entry of `allowed` is still needed.
#[track_caller]
pub fn assert_accepted(findings: &[Finding], allowed: &[Allowed]) {
    let refused = findings.iter().filter(|finding| !allowed.iter().any(|entry| entry.covers(finding)));
    let refused = refused.map(ToString::to_string);
    let unused = allowed.iter().filter(|entry| !findings.iter().any(|finding| entry.covers(finding)));
    let unused = unused.map(|entry| format!("no template needs this any more, remove it: {entry:?}"));
    let complaints: BTreeSet<String> = refused.chain(unused).collect();
    assert!(complaints.is_empty(), "{}", Vec::from_iter(complaints).join("\n"));
}

/// The directory of the official resource schemas that cfn-lint brings along.
pub fn cfn_lint_schemas() -> PathBuf {
    tools().package("cfnlint").join("data/schemas")
}

/// What the validator says of the templates. What it said of the same bytes is kept beside the installed programs, whose versions are pinned:
/// only a template that is new or has changed is validated again.
fn remembered(
    validator: &'static str,
    region: &str,
    templates: &[PathBuf],
    validate: impl Fn(&[PathBuf]) -> Vec<Finding>,
) -> Vec<Finding> {
    let directory = tools().bin().with_file_name("findings");
    fs::create_dir_all(&directory).expect("a directory for findings");
    let memory = |path: &Path| directory.join(format!("{validator}-{:016x}.json", everything_that_counts(path, region)));
    let templates = absolute(templates);
    let new: Vec<PathBuf> = templates.iter().filter(|path| !memory(path).exists()).cloned().collect();
    if !new.is_empty() {
        let found = validate(&new);
        assert!(found.iter().all(|finding| new.contains(&finding.file)), "{validator} speaks of other files: {found:#?}");
        for path in &new {
            let own: Vec<&Finding> = found.iter().filter(|finding| finding.file == *path).collect();
            // Under a name of its own first: other tests read at the same time.
            let written = directory.join(format!("{}-{:?}", std::process::id(), std::thread::current().id()));
            fs::write(&written, serde_json::to_vec(&own).expect("JSON")).expect("a file of findings");
            fs::rename(&written, memory(path)).expect("a file of findings");
        }
    }
    let recalled = |path: &PathBuf| {
        let known: Vec<Finding> = serde_json::from_slice(&fs::read(memory(path)).expect("findings")).expect("findings");
        known.into_iter().map(|finding| Finding { validator, file: path.clone(), ..finding }).collect::<Vec<_>>()
    };
    templates.iter().flat_map(recalled).collect()
}

/// A hash of a template, and of the files beside it that it names.
fn everything_that_counts(template: &Path, region: &str) -> u64 {
    let text = fs::read(template).expect("a template");
    let mut hasher = DefaultHasher::new();
    (region, template.extension(), &text).hash(&mut hasher);
    let said = String::from_utf8_lossy(&text);
    let beside = template.parent().and_then(|directory| fs::read_dir(directory).ok()).into_iter().flatten();
    let mut named: Vec<PathBuf> = beside
        .map(|entry| entry.expect("an entry of a directory").path())
        .filter(|path| path.is_file() && path.file_name().and_then(|name| name.to_str()).is_some_and(|name| said.contains(name)))
        .collect();
    named.sort();
    for path in named {
        (path.file_name(), fs::read(&path).unwrap_or_default()).hash(&mut hasher);
    }
    hasher.finish()
}

fn findings(output: &Output, validator: &str, read: impl Fn(&Value) -> Finding) -> Vec<Finding> {
    match serde_json::from_slice::<Vec<Value>>(&output.stdout) {
        Ok(items) => items.iter().map(read).collect(),
        Err(error) => panic!(
            "{validator} printed no list of findings ({error}, {}):\n{}\n{}",
            output.status,
            text(&output.stdout),
            text(&output.stderr)
        ),
    }
}

/// The validators run in another directory, and a misspelt name would be checked as nothing at all.
fn absolute(templates: &[PathBuf]) -> Vec<PathBuf> {
    assert!(!templates.is_empty(), "there is no template to validator");
    let absolute = |path: &Path| path.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    templates.iter().map(|path| absolute(path)).collect()
}

/// Text as it is, everything else (a list index in a path) as JSON, nothing for null.
fn string(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
