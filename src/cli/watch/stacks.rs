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
use crate::cli::outcome::Outcome;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::template::counted;

/// What the author writes: code, settings, templates of their own, and which crates there are.
const WRITTEN: [&str; 4] = ["rs", "toml", "tera", "lock"];

/// Builds, synthesizes and compares, again and again. `arguments` are those of `synth` without `--watch`; what they print is the list of
/// the templates.
pub(in crate::cli) fn run(arguments: &[OsString], environments: &Path, output: &Path, session: &Session) -> Outcome {
    let program = RefCell::new(Program::own()?);
    let mut before = None;
    let turn = || {
        if !program.borrow_mut().build(session)? {
            return Ok(String::new());
        }
        let earlier = before.take();
        let Some(after) = synthesized(&program.borrow().executable, arguments, session)? else {
            before = earlier;
            return Ok(String::new());
        };
        let said = said(earlier.as_ref(), &after);
        before = Some(after);
        Ok(said)
    };
    repeat(session, turn, || watched(&program.borrow(), environments, output, session))
}

/// The templates that the program wrote which was just built; nothing where there were mistakes. Those of earlier programs may lie beside
/// them.
fn synthesized(executable: &Path, arguments: &[OsString], session: &Session) -> Result<Option<Templates>, Stop> {
    let mut command = Command::new(executable);
    let output = command.args(arguments).stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| Finding::error(format!("`{}` cannot be started: {error}", executable.display())))?;
    let files: Vec<PathBuf> = String::from_utf8_lossy(&output.stdout).lines().map(PathBuf::from).collect();
    Ok(output.status.success().then(|| since::read(&files, session)).flatten())
}

fn said(before: Option<&Templates>, after: &Templates) -> String {
    match before {
        Some(before) => since::text(before, after, "the last synth"),
        None => {
            let stacks: usize = after.values().map(Vec::len).sum();
            format!("{} in {}\n", counted(stacks, "stack"), counted(after.len(), "environment"))
        }
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
