//! The committed templates: one snapshot for each stack of each environment, found by themselves.
//!
//! `snapshots/ENVIRONMENT/STACK.snap` holds the exact bytes that `synth` writes. A snapshot whose stack is gone fails too.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Failed, Trial};

/// One test for each template that `synth` writes. It runs when the tests are listed, whichever are asked for: only it knows the stacks.
pub fn trials() -> Vec<Trial> {
    let output = Path::new(env!("CARGO_TARGET_TMPDIR")).join("snapshots");
    let synth = synth(&output);
    let mut trials = vec![Trial::test("snapshots::synth", move || synth.map_err(Failed::from))];
    let templates = templates(&output);
    let expected: Vec<PathBuf> = templates.iter().map(|(environment, stack, _)| snapshot_file(environment, stack)).collect();
    for (environment, stack, file) in templates {
        let name = format!("snapshots::{environment}/{stack}");
        trials.push(Trial::test(name, move || matches(&environment, &stack, &file)));
    }
    trials.push(Trial::test("snapshots::no snapshot is stale", move || no_stale(&expected)));
    trials
}

fn synth(output: &Path) -> Result<(), String> {
    // What an earlier run wrote must not be taken for what this one writes.
    let _ = fs::remove_dir_all(output);
    let run = Command::new(env!("CARGO_BIN_EXE_stacks"))
        .args(["synth", "--quiet", "--output"])
        .arg(output)
        .output()
        .map_err(|error| error.to_string())?;
    match run.status.success() {
        true if templates(output).is_empty() => Err("no template was written".to_owned()),
        true => Ok(()),
        false => Err(format!("{}: {}", run.status, String::from_utf8_lossy(&run.stderr))),
    }
}

/// Environment, stack and file of every template, in order.
fn templates(output: &Path) -> Vec<(String, String, PathBuf)> {
    let mut found = Vec::new();
    for directory in entries(output) {
        let environment = name(&directory);
        for file in entries(&directory) {
            if let Some(stack) = name(&file).strip_suffix(".template.json") {
                found.push((environment.clone(), stack.to_owned(), file.clone()));
            }
        }
    }
    found
}

fn matches(environment: &str, stack: &str, file: &Path) -> Result<(), Failed> {
    let template = fs::read_to_string(file)?;
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots").join(environment));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        settings.bind(|| insta::assert_snapshot!(stack, template));
    }));
    outcome
        .map_err(|_| Failed::from("the template differs from its snapshot: read the difference above, then `cargo insta review`"))
}

fn no_stale(expected: &[PathBuf]) -> Result<(), Failed> {
    let directories = entries(&root().join("snapshots"));
    let files = directories.iter().flat_map(|directory| entries(directory));
    let stale: Vec<String> = files
        .filter(|file| file.extension().is_some_and(|extension| extension == "snap") && !expected.contains(file))
        .map(|file| file.strip_prefix(root()).unwrap_or(&file).display().to_string())
        .collect();
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!("these snapshots belong to no stack; delete them: {}", stale.join(", ")).into())
    }
}

fn snapshot_file(environment: &str, stack: &str) -> PathBuf {
    root().join("snapshots").join(environment).join(format!("{stack}.snap"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a directory holds, in order; nothing where there is no directory.
fn entries(directory: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(directory).into_iter().flatten();
    let mut paths: Vec<PathBuf> = read.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
