//! The real AWS CLI, talking to the emulator and to nothing else.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::emulator::Emulator;
use super::fixture::Run;
use super::python::{isolate, run, text, tools};
use super::warm_aws;

pub const REGION: &str = "us-east-1";
/// The account of the settings. The emulator plays the account whose number is the access key.
pub const ACCOUNT: &str = "931637612335";

impl Emulator {
    /// Runs `aws ARGUMENTS` and gives what it answers; null when it says nothing.
    #[track_caller]
    pub fn aws(&self, arguments: &[&str]) -> Value {
        self.aws_in(ACCOUNT, arguments)
    }

    /// The same in another account.
    #[track_caller]
    pub fn aws_in(&self, account: &str, arguments: &[&str]) -> Value {
        let output = match run(self.cli(arguments).env("AWS_ACCESS_KEY_ID", account)) {
            Ok(output) => output,
            Err(problem) => panic!("{problem}"),
        };
        if output.stdout.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&output.stdout).expect("JSON from the AWS CLI")
    }

    /// Runs `aws ARGUMENTS`, which must fail, and gives its error message.
    #[track_caller]
    pub fn aws_error(&self, arguments: &[&str]) -> String {
        let output = self.cli(arguments).output().expect("the AWS CLI starts");
        assert!(!output.status.success(), "aws {arguments:?} succeeded: {}", text(&output.stdout));
        text(&output.stderr).trim_start().to_owned()
    }

    /// Runs a command line as a user would paste it, with `aws` on the path.
    pub fn shell(&self, line: &str, directory: &Path) -> Output {
        let mut command = Command::new("sh");
        command.args(["-c", line]).current_dir(directory);
        isolate(&mut command);
        self.point_to_emulator(&mut command);
        command.output().expect("a shell")
    }

    /// Runs a script, or any other program, with `aws` on the path, and gives it a text to read.
    #[track_caller]
    pub fn script(&self, path: &Path, arguments: &[&str], input: &str) -> Run {
        self.script_in(ACCOUNT, path, arguments, input)
    }

    /// The same in another account.
    #[track_caller]
    pub fn script_in(&self, account: &str, path: &Path, arguments: &[&str], input: &str) -> Run {
        let mut command = Command::new(path);
        isolate(&mut command);
        self.point_to_emulator(&mut command);
        command
            .env("AWS_ACCESS_KEY_ID", account)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        // A script that ends early reads nothing.
        let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
        Run::of(child.wait_with_output().expect("the script ends"))
    }

    fn cli(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(warm_aws::directory().join("aws"));
        isolate(&mut command);
        command.args(arguments).args(["--output", "json"]);
        self.point_to_emulator(&mut command);
        command
    }

    /// The endpoint goes through the environment since `--endpoint-url` doesn't reach the uploads of `deploy --s3-bucket`.
    pub fn point_to_emulator(&self, command: &mut Command) {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let own = [warm_aws::directory().to_owned(), tools().bin()];
        let path = own.into_iter().chain(std::env::split_paths(&path));
        command
            .env("PATH", std::env::join_paths(path).expect("a path without the separator"))
            .env("AWS_ENDPOINT_URL", self.endpoint())
            .env("AWS_ACCESS_KEY_ID", ACCOUNT)
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_CONFIG_FILE", "/dev/null")
            .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("AWS_DEFAULT_REGION", REGION)
            .env("AWS_PAGER", "");
    }
}
