//! The author's program: built again from its sources, which cargo lists beside it.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;

use crate::cli::cargo;
use crate::cli::disk;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;

/// The author's program.
pub(super) struct Program {
    /// Where it is, as of the last build.
    pub executable: PathBuf,
    name: String,
    /// The options by which cargo builds it.
    choice: Vec<String>,
}

impl Program {
    /// This very program.
    pub(super) fn own() -> Result<Self, Stop> {
        let executable = std::env::current_exe();
        let executable = executable.map_err(|error| Finding::error(format!("this program cannot be found: {error}")))?;
        let name = cargo::own_name(&executable);
        Ok(Program { choice: choice(&executable, &name), name, executable })
    }

    /// Builds it as it was built; whether it compiles. What the compiler says is printed as it comes.
    pub(super) fn build(&mut self, session: &Session) -> Result<bool, Stop> {
        let mut command = cargo::command("build");
        command.args(["--quiet", "--message-format", "json-render-diagnostics"]);
        command.arg("--manifest-path").arg(session.project.root.join("Cargo.toml"));
        command.args(&self.choice).stdout(Stdio::piped());
        let cannot = |error: std::io::Error| Finding::error(format!("cargo cannot be started: {error}"));
        let mut child = command.spawn().map_err(cannot)?;
        for line in child.stdout.take().into_iter().flat_map(|stdout| BufReader::new(stdout).lines()).map_while(Result::ok) {
            if let Some(executable) = artifact(&line, &self.name) {
                self.executable = executable;
            }
        }
        Ok(child.wait().map_err(cannot)?.success())
    }

    /// The files that it was compiled from, without those of crates that do not change.
    pub(super) fn sources(&self) -> BTreeSet<PathBuf> {
        let list = disk::text(&self.executable.with_extension("d")).unwrap_or_default();
        list.lines().filter_map(|line| line.split_once(": ")).flat_map(|(_, files)| paths(files)).collect()
    }
}

/// The options by which cargo builds this program again. Where it lies tells its profile.
fn choice(executable: &Path, name: &str) -> Vec<String> {
    let directory = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let parent = executable.parent().unwrap_or(Path::new(""));
    let is_example = directory(parent) == "examples";
    let profile = if is_example { parent.parent().unwrap_or(parent) } else { parent };
    let mut options = vec![if is_example { "--example" } else { "--bin" }.to_owned(), name.to_owned()];
    match directory(profile).as_str() {
        // Elsewhere than among what cargo builds, the name of the directory says nothing.
        _ if !profile.join("deps").is_dir() => {}
        "debug" => {}
        other => options.extend(["--profile".to_owned(), other.to_owned()]),
    }
    options
}

/// The program that a message of cargo's says was built, where it is this one.
fn artifact(line: &str, name: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(line).ok()?;
    let is_own = message["reason"] == "compiler-artifact" && message["target"]["name"] == name;
    message["executable"].as_str().filter(|_| is_own).map(PathBuf::from)
}

/// The paths of a list for `make`: separated by spaces, those in them escaped.
fn paths(list: &str) -> Vec<PathBuf> {
    let words = list.replace("\\ ", "\0");
    words.split(' ').filter(|word| !word.is_empty()).map(|word| PathBuf::from(word.replace('\0', " "))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_may_have_spaces() {
        assert_eq!(paths("/a/b.rs /c\\ d/e.rs"), [PathBuf::from("/a/b.rs"), PathBuf::from("/c d/e.rs")]);
    }

    #[test]
    fn only_the_program_itself_is_taken() {
        let built = r#"{"reason":"compiler-artifact","target":{"name":"shop"},"executable":"/t/debug/shop"}"#;
        assert_eq!(artifact(built, "shop"), Some(PathBuf::from("/t/debug/shop")));
        assert_eq!(artifact(built, "other"), None);
        assert_eq!(artifact("no json", "shop"), None);
    }

    #[test]
    fn a_program_that_was_copied_has_no_profile() {
        assert_eq!(choice(Path::new("/usr/bin/shop"), "shop"), ["--bin", "shop"]);
    }
}
