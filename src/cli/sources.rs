//! The texts that findings point into, each read once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::disk;
use super::session::Session;
use crate::redact::{Redactor, ShownLine};

/// The texts that findings point into, each read once.
pub(super) struct Sources {
    roots: Vec<PathBuf>,
    known: BTreeMap<String, Option<SourceText>>,
    /// The last line that was shown: a template may be one long line, at which hundreds of findings point.
    shown: Option<(String, usize, Rc<ShownLine>)>,
}

/// One file.
pub(super) struct SourceText {
    /// Where it is; nothing for what was not read from a file.
    pub path: Option<PathBuf>,
    text: String,
    /// The byte with which each line begins.
    starts: Vec<usize>,
}

impl Sources {
    /// For the project of a session: paths are relative to the current directory, or to the project's or one above it.
    pub(super) fn new(session: &Session) -> Self {
        let current = session.paths.current().to_owned();
        let roots = session.project.source_roots().map(PathBuf::from);
        Sources { roots: std::iter::once(current).chain(roots).collect(), known: BTreeMap::new(), shown: None }
    }

    /// With the text of a file that is at hand, so that it is not read again.
    pub(super) fn keep(&mut self, file: &str, text: &str) {
        self.known.insert(file.to_owned(), Some(SourceText::new(None, text.to_owned())));
    }

    /// A file; nothing where it cannot be read.
    pub(super) fn get(&mut self, file: &str) -> Option<&SourceText> {
        let roots = &self.roots;
        let read = |path: PathBuf| disk::text(&path).ok().map(|text| SourceText::new(Some(path), text));
        let found = || roots.iter().find_map(|root| read(root.join(Path::new(file))));
        self.known.entry(file.to_owned()).or_insert_with(found).as_ref()
    }

    /// A line of a file, counted from 1, without the secrets in it.
    pub(super) fn shown(&mut self, file: &str, line: usize, redactor: &Redactor) -> Option<Rc<ShownLine>> {
        if let Some((_, _, shown)) = self.shown.as_ref().filter(|(name, number, _)| name == file && *number == line) {
            return Some(Rc::clone(shown));
        }
        let shown = Rc::new(redactor.line(self.get(file)?.line(line)?));
        self.shown = Some((file.to_owned(), line, Rc::clone(&shown)));
        Some(shown)
    }
}

impl SourceText {
    fn new(path: Option<PathBuf>, text: String) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        SourceText { path, text, starts }
    }

    /// A line, counted from 1, without its end.
    pub(super) fn line(&self, line: usize) -> Option<&str> {
        let index = line.checked_sub(1)?;
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).copied().unwrap_or(self.text.len());
        Some(self.text.get(start..end)?.trim_end_matches(['\n', '\r']))
    }

    /// The byte at a line and a column of characters, both counted from 1.
    pub(super) fn byte(&self, line: usize, column: usize) -> usize {
        let start = line.checked_sub(1).and_then(|index| self.starts.get(index)).copied().unwrap_or(0);
        let before = self.line(line).unwrap_or_default().chars().take(column.saturating_sub(1));
        start + before.map(char::len_utf8).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::SourceText;

    #[test]
    fn lines_and_bytes_are_counted() {
        let source = SourceText::new(None, "é = 1\r\nb = 2".to_owned());
        assert_eq!([source.line(1), source.line(2), source.line(3), source.line(0)], [Some("é = 1"), Some("b = 2"), None, None]);
        assert_eq!((source.byte(1, 3), source.byte(2, 1)), (3, 8));
    }
}
