//! A project of its own, whose program is compiled.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::aws::ACCOUNT;
use super::emulator::Emulator;
use super::fixture::Fixture;

/// A project of its own, built where this one is, so that what is compiled already is taken.
pub struct Project {
    pub tool: Fixture,
}

impl Project {
    /// A new project.
    pub fn new() -> Self {
        let (tool, root) = (Fixture::tool(), Path::new(env!("CARGO_MANIFEST_DIR")));
        tool.run(["new", "project", "imported", "--account", ACCOUNT, "--path", root.to_str().unwrap()]).succeeds();
        fs::copy(root.join("Cargo.lock"), tool.path("imported/Cargo.lock")).unwrap();
        Project { tool }
    }

    /// What a command of the project's own program says, to both outputs, and whether it succeeds.
    pub fn run(&self, arguments: &[&str]) -> (bool, String) {
        said(self.command().args(arguments))
    }

    /// The same, with the AWS CLI and the account of an emulator.
    pub fn run_with(&self, emulator: &Emulator, arguments: &[&str]) -> (bool, String) {
        let mut command = self.command();
        emulator.point_to_emulator(&mut command);
        said(command.args(arguments))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .current_dir(self.tool.path("imported"))
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap())
            .env("CARGO_NET_OFFLINE", "true")
            .env_remove("CARGO_MANIFEST_DIR")
            .args(["run", "--offline", "--quiet", "--"]);
        command
    }
}

fn said(command: &mut Command) -> (bool, String) {
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}
