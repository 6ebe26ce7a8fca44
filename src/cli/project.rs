//! Where the project is whose binary runs.

use std::path::{Component, Path, PathBuf};

use super::disk;
use super::report::Finding;
use super::stop::Stop;

/// The project that an app's binary belongs to.
#[derive(Clone, Debug)]
pub struct Project {
    /// The directory of its `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Another checkout of it, in which the binary was started.
    another: Option<PathBuf>,
}

impl Project {
    /// The project that cargo says it runs, or else the one that was compiled: its directory, and the name of its package. Usually called
    /// as [`crate::project!`].
    ///
    /// A checkout may move after it was compiled: where the directory is gone, the project is the checkout around the current directory.
    pub fn compiled_at(directory: &str, package: &str) -> Self {
        if let Some(root) = std::env::var_os("CARGO_MANIFEST_DIR") {
            return Project::at(root.into());
        }
        let compiled = PathBuf::from(directory);
        let current = std::env::current_dir().unwrap_or_default();
        let here = current.ancestors().find(|directory| is_checkout(directory, package)).map(Path::to_path_buf);
        let is_same = |here: &PathBuf| here.canonicalize().ok() == compiled.canonicalize().ok();
        match here.filter(|here| !is_same(here)) {
            Some(here) if !compiled.is_dir() => Project::at(here),
            another => Project { root: compiled, another },
        }
    }

    /// The project in a directory.
    pub(crate) fn at(root: PathBuf) -> Self {
        Project { root, another: None }
    }

    /// The stacks that were compiled are those of this project: in another checkout, whose sources may say otherwise, they have no business.
    pub(super) fn is_where_it_runs(&self) -> Result<(), Stop> {
        let Some(another) = &self.another else { return Ok(()) };
        let (root, another) = (self.root.display(), another.display());
        let finding =
            Finding::error(format!("this program has the stacks of `{root}`, and `{another}` is another checkout of them"));
        Err(finding
            .help(format!("`cargo run` builds the stacks that are here; `cd {root}` goes to those of this program"))
            .into())
    }

    /// Where the settings files of the environments are, unless `--environments` says otherwise.
    pub(crate) fn environments(&self) -> PathBuf {
        self.root.join("stacks").join("environments")
    }

    /// Its directory, seen from one below it.
    pub(crate) fn seen_from(&self, directory: &Path) -> Option<String> {
        let below = directory.strip_prefix(&self.root).ok()?;
        let steps: Vec<&str> = below.components().map(|_| "..").collect();
        Some(if steps.is_empty() { ".".to_owned() } else { steps.join("/") })
    }

    /// The path of a file from the root of the repository that the project is in; from the project's directory where it is in none.
    /// Nothing for a file outside of it.
    pub(crate) fn in_repository(&self, file: &Path) -> Option<String> {
        let repository = self.root.ancestors().find(|directory| directory.join(".git").exists()).unwrap_or(&self.root);
        let plain = file.components().fold(PathBuf::new(), |mut plain, step| {
            match step {
                Component::ParentDir => drop(plain.pop()),
                step => plain.push(step),
            }
            plain
        });
        let path = plain.strip_prefix(repository).ok()?;
        Some(path.components().map(|step| step.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
    }

    /// Where `synth` writes, unless `--output` says otherwise.
    pub(crate) fn output(&self) -> PathBuf {
        self.root.join("out")
    }

    /// Where the author's own templates are.
    pub(crate) fn templates(&self) -> PathBuf {
        self.root.join("stacks").join("templates")
    }

    /// The directories that the paths of source files may be relative to. The compiler makes them relative to the
    /// workspace, which is the project or lies above it.
    pub(crate) fn source_roots(&self) -> impl Iterator<Item = &Path> {
        self.root.ancestors()
    }
}

/// Whether a package of this name, with stacks, is in a directory.
fn is_checkout(directory: &Path, package: &str) -> bool {
    let manifest = disk::text(&directory.join("Cargo.toml")).ok().and_then(|text| text.parse::<toml::Table>().ok());
    manifest.is_some_and(|manifest| {
        let name = manifest.get("package").and_then(|section| section.get("name"));
        name.and_then(toml::Value::as_str) == Some(package)
    }) && directory.join("stacks").is_dir()
}

/// The project of the crate in which this is written.
#[macro_export]
macro_rules! project {
    () => {
        $crate::cli::Project::compiled_at(env!("CARGO_MANIFEST_DIR"), env!("CARGO_PKG_NAME"))
    };
}
