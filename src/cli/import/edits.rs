//! Files of the project that are edited, each once, however many stacks are added.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cli::disk;
use crate::cli::new::draft::Draft;
use crate::cli::session::Session;
use crate::cli::stop::Stop;

/// The texts of the files that are edited.
#[derive(Default)]
pub(super) struct Edits {
    texts: BTreeMap<PathBuf, String>,
}

impl Edits {
    /// The text of a file as it is by now.
    pub(super) fn text(&mut self, path: &Path, session: &Session) -> Result<&mut String, Stop> {
        if !self.texts.contains_key(path) {
            let text = disk::text(path);
            let text = text.map_err(|error| Stop::cannot("read", path, &session.paths, &error, "check the path"))?;
            self.texts.insert(path.to_owned(), text);
        }
        Ok(self.texts.entry(path.to_owned()).or_default())
    }

    /// The edits, as drafts.
    pub(super) fn drafts(self) -> impl Iterator<Item = Draft> {
        self.texts.into_iter().map(|(path, text)| Draft::edit(path, text))
    }
}
