//! Which files are checked.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::check;
use crate::cli::disk;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::template::read::LARGEST;

/// A file that was read.
pub(crate) struct InputFile {
    /// As it is shown.
    pub name: String,
    /// Its first bytes: one more than a template may have tells that it is too large.
    pub bytes: Vec<u8>,
    /// Whether it was asked for itself, not found in a directory.
    pub is_named: bool,
}

/// How the names of template files end.
pub(crate) const EXTENSIONS: [&str; 4] = ["template", "json", "yaml", "yml"];
/// How standard input is shown.
const STANDARD_INPUT: &str = "<stdin>";
/// Directories in which nobody keeps templates of their own.
const SKIPPED: [&str; 3] = ["node_modules", "target", "cdk.out"];

/// Reads what is asked for: files, directories, patterns, `-`. Each file once, in the order in which they are named.
pub(crate) fn find(asked: &[&String], session: &Session) -> Result<Vec<InputFile>, Stop> {
    let mut sources: Vec<InputFile> = Vec::new();
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
    sources.iter().for_each(|source| source.learn_misplaced(session));
    Ok(sources)
}

impl InputFile {
    /// Notes the values in a file of parameters that stands where a template is wanted: what is said of it may show its lines.
    pub(crate) fn learn_misplaced(&self, session: &Session) {
        if check::may_be_template(&self.bytes) {
            return;
        }
        let given = check::given_parameters(&self.bytes);
        session.learn(|secrets| {
            secrets.learn_text(&String::from_utf8_lossy(&self.bytes));
            given.values().for_each(|value| secrets.learn_hidden(value));
        });
    }
}

/// Reads a file.
pub(crate) fn read(path: &Path, session: &Session) -> Result<InputFile, Stop> {
    let path = session.paths.absolute(path);
    let bytes = disk::beginning(&path, LARGEST + 1);
    let bytes = bytes.map_err(|error| Stop::cannot("read", &path, &session.paths, &error, "check the path"))?;
    Ok(InputFile { name: session.paths.shown(&path), bytes, is_named: true })
}

/// A file beside a template, by the path that stands in it. What comes from standard input lies nowhere.
pub(crate) fn beside(source: &InputFile, path: &str, session: &Session) -> Option<Vec<u8>> {
    let directory = session.paths.absolute(Path::new(&source.name)).parent()?.to_owned();
    let path = directory.join(path);
    path.is_file().then(|| disk::beginning(&path, LARGEST).ok()).flatten().filter(|_| source.name != STANDARD_INPUT)
}

fn standard_input() -> Result<InputFile, Stop> {
    let bytes = disk::first(io::stdin().lock(), LARGEST + 1);
    let bytes = bytes.map_err(|error| Finding::error(format!("cannot read standard input: {error}")))?;
    Ok(InputFile { name: STANDARD_INPUT.to_owned(), bytes, is_named: true })
}

fn at(path: &Path, session: &Session) -> Result<Vec<InputFile>, Stop> {
    if !session.paths.absolute(path).is_dir() {
        return Ok(vec![read(path, session)?]);
    }
    let mut found = Vec::new();
    for path in below(&session.paths.absolute(path), session)? {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let is_small = fs::metadata(&path).is_ok_and(|metadata| metadata.is_file() && metadata.len() <= LARGEST as u64);
        if is_small && EXTENSIONS.contains(&extension) {
            found.push(InputFile { is_named: false, ..read(&path, session)? });
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
fn matching(pattern: &str, session: &Session) -> Result<Vec<InputFile>, Stop> {
    let absolute = session.paths.absolute(&fixed_part(pattern));
    let whole = session.paths.absolute(Path::new(pattern));
    let wanted: Vec<String> = whole.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let mut found = Vec::new();
    for path in if absolute.is_dir() { below(&absolute, session)? } else { Vec::new() } {
        let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if fits(&wanted, &parts) {
            found.push(InputFile { is_named: false, ..read(&path, session)? });
        }
    }
    Ok(found)
}

/// Whether the parts of a path fit those of a pattern, in which `**` is any number of parts.
fn fits(pattern: &[String], path: &[String]) -> bool {
    let part_fits = |wanted: &String, part: &String| {
        let (wanted, part): (Vec<char>, Vec<char>) = (wanted.chars().collect(), part.chars().collect());
        wild(&wanted, &part, |c| *c == '*', |wanted, c| *wanted == '?' || wanted == c)
    };
    wild(pattern, path, |part| part == "**", part_fits)
}

/// Whether items fit a pattern in which some stand for any number of items. A star that is met ends all tries of the ones before it: what
/// these could still take, it can take as well. So the time is that of the pattern for each item, whatever both are.
fn wild<T>(pattern: &[T], items: &[T], is_star: impl Fn(&T) -> bool, fits: impl Fn(&T, &T) -> bool) -> bool {
    let (mut at, mut item) = (0, 0);
    // The last star, and the first item that it has not taken.
    let mut last: Option<(usize, usize)> = None;
    while item < items.len() {
        if pattern.get(at).is_some_and(&is_star) {
            last = Some((at, item));
            at += 1;
        } else if pattern.get(at).is_some_and(|wanted| fits(wanted, &items[item])) {
            at += 1;
            item += 1;
        } else if let Some((star, taken)) = last {
            last = Some((star, taken + 1));
            (at, item) = (star + 1, taken + 1);
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(is_star)
}

#[cfg(test)]
mod tests {
    use super::fits;

    fn matches(pattern: &str, path: &str) -> bool {
        let parts = |text: &str| text.split('/').map(str::to_owned).collect::<Vec<_>>();
        fits(&parts(pattern), &parts(path))
    }

    #[test]
    fn many_stars_take_no_time() {
        assert!(!matches(&format!("{}b", "*a".repeat(200)), &"a".repeat(2000)));
        assert!(!matches(&format!("{}x", "**/a/".repeat(50)), &"a/".repeat(500)));
        assert!(matches("a*b*c", "aXbbYc") && matches("*é?", "aéz") && !matches("a*b*c", "aXbbY"));
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
