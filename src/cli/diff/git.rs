//! What git holds of a project: revisions, and the files in them. One process answers every question about objects, since starting
//! git takes longer than all that it says.

use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::cli::process;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;

/// Bytes of the largest object that is read: far more than a template may have.
const LARGEST: usize = 64 << 20;

/// The repository of a project. Threads share it.
pub(in crate::cli) struct Git {
    objects: Mutex<Objects>,
}

/// A running `git cat-file --batch`.
struct Objects {
    process: Child,
    /// Nothing once it is to end.
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

/// One object of git.
struct Object {
    hash: String,
    is_tree: bool,
    bytes: Vec<u8>,
}

impl Git {
    /// The repository that the project is in. Whether it is in one, the first answer tells.
    pub(super) fn of(session: &Session) -> Result<Git, Stop> {
        let mut command = Command::new("git");
        command.arg("-C").arg(&session.project.root).args(["cat-file", "--batch"]);
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut process = spawned.map_err(|error| no_git(&error))?;
        let (questions, answers) = (process.stdin.take(), process.stdout.take());
        let answers = answers.ok_or_else(|| no_git(&io::Error::from(io::ErrorKind::BrokenPipe)))?;
        Ok(Git { objects: Mutex::new(Objects { process, questions, answers: BufReader::new(answers) }) })
    }

    /// The full name of the commit that a revision is.
    pub(super) fn commit(&self, revision: &str) -> Option<String> {
        Some(self.object(&format!("{revision}^{{commit}}"))?.hash)
    }

    /// The bytes of a file, by its path from the project's root.
    pub(super) fn file(&self, revision: &str, path: &str) -> Option<Vec<u8>> {
        Some(self.object(&format!("{revision}:./{path}"))?.bytes)
    }

    /// What is in a directory, by its path from the project's root; nothing where there is none.
    pub(super) fn names(&self, revision: &str, directory: &str) -> Vec<String> {
        let found = self.object(&format!("{revision}:./{directory}"));
        found.filter(|object| object.is_tree).map(|tree| entries(&tree)).unwrap_or_default()
    }

    fn object(&self, name: &str) -> Option<Object> {
        self.objects.lock().unwrap_or_else(PoisonError::into_inner).ask(name).ok().flatten()
    }
}

impl Objects {
    fn ask(&mut self, name: &str) -> io::Result<Option<Object>> {
        let Some(questions) = self.questions.as_mut().filter(|_| !name.contains('\n')) else { return Ok(None) };
        writeln!(questions, "{name}")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        // `HASH KIND SIZE`, or `NAME missing`, where the name may have blanks.
        let words: Vec<&str> = line.split_whitespace().collect();
        let [hash, kind @ ("commit" | "tree" | "blob" | "tag"), size] = words.as_slice() else { return Ok(None) };
        let size = size.parse().map_err(io::Error::other)?;
        if size > LARGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut bytes = vec![0; size + 1];
        self.answers.read_exact(&mut bytes)?;
        bytes.truncate(size);
        Ok(Some(Object { hash: (*hash).to_owned(), is_tree: *kind == "tree", bytes }))
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // It ends with its questions.
        self.questions.take();
        let _ = self.process.wait();
    }
}

/// The names in a tree: each entry is `MODE NAME`, a zero, and a hash in bytes.
fn entries(tree: &Object) -> Vec<String> {
    let hash = tree.hash.len() / 2;
    let mut rest = tree.bytes.as_slice();
    let mut names = Vec::new();
    while let Some(end) = rest.iter().position(|byte| *byte == 0) {
        let entry = String::from_utf8_lossy(&rest[..end]);
        names.extend(entry.split_once(' ').map(|(_, name)| name.to_owned()));
        rest = rest.get(end + 1 + hash..).unwrap_or_default();
    }
    names
}

/// What git prints; nothing where it refuses.
pub(super) fn told(session: &Session, arguments: &[&str]) -> Result<Option<String>, Stop> {
    let mut command = Command::new("git");
    let output = process::run(command.arg("-C").arg(&session.project.root).args(arguments)).map_err(|error| no_git(&error))?;
    Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
}

fn no_git(error: &io::Error) -> Stop {
    Finding::error(format!("git cannot be started: {error}")).help("install git, or name a directory with `--against`").into()
}
