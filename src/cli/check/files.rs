//! Which files are checked.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::template::read::LARGEST;

/// A file that was read.
pub(crate) struct Source {
    /// As it is shown.
    pub name: String,
    /// Its first bytes: one more than a template may have tells that it is too large.
    pub bytes: Vec<u8>,
    /// Whether it was asked for itself, not found in a directory.
    pub is_named: bool,
}

/// How the names of template files end.
pub(crate) const EXTENSIONS: [&str; 4] = ["template", "json", "yaml", "yml"];
/// Directories in which nobody keeps templates of their own.
const SKIPPED: [&str; 3] = ["node_modules", "target", "cdk.out"];

/// Reads what is asked for: files, directories, patterns, `-`. Each file once, in the order in which they are named.
pub(crate) fn find(asked: &[&String], session: &Session) -> Result<Vec<Source>, Stop> {
    let mut sources: Vec<Source> = Vec::new();
    for name in asked {
        let found = match name.as_str() {
            "-" => vec![standard_input()?],
            pattern if pattern.contains(['*', '?']) && !Path::new(pattern).exists() => matching(pattern, session)?,
            path => at(Path::new(path), session)?,
        };
        sources.extend(found);
    }
    let mut seen = std::collections::BTreeSet::new();
    sources.retain(|source| seen.insert(source.name.clone()));
    Ok(sources)
}

/// Reads a file.
pub(crate) fn read(path: &Path, session: &Session) -> Result<Source, Stop> {
    let path = session.paths.absolute(path);
    let bytes = File::open(&path).and_then(first_bytes);
    let bytes = bytes.map_err(|error| Stop::cannot("read", &path, &session.paths, &error, "check the path"))?;
    Ok(Source { name: session.paths.shown(&path), bytes, is_named: true })
}

fn first_bytes(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(LARGEST + 1).unwrap_or(u64::MAX);
    from.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn standard_input() -> Result<Source, Stop> {
    let bytes = first_bytes(io::stdin().lock());
    let bytes = bytes.map_err(|error| Finding::error(format!("cannot read standard input: {error}")))?;
    Ok(Source { name: "<stdin>".to_owned(), bytes, is_named: true })
}

fn at(path: &Path, session: &Session) -> Result<Vec<Source>, Stop> {
    if !session.paths.absolute(path).is_dir() {
        return Ok(vec![read(path, session)?]);
    }
    let mut found = Vec::new();
    for path in below(&session.paths.absolute(path), session)? {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let is_small = fs::metadata(&path).is_ok_and(|metadata| metadata.is_file() && metadata.len() <= LARGEST as u64);
        if is_small && EXTENSIONS.contains(&extension) {
            found.push(Source { is_named: false, ..read(&path, session)? });
        }
    }
    Ok(found)
}

/// Every file below a directory, in the order of their paths. Hidden ones and symbolic links are left out.
fn below(directory: &Path, session: &Session) -> Result<Vec<PathBuf>, Stop> {
    walk(directory, session).map(|(files, _)| files)
}

/// The directories that are searched for what is asked for.
pub(crate) fn directories(asked: &[&String], session: &Session) -> Vec<PathBuf> {
    let roots = asked.iter().map(|name| session.paths.absolute(&fixed_part(name))).filter(|path| path.is_dir());
    roots.filter_map(|root| walk(&root, session).ok()).flat_map(|(_, directories)| directories).collect()
}

/// Whether a directory is one in which nobody keeps templates of their own.
pub(crate) fn is_skipped(directory: &Path) -> bool {
    directory.file_name().is_some_and(|name| SKIPPED.iter().any(|skipped| name == *skipped))
}

/// The files below a directory, in the order of their paths, and the directories that they were looked for in.
fn walk(directory: &Path, session: &Session) -> Result<(Vec<PathBuf>, Vec<PathBuf>), Stop> {
    let (mut files, mut directories) = (Vec::new(), Vec::new());
    let mut waiting = vec![directory.to_owned()];
    while let Some(directory) = waiting.pop() {
        let entries = fs::read_dir(&directory).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let entries = entries.map_err(|error| Stop::cannot("read", &directory, &session.paths, &error, "check the path"))?;
        for entry in entries {
            let path = entry.path();
            match entry.file_type() {
                _ if entry.file_name().to_string_lossy().starts_with('.') => {}
                Ok(kind) if kind.is_dir() && !is_skipped(&path) => waiting.push(path),
                Ok(kind) if kind.is_file() => files.push(path),
                _ => {}
            }
        }
        directories.push(directory);
    }
    files.sort();
    Ok((files, directories))
}

/// The part of a path before its first pattern.
fn fixed_part(path: &str) -> PathBuf {
    Path::new(path).iter().take_while(|part| !part.to_string_lossy().contains(['*', '?'])).collect()
}

/// The files whose path fits a pattern. Whether they are templates, only their content tells.
fn matching(pattern: &str, session: &Session) -> Result<Vec<Source>, Stop> {
    let absolute = session.paths.absolute(&fixed_part(pattern));
    let whole = session.paths.absolute(Path::new(pattern));
    let wanted: Vec<String> = whole.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let mut found = Vec::new();
    for path in if absolute.is_dir() { below(&absolute, session)? } else { Vec::new() } {
        let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if fits(&wanted, &parts) {
            found.push(Source { is_named: false, ..read(&path, session)? });
        }
    }
    Ok(found)
}

/// Whether the parts of a path fit those of a pattern, in which `**` is any number of parts.
fn fits(pattern: &[String], path: &[String]) -> bool {
    match pattern {
        [] => path.is_empty(),
        [first, rest @ ..] if first == "**" => (0..=path.len()).any(|skipped| fits(rest, &path[skipped..])),
        [first, rest @ ..] => match path {
            [part, others @ ..] => part_fits(first.as_bytes(), part.as_bytes()) && fits(rest, others),
            [] => false,
        },
    }
}

fn part_fits(pattern: &[u8], text: &[u8]) -> bool {
    match pattern {
        [] => text.is_empty(),
        [b'*', rest @ ..] => (0..=text.len()).any(|skipped| part_fits(rest, &text[skipped..])),
        [b'?', rest @ ..] => !text.is_empty() && part_fits(rest, &text[1..]),
        [first, rest @ ..] => text.first() == Some(first) && part_fits(rest, &text[1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    fn matches(pattern: &str, path: &str) -> bool {
        let parts = |text: &str| text.split('/').map(str::to_owned).collect::<Vec<_>>();
        fits(&parts(pattern), &parts(path))
    }

    #[test]
    fn patterns_fit_part_by_part() {
        assert!(matches("a/*.yaml", "a/b.yaml"));
        assert!(!matches("a/*.yaml", "a/b/c.yaml"));
        assert!(matches("a/**/*.yaml", "a/b.yaml"));
        assert!(matches("a/**/*.y?ml", "a/b/c/d.yaml"));
        assert!(!matches("a/**/*.yaml", "b/c.yaml"));
        assert!(matches("**", "a/b"));
    }
}
