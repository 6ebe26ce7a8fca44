//! A project of its own, whose program is compiled.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::aws::ACCOUNT;
use super::emulator::Emulator;
use super::fixture::{Fixture, Run};

/// A project of its own, built where this one is, so that what is compiled already is taken.
pub struct Project {
    pub tool: Fixture,
    pub directory: PathBuf,
}

impl Project {
    /// A new project.
    pub fn new() -> Self {
        Project::of(Fixture::tool(), "imported", &["--account", ACCOUNT])
    }

    /// A new project of this name, which `new project` makes with these arguments.
    pub fn of(tool: Fixture, name: &str, arguments: &[&str]) -> Self {
        let root = env!("CARGO_MANIFEST_DIR");
        tool.run_all(&[&["new", "project", name, "--path", root], arguments].concat()).succeeds();
        Project::made(tool, name)
    }

    /// A project that is there, with the same versions as here.
    pub fn made(tool: Fixture, name: &str) -> Self {
        let directory = tool.path(name);
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"), directory.join("Cargo.lock")).unwrap();
        Project { tool, directory }
    }

    /// What a command of the project's own program says, to both outputs, and whether it succeeds.
    pub fn run(&self, arguments: &[&str]) -> (bool, String) {
        said(self.command("run").args(["--quiet", "--"]).args(arguments))
    }

    /// The same, with the AWS CLI and the account of an emulator.
    pub fn run_with(&self, emulator: &Emulator, arguments: &[&str]) -> (bool, String) {
        let mut command = self.command("run");
        emulator.point_to_emulator(&mut command);
        said(command.args(["--quiet", "--"]).args(arguments))
    }

    /// The program of the project, as it is on disk.
    pub fn app(&self, arguments: &[&str]) -> Run {
        Run::of(self.command("run").args(["--quiet", "--"]).args(arguments).output().unwrap())
    }

    /// The same program as it was last compiled: what is added without a build is written into the sources, and asks nothing of it.
    pub fn compiled(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(target().join("debug").join(self.directory.file_name().unwrap()));
        command.current_dir(&self.directory).env_remove("CARGO_MANIFEST_DIR");
        Run::of(command.args(arguments).output().unwrap())
    }

    /// A command of cargo in the project, which must succeed.
    #[track_caller]
    pub fn cargo(&self, subcommand: &str) -> Run {
        Run::of(self.command(subcommand).output().unwrap()).succeeds()
    }

    /// Its layout is that of rustfmt.
    #[track_caller]
    pub fn is_formatted(&self) {
        let mut command = Command::new(env!("CARGO"));
        Run::of(command.args(["fmt", "--check"]).current_dir(&self.directory).output().unwrap()).succeeds();
    }

    /// A subcommand of cargo that compiles the project, without the network.
    pub fn command(&self, subcommand: &str) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(&self.directory).env("CARGO_TARGET_DIR", target()).env("CARGO_NET_OFFLINE", "true");
        command.env_remove("CARGO_MANIFEST_DIR").args([subcommand, "--offline"]);
        command
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.directory.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn is_there(&self, path: &str) -> bool {
        self.directory.join(path).exists()
    }
}

fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

fn said(command: &mut Command) -> (bool, String) {
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}
