//! A disk that takes no more: a clear error, nothing half-written, and nothing that was there is lost.

use std::collections::BTreeMap;
use std::process::Command;

use crate::support::fixture::{Fixture, Run};
use crate::support::staging;

/// Runs the command line where no file can grow beyond so many KiB, which a write finds out as it does a full disk.
fn limited(project: &Fixture, kibibytes: u32, arguments: &[impl AsRef<std::ffi::OsStr>]) -> Run {
    let plain = project.command();
    let mut command = Command::new("bash");
    // Without the trap the system ends the process.
    command.args(["-c", &format!("trap '' XFSZ; ulimit -f {kibibytes}; exec \"$@\""), "bash"]);
    command.arg(plain.get_program()).args(arguments).current_dir(project.path("."));
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    Run::of(command.output().unwrap())
}

/// The content of every file below directories, hidden ones as well.
fn contents(project: &Fixture, directories: &[&str]) -> BTreeMap<String, String> {
    let files = directories.iter().flat_map(|at| project.files(at).into_iter().map(move |name| format!("{at}/{name}")));
    files.filter(|file| project.path(file).is_file()).map(|file| (file.clone(), project.read(&file))).collect()
}

#[test]
fn a_synth_that_cannot_write_changes_nothing() {
    let project = Fixture::project();
    project.run(["synth", "--quiet"]).succeeds();
    let outputs = ["out/dev", "out/prod"];
    let before = contents(&project, &outputs);
    let project =
        project.replace("dev", "dev.cruddur.example", "other.example").replace("prod", "cruddur.example", "other.example");
    // With 8 KiB the smaller templates fit, and are not left behind either.
    for kibibytes in [0, 1, 8] {
        let run = limited(&project, kibibytes, &["synth", "--quiet"]).fails(1);
        run.stderr_contains("error: cannot write `out/").stderr_contains("File too large").stderr_contains("its disk have room");
        assert_eq!(contents(&project, &outputs), before, "with {kibibytes} KiB");
    }
    project.run(["synth", "--quiet"]).succeeds();
    assert_ne!(contents(&project, &outputs), before);
}

#[test]
fn a_new_environment_that_cannot_be_written_is_not_there() {
    let project = Fixture::project();
    let before = contents(&project, &["stacks/environments"]);
    for kibibytes in [1, 4] {
        let run = limited(&project, kibibytes, &staging::arguments("Z0000000STAGING", &[])).fails(1);
        run.stderr_contains("cannot write").stderr_contains("File too large");
        assert_eq!(contents(&project, &["stacks/environments"]), before, "with {kibibytes} KiB");
        assert!(!project.exists("snapshots/staging"), "with {kibibytes} KiB");
    }
}

/// Other systems have no such device.
#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_printed_is_an_error() {
    let commands: [&[&str]; 8] = [
        &["synth"],
        &["list"],
        &["deploy-plan"],
        &["secrets"],
        &["secrets", "--environment", "prod", "--script"],
        &["graph", "--format", "mermaid"],
        &["explain", "FW101"],
        &["completions", "bash"],
    ];
    let project = Fixture::project();
    for arguments in commands {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = project.command().args(arguments).stdout(full).output().unwrap();
        Run::of(output).fails(1).stderr_contains("cannot print: No space left on device");
    }
}
