//! What cargo knows of the author's crate.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::process;
use super::session::Session;

/// The package and the target that this program was built from, as cargo's messages name them.
pub(super) struct Package {
    /// Its id.
    pub id: String,
    /// Its manifest.
    pub manifest: PathBuf,
    /// Where its workspace is, to which the paths of messages are relative.
    pub workspace: PathBuf,
    /// The target, as cargo prints it.
    pub target: Value,
}

/// Cargo, with a subcommand. The programs that cargo runs are told which cargo that is.
pub(super) fn command(subcommand: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    // What it told this program of a package is not meant for another run.
    command.arg(subcommand).env_remove("CARGO_MANIFEST_DIR").stdin(Stdio::null());
    command
}

/// The name that this program was built under.
pub(super) fn own_name(executable: &Path) -> String {
    executable.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

impl Package {
    /// The package of a project; what can be told without cargo, where it does not answer.
    pub(super) fn of(session: &Session) -> Self {
        let root = &session.project.root;
        let manifest = root.join("Cargo.toml");
        let mut command = command("metadata");
        command.args(["--no-deps", "--offline", "--format-version", "1", "--manifest-path"]).arg(&manifest);
        let name = std::env::current_exe().map(|executable| own_name(&executable)).unwrap_or_default();
        let output = process::run(&mut command).ok().filter(|output| output.status.success());
        let metadata: Option<Value> = output.and_then(|output| serde_json::from_slice(&output.stdout).ok());
        metadata.and_then(|metadata| Package::read(&metadata, &manifest, &name)).unwrap_or_else(|| Package {
            id: format!("path+file://{}", root.display()),
            workspace: root.clone(),
            target: json!({
                "kind": ["bin"], "crate_types": ["bin"], "name": name, "src_path": root.join("stacks").join("main.rs"),
                "edition": "2024", "doc": true, "doctest": false, "test": true,
            }),
            manifest,
        })
    }

    fn read(metadata: &Value, manifest: &Path, name: &str) -> Option<Self> {
        let packages = metadata["packages"].as_array()?;
        let is_own = |package: &&Value| package["manifest_path"].as_str().is_some_and(|path| Path::new(path) == manifest);
        let package = packages.iter().find(is_own)?;
        let is_program = |target: &&&Value| ["bin", "example"].iter().any(|kind| target["kind"][0] == *kind);
        let targets: Vec<&Value> = package["targets"].as_array()?.iter().collect();
        let programs = || targets.iter().filter(is_program);
        let target = programs().find(|target| target["name"] == name).or_else(|| programs().next())?;
        Some(Package {
            id: package["id"].as_str()?.to_owned(),
            manifest: manifest.to_owned(),
            workspace: PathBuf::from(metadata["workspace_root"].as_str()?),
            target: (*target).clone(),
        })
    }

    /// The file that its program begins with.
    pub(super) fn main_file(&self) -> PathBuf {
        PathBuf::from(self.target["src_path"].as_str().unwrap_or_default())
    }
}
