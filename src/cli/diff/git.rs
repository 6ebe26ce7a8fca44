//! What git holds of a project: revisions, and the files in them. One process answers every question about objects, since starting
//! git takes longer than all that it says.

use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::cli::process;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;

/// Questions that are asked before the first answer is read. So many, each as long as a path can be, fit into a pipe: git may wait for
/// its answers to be read while it is asked.
const AT_ONCE: usize = 16;

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
        self.commits(&[revision]).pop().flatten()
    }

    /// The full names of the commits that revisions are, in this order.
    pub(super) fn commits(&self, revisions: &[&str]) -> Vec<Option<String>> {
        let names = revisions.iter().map(|revision| format!("{revision}^{{commit}}")).collect();
        self.objects(names).into_iter().map(|object| Some(object?.hash)).collect()
    }

    /// The bytes of files, by their paths from the project's root, in this order.
    pub(super) fn files(&self, revision: &str, paths: &[String]) -> Vec<Option<Vec<u8>>> {
        let names = paths.iter().map(|path| format!("{revision}:./{path}")).collect();
        self.objects(names).into_iter().map(|object| Some(object?.bytes)).collect()
    }

    /// What is in a directory, by its path from the project's root; nothing where there is none.
    pub(super) fn names(&self, revision: &str, directory: &str) -> Vec<String> {
        let found = self.objects(vec![format!("{revision}:./{directory}")]).pop().flatten();
        found.filter(|object| object.is_tree).map(|tree| entries(&tree)).unwrap_or_default()
    }

    /// Objects by their names, in this order; nothing for what is none.
    fn objects(&self, names: Vec<String>) -> Vec<Option<Object>> {
        let mut objects = self.objects.lock().unwrap_or_else(PoisonError::into_inner);
        let found = names.chunks(AT_ONCE).flat_map(|names| objects.ask(names).unwrap_or_else(|_| none(names)));
        found.collect()
    }
}

impl Objects {
    /// Asks for some objects at once, since waiting for each answer takes longer than the answer.
    fn ask(&mut self, names: &[String]) -> io::Result<Vec<Option<Object>>> {
        let Some(questions) = self.questions.as_mut() else { return Ok(none(names)) };
        let is_name = |name: &String| !name.contains('\n');
        let lines: String = names.iter().filter(|name| is_name(name)).map(|name| format!("{name}\n")).collect();
        questions.write_all(lines.as_bytes())?;
        names.iter().map(|name| if is_name(name) { self.answer() } else { Ok(None) }).collect()
    }

    fn answer(&mut self) -> io::Result<Option<Object>> {
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

/// No answer to any of these questions.
fn none(names: &[String]) -> Vec<Option<Object>> {
    names.iter().map(|_| None).collect()
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
