//! The AWS CLI for hundreds of calls: `warm_aws.py` runs it in forks of one process that has imported it, which takes an eighth of the time
//! of a start. What a call does is the CLI's own code; `tools().bin()` has the program itself.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::OnceLock;

use super::python::{Tools, tools};

const SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/warm_aws.py");
const CLIENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/ask_aws.py");

/// The process lives as long as its standard input, so as long as this one, and takes its directory along.
struct Server {
    _process: Child,
    directory: PathBuf,
}

/// The directory with the program `aws` that asks the process, which the first caller starts.
pub fn directory() -> &'static Path {
    static SERVER: OnceLock<Server> = OnceLock::new();
    &SERVER.get_or_init(|| start(tools())).directory
}

fn start(tools: &Tools) -> Server {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("warm-aws-{}", std::process::id()));
    // A killed test with the same process id may have left one.
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).expect("a directory for the AWS CLI");
    let python = tools.bin().join("python");
    let aws = format!("#!/bin/sh\nexec '{}' -S -E '{CLIENT}' '{}' \"$@\"\n", python.display(), directory.display());
    fs::write(directory.join("aws"), aws).expect("a file of its own");
    fs::set_permissions(directory.join("aws"), fs::Permissions::from_mode(0o755)).expect("a program");
    let mut command = tools.command("python");
    command.args([Path::new(SERVER), &directory]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut process = command.spawn().expect("python starts");
    let mut line = String::new();
    let said = BufReader::new(process.stdout.take().expect("a pipe")).read_line(&mut line);
    assert!(said.is_ok() && line == "ready\n", "the AWS CLI could not be imported");
    Server { _process: process, directory }
}
