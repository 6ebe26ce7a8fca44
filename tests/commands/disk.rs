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

/// What is no file, or has no end, is refused at once.
#[test]
fn only_files_are_read() {
    let tool = Fixture::tool().file("a.json", r#"{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}"#).file("directory/x", "");
    let made = Command::new("mkfifo").arg(tool.path("pipe.json")).status().unwrap();
    assert!(made.success());
    for command in [
        &["check", "FILE"][..],
        &["diff", "a.json", "FILE"],
        &["diff", "FILE", "a.json"],
        &["graph", "FILE"],
        &["check", "-p", "FILE", "a.json"],
    ] {
        let run =
            |file: &str| tool.run_all(&command.iter().map(|word| if *word == "FILE" { file } else { word }).collect::<Vec<_>>());
        let piped = run("pipe.json");
        assert!(
            piped.stderr.contains("cannot read `pipe.json`: it is a pipe; `-` reads standard input"),
            "{command:?}: {}",
            piped.stderr
        );
        let endless = run("/dev/zero");
        assert!(endless.stderr.contains("/dev/zero") && endless.stderr.len() < 1000, "{command:?}: {:.1000}", endless.stderr);
    }
    tool.run(["diff", "a.json", "directory"]).fails(1).stderr_contains("cannot read `directory`: it is a directory");
}

/// A name or a value of megabytes is not repeated.
#[test]
fn messages_are_short() {
    let long = "x".repeat(900_000);
    let template = format!(
        "{{\"Resources\": {{\"{long}\": {{\"Type\": \"{long}\"}}, \"T\": {{\"Type\": \"AWS::SNS::Topic\", \"Properties\": {{\"{long}\": 1}}}}}}}}"
    );
    let tool =
        Fixture::tool().file("a.json", &template[..]).file("b.json", r#"{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}"#);
    for command in [
        &["check", "a.json"][..],
        &["check", "a.json", "--format", "json"],
        &["check", "a.json", "--format", "sarif"],
        &["check", "a.json", "--format", "github"],
        &["diff", "a.json", "b.json"],
        &["diff", "b.json", "a.json"],
    ] {
        let run = tool.run_all(command);
        let most = if command.contains(&"sarif") { 1_000_000 } else { 60_000 };
        assert!(
            run.stdout.len() + run.stderr.len() < most,
            "{:.80} prints {} bytes",
            command.join(" "),
            run.stdout.len() + run.stderr.len()
        );
    }
}
