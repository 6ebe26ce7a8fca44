//! The environments of a project: one TOML file each.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, ValueHint, value_parser};

use super::disk;
use super::report::Finding;
use super::session::Session;
use super::stop::Stop;
use crate::diagnostic::nearest;

/// The settings file of one environment.
pub(super) struct EnvironmentFile {
    /// The environment's name.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// Its text, where it is not written yet.
    pub draft: Option<String>,
}

impl EnvironmentFile {
    /// The text that is or will be in the file.
    pub(super) fn text(&self, session: &Session) -> Result<String, Stop> {
        self.draft.clone().map_or_else(|| self.read(session), Ok)
    }

    /// The text of the file.
    pub(super) fn read(&self, session: &Session) -> Result<String, Stop> {
        let help = match disk::text(&self.path) {
            Ok(text) => return Ok(text),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                let shown = session.paths.shown(&self.path);
                let problem = Finding::error(format!("`{shown}` is not UTF-8")).help("save it as UTF-8, as TOML asks for");
                return Err(problem.into());
            }
            Err(error) => error,
        };
        Err(Stop::cannot("read", &self.path, &session.paths, &help, "make it readable, or leave this environment out"))
    }
}

/// `--environment` and `--environments`.
pub(super) fn arguments() -> [Arg; 2] {
    [
        Arg::new("environment")
            .long("environment")
            .short('e')
            .value_name("NAME")
            .action(ArgAction::Append)
            .value_delimiter(',')
            .help("Only this environment; several: repeat it, or separate names with commas [default: all]"),
        Arg::new("environments")
            .long("environments")
            .value_name("DIR")
            .value_hint(ValueHint::DirPath)
            .value_parser(value_parser!(PathBuf))
            .help("Where the settings files NAME.toml are [default: stacks/environments of the project]"),
    ]
}

/// The directory with the settings files.
pub(super) fn directory(arguments: &ArgMatches, session: &Session) -> PathBuf {
    let given = arguments.get_one::<PathBuf>("environments");
    given.map_or_else(|| session.project.environments(), |path| session.paths.absolute(path))
}

/// The environments that are asked for, in the order of their names.
pub(super) fn asked_for(arguments: &ArgMatches, session: &Session) -> Result<Vec<EnvironmentFile>, Stop> {
    let directory = directory(arguments, session);
    let mut found = all_in(&directory, session)?;
    let wanted: Vec<&String> = arguments.get_many("environment").into_iter().flatten().collect();
    if wanted.is_empty() {
        return Ok(found);
    }
    for name in &wanted {
        if !found.iter().any(|file| file.name == **name) {
            return Err(unknown(name, &found, &session.paths.shown(&directory)).into());
        }
    }
    found.retain(|file| wanted.contains(&&file.name));
    Ok(found)
}

/// Whether every environment is asked for. What is said of an environment that was not looked at would be a guess.
pub(super) fn are_all(files: &[EnvironmentFile], arguments: &ArgMatches, session: &Session) -> Result<bool, Stop> {
    Ok(files.len() == all_in(&directory(arguments, session), session)?.len())
}

/// Ends a command if one of the names is no environment.
pub(super) fn check_names(names: &[&String], found: &[EnvironmentFile], session: &Session) -> Result<(), Stop> {
    match names.iter().find(|name| !found.iter().any(|file| file.name == ***name)) {
        Some(name) => Err(unknown(name, found, &session.paths.shown(&session.project.environments())).into()),
        None => Ok(()),
    }
}

/// Every environment whose settings are in a directory, in the order of their names.
pub(super) fn all_in(directory: &Path, session: &Session) -> Result<Vec<EnvironmentFile>, Stop> {
    session.project.is_where_it_runs()?;
    let help = "an environment is a file NAME.toml in `stacks/environments`; `--environments DIR` looks elsewhere";
    let cannot = |error: io::Error| Stop::cannot("read the environments in", directory, &session.paths, &error, help);
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let Some(name) = environment_name(&path) else { continue };
        found.push(EnvironmentFile { name, path, draft: None });
    }
    if found.is_empty() {
        let shown = session.paths.shown(directory);
        return Err(Finding::error(format!("there is no environment in `{shown}`")).help(help).into());
    }
    // A directory's own order differs between machines.
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The name in `NAME.toml`; editors' hidden files are no environments.
fn environment_name(path: &Path) -> Option<String> {
    let is_toml = path.extension().is_some_and(|extension| extension == "toml");
    let name = path.file_stem()?.to_string_lossy();
    (is_toml && !name.starts_with('.') && !path.is_dir()).then(|| name.into_owned())
}

fn unknown(name: &str, found: &[EnvironmentFile], directory: &str) -> Finding {
    let names: Vec<&str> = found.iter().map(|file| file.name.as_str()).collect();
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("these exist in `{directory}`: {}", names.join(", ")),
    };
    Finding::error(format!("there is no environment `{name}`")).help(help)
}
