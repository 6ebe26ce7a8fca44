//! `check --watch`: template files are checked again at every save.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::changes::Watched;
use super::repeat::{is_hidden, repeat};
use crate::cli::check::files::{self, EXTENSIONS, InputFile};
use crate::cli::diff::since::{self, Templates};
use crate::cli::outcome::Outcome;
use crate::cli::report::{Finding, Reporter};
use crate::cli::session::Session;
use crate::cli::stop::Stop;

/// Checks and compares, again and again. `check` reads what is asked for, reports what it finds, and gives the templates.
pub(in crate::cli) fn run(
    asked: &[&String],
    parameters: Option<&Path>,
    check: impl Fn() -> Result<Vec<InputFile>, Stop>,
    session: &Session,
) -> Outcome {
    if asked.iter().any(|name| *name == "-") {
        return Err(Finding::error("standard input cannot be watched").help("name the files").into());
    }
    let before: RefCell<Option<Templates>> = RefCell::new(None);
    let turn = || match check() {
        Ok(sources) => Ok(said(&sources, &mut before.borrow_mut())),
        Err(Stop::Printing(error)) => Err(Stop::Printing(error)),
        // A file that is not there now may be there at the next save.
        Err(stop) => {
            Reporter::new(session).print(vec![stop.into_finding()]);
            Ok(String::new())
        }
    };
    repeat(session, turn, || watched(asked, parameters, session))
}

/// What changed. A file that cannot be read is not compared, and what it was before it broke is kept.
fn said(sources: &[InputFile], before: &mut Option<Templates>) -> String {
    let earlier = before.as_ref().and_then(|templates| templates.get("")).map(Vec::as_slice).unwrap_or_default();
    let (mut now, mut broken) = (Vec::new(), Vec::new());
    for source in sources {
        let name = source.name.clone();
        match since::one(&source.bytes, &name) {
            Some(side) => now.push((name, side)),
            None => {
                now.extend(earlier.iter().find(|(known, _)| *known == name).cloned());
                broken.push(name);
            }
        }
    }
    let now = Templates::from([(String::new(), now)]);
    let said = match before.as_ref().map(|before| since::text(before, &now, "the last save")) {
        Some(said) if broken.is_empty() || said != since::SAME => said,
        _ => String::new(),
    };
    *before = Some(now);
    if broken.is_empty() { said } else { format!("{said}not compared: {}\n", broken.join(", ")) }
}

/// The directories of what is asked for. Those that are searched are watched one by one: what is left out of the search may be large.
fn watched(asked: &[&String], parameters: Option<&Path>, session: &Session) -> Watched {
    let named: BTreeSet<PathBuf> = asked.iter().map(|name| session.paths.absolute(Path::new(name))).collect();
    let named: BTreeSet<PathBuf> = named.into_iter().chain(parameters.map(|path| session.paths.absolute(path))).collect();
    let mut directories: BTreeSet<PathBuf> = named.iter().filter_map(|path| Some(path.parent()?.to_owned())).collect();
    let searched: BTreeSet<PathBuf> = files::directories(asked, session).into_iter().collect();
    directories.extend(searched.iter().cloned());
    let matters = move |path: &Path| {
        let is_template = path.extension().is_some_and(|extension| EXTENSIONS.iter().any(|known| extension == *known));
        let is_new = || path.is_dir() && !files::is_skipped(path);
        let is_found = path.parent().is_some_and(|parent| searched.contains(parent)) && (is_template || is_new());
        named.contains(path) || searched.contains(path) || is_found && !is_hidden(path)
    };
    Watched { directories, trees: Vec::new(), matters: Box::new(matters) }
}
