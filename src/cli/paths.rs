//! Paths as a user types and reads them.

use std::path::{Path, PathBuf};

/// Paths seen from the current directory.
pub(super) struct Paths {
    current: PathBuf,
}

impl Paths {
    /// Seen from the directory in which the process started.
    pub(super) fn new() -> Self {
        // A directory that was deleted under the process has no path; everything then reads as absolute.
        Paths { current: std::env::current_dir().unwrap_or_default() }
    }

    /// The current directory.
    pub(super) fn current(&self) -> &Path {
        &self.current
    }

    /// A path from the command line, made absolute.
    pub(super) fn absolute(&self, path: &Path) -> PathBuf {
        self.current.join(path)
    }

    /// The path as a user reads it: from the current directory, where it lies below that.
    pub(super) fn shown(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.current).unwrap_or(path);
        if below.as_os_str().is_empty() {
            return ".".to_owned();
        }
        below.to_string_lossy().into_owned()
    }
}
