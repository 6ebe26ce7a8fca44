//! The library that a test was built with, for the compiler.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// The file of the library that this test was built with: cargo names it, and finds nothing to build.
pub fn of(test: &str) -> PathBuf {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| found(test)).clone()
}

fn found(test: &str) -> PathBuf {
    let profile = Path::new(env!("CARGO_BIN_EXE_stacks")).parent().expect("binaries are in a directory");
    let target = profile.parent().expect("profiles are in the target directory");
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["test", "--no-run", "--test", test, "--quiet", "--message-format=json", "--target-dir"])
        .arg(target);
    if profile.ends_with("release") {
        command.arg("--release");
    }
    let output = command.stderr(Stdio::inherit()).output().expect("cargo runs");
    let artifacts = output.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    let ours = artifacts.filter(|artifact| artifact["target"]["name"] == "formwork");
    let mut files = ours.flat_map(|artifact| artifact["filenames"].as_array().cloned().unwrap_or_default());
    let file = files.find(|file| file.as_str().is_some_and(|file| file.ends_with(".rlib"))).expect("cargo names the library");
    PathBuf::from(file.as_str().unwrap_or_default())
}
