//! `synth --watch`: the author's crate is built and run again at every save.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::built::Program;
use super::changes::Watched;
use super::repeat::{is_hidden, repeat};
use crate::cli::diff::since::{self, Templates};
use crate::cli::environments;
use crate::cli::outcome::Outcome;
use crate::cli::report::{Finding, counted};
use crate::cli::session::Session;
use crate::cli::stop::Stop;

/// What the author writes: code, settings, templates of their own, and which crates there are.
const WRITTEN: [&str; 4] = ["rs", "toml", "tera", "lock"];

/// Builds, synthesizes and compares, again and again. `arguments` are those of `synth` without `--watch`.
pub(in crate::cli) fn run(arguments: &[OsString], environments: &Path, output: &Path, session: &Session) -> Outcome {
    let program = RefCell::new(Program::own()?);
    let mut before = written(environments, output, session);
    let turn = || {
        if !program.borrow_mut().build(session)? {
            return Ok(String::new());
        }
        if !synthesizes(&program.borrow().executable, arguments)? {
            return Ok(String::new());
        }
        let after = written(environments, output, session);
        let said = said(before.as_ref(), after.as_ref());
        before = after.or_else(|| before.take());
        Ok(said)
    };
    repeat(session, turn, || watched(&program.borrow(), environments, output, session))
}

/// Runs the program that was just built; whether it wrote.
fn synthesizes(executable: &Path, arguments: &[OsString]) -> Result<bool, Stop> {
    let status = Command::new(executable).args(arguments).stdin(Stdio::null()).status();
    let status = status.map_err(|error| Finding::error(format!("`{}` cannot be started: {error}", executable.display())))?;
    Ok(status.success())
}

/// The templates of the environments that there are. Those of others stay where they are, and change no more.
fn written(environments: &Path, output: &Path, session: &Session) -> Option<Templates> {
    let files = environments::all_in(environments, session).unwrap_or_default();
    let mut templates = since::read(output, session)?;
    templates.retain(|name, _| files.iter().any(|file| file.name == *name));
    Some(templates)
}

fn said(before: Option<&Templates>, after: Option<&Templates>) -> String {
    match (before.filter(|before| !before.is_empty()), after) {
        (Some(before), Some(after)) => since::text(before, after, "the last synth"),
        (None, Some(after)) => {
            let stacks: usize = after.values().map(Vec::len).sum();
            format!("{} in {}\n", counted(stacks, "stack"), counted(after.len(), "environment"))
        }
        (_, None) => String::new(),
    }
}

/// The project's own directories, and those of every file that the program was made from.
fn watched(program: &Program, environments: &Path, output: &Path, session: &Session) -> Watched {
    let root = &session.project.root;
    let sources = program.sources();
    let mut directories: BTreeSet<PathBuf> = sources.iter().filter_map(|path| Some(path.parent()?.to_owned())).collect();
    directories.extend([root.clone(), environments.to_owned()]);
    let trees: Vec<PathBuf> = ["stacks", "src"].map(|name| root.join(name)).to_vec();
    let (named, output) = ([trees.clone(), vec![environments.to_owned()]].concat(), output.to_owned());
    let target = root.join("target");
    let matters = move |path: &Path| {
        let is_written = path.extension().is_some_and(|extension| WRITTEN.iter().any(|written| extension == *written));
        let is_made = path.starts_with(&output) || path.starts_with(&target);
        sources.contains(path) || !is_made && !is_hidden(path) && (is_written || named.iter().any(|tree| tree == path))
    };
    Watched { directories, trees, matters: Box::new(matters) }
}
