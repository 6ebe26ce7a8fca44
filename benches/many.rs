//! What 15,000 stacks cost: `cargo bench --bench many`. The figures are in docs/performance.md.
//!
//! 2,500 environments of the example app, each in an account of its own, with six stacks.

#![allow(clippy::disallowed_methods, reason = "a benchmark starts programs and writes what they read")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use divan::Bencher;

const PROD: &str = include_str!("../stacks/environments/prod.toml");
const ENVIRONMENTS: usize = 2_500;

fn main() {
    divan::main();
}

/// `synth` into an empty directory: every template, parameters file and script is written.
#[divan::bench(sample_count = 3)]
fn synth(bencher: Bencher) {
    let output = directory("out");
    bencher
        .with_inputs(|| fs::remove_dir_all(&output).expect("the last output goes"))
        .bench_local_values(|()| stacks(&["synth", "--quiet", "--output", &shown(&output)], 0));
}

/// `synth` again: every file is compared, and none is written.
#[divan::bench(sample_count = 3)]
fn synth_unchanged(bencher: Bencher) {
    let output = synthesized();
    bencher.bench_local(|| stacks(&["synth", "--quiet", "--output", &shown(output)], 0));
}

/// `diff` with the output of an earlier synth, from which one setting of every environment differs.
#[divan::bench(sample_count = 3)]
fn diff(bencher: Bencher) {
    let base = synthesized();
    let changed = settings("changed", |text| text.replace("retention-in-days = 30", "retention-in-days = 60"));
    bencher.bench_local(|| {
        stacks_of(&changed, &["diff", "--format", "json", "--against", &shown(base)], 10);
    });
}

/// `deploy-plan --all`: all environments in their waves.
#[divan::bench(sample_count = 3)]
fn plan(bencher: Bencher) {
    bencher.bench_local(|| stacks(&["deploy-plan", "--all", "--json"], 0));
}

/// The output of a synth.
fn synthesized() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| {
        let output = directory("out-base");
        stacks(&["synth", "--quiet", "--output", &shown(&output)], 0);
        output
    })
}

fn stacks(arguments: &[&str], code: i32) {
    static SETTINGS: OnceLock<PathBuf> = OnceLock::new();
    stacks_of(SETTINGS.get_or_init(|| settings("environments", str::to_owned)), arguments, code);
}

/// Runs the program with the environments of a directory; what it prints goes nowhere.
fn stacks_of(environments: &Path, arguments: &[&str], code: i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stacks"));
    command.args(arguments).arg("--environments").arg(environments).stdout(Stdio::null());
    assert_eq!(command.status().expect("the stacks run").code(), Some(code), "{arguments:?}");
}

/// The settings of production in as many accounts, with nothing in them that two environments could not share.
fn settings(name: &str, change: impl Fn(&str) -> String) -> PathBuf {
    let directory = directory(name);
    for index in 0..ENVIRONMENTS {
        let text =
            PROD.replace("create = true", "create = false").replace("931637612335", &format!("{:012}", 100_000_000_000 + index));
        fs::write(directory.join(format!("e{index}.toml")), change(&text)).expect("settings are written");
    }
    directory
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// An empty directory of these benchmarks.
fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("many").join(name);
    // There is none at first.
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a directory");
    path
}
