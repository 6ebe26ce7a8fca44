//! Waiting for files to change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::cli::report::Finding;
use crate::cli::stop::Stop;

/// An editor writes several files, or one in several steps; a change is over when nothing has come for so long.
const QUIET: Duration = Duration::from_millis(60);
/// What never gets quiet is looked at all the same.
const LONGEST: Duration = Duration::from_secs(2);

/// What is looked at, and which of the files in it matter.
pub(in crate::cli) struct Watched {
    /// Directories without those in them.
    pub directories: BTreeSet<PathBuf>,
    /// Directories with all in them.
    pub trees: Vec<PathBuf>,
    /// Whether a file in them matters.
    pub matters: Box<dyn Fn(&Path) -> bool>,
}

/// The changes of files, from when they are first watched; what changes while nobody waits is not lost.
pub(super) struct Changes {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
}

impl Changes {
    pub(super) fn new() -> Result<Self, Stop> {
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(sender).map_err(|error| cannot(&error))?;
        Ok(Changes { watcher, events })
    }

    /// Looks at these as well. A directory that was removed and made again is another one, so all are named each time.
    pub(super) fn watch(&mut self, watched: &Watched) -> Result<(), Stop> {
        let directories = watched.directories.iter().map(|path| (path, RecursiveMode::NonRecursive));
        // The trees come last: in them, the mode of a directory that is also named alone is theirs.
        let trees = watched.trees.iter().map(|path| (path, RecursiveMode::Recursive));
        for (path, mode) in directories.chain(trees).filter(|(path, _)| path.is_dir()) {
            match self.watcher.watch(path, mode) {
                // It went away in this moment; its parent tells when it comes back.
                Err(notify::Error { kind: notify::ErrorKind::PathNotFound, .. }) => {}
                outcome => outcome.map_err(|error| cannot(&error))?,
            }
        }
        Ok(())
    }

    /// Waits until files that matter have changed, and then until it is quiet: the files.
    pub(super) fn wait(&self, watched: &Watched) -> Result<BTreeSet<PathBuf>, Stop> {
        let mut changed = BTreeSet::new();
        while changed.is_empty() {
            let event = self.events.recv().map_err(|_| Stop::from(Finding::error("files are no longer watched")))?;
            add(&mut changed, event, watched)?;
        }
        let begun = Instant::now();
        while begun.elapsed() < LONGEST {
            match self.events.recv_timeout(QUIET) {
                Ok(event) => add(&mut changed, event, watched)?,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(changed)
    }
}

fn add(changed: &mut BTreeSet<PathBuf>, event: notify::Result<Event>, watched: &Watched) -> Result<(), Stop> {
    let event = event.map_err(|error| cannot(&error))?;
    if event.need_rescan() {
        // Some changes were too many to be told: whatever was watched may be among them.
        changed.extend(watched.trees.iter().chain(&watched.directories).next().cloned());
    }
    // A file that is only read has not changed.
    if !matches!(event.kind, EventKind::Access(_)) {
        changed.extend(event.paths.into_iter().filter(|path| (watched.matters)(path)));
    }
    Ok(())
}

fn cannot(error: &notify::Error) -> Stop {
    let help = match error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system watches no more files: raise `fs.inotify.max_user_watches`",
        _ => "run the command again without `--watch`, or with fewer directories",
    };
    Finding::error(format!("files cannot be watched: {error}")).help(help).into()
}
