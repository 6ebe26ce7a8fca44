//! Where the project is whose binary runs.

use std::path::{Path, PathBuf};

/// The project that an app's binary belongs to.
#[derive(Clone, Debug)]
pub struct Project {
    /// The directory of its `Cargo.toml`.
    pub root: PathBuf,
}

impl Project {
    /// The project that cargo says it runs, or else the one that was compiled. Usually called as [`crate::project!`].
    ///
    /// A checkout may move after it was compiled; `cargo run` knows where it is now.
    pub fn compiled_at(directory: &str) -> Self {
        let root = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| directory.into());
        Project { root: root.into() }
    }

    /// Where the settings files of the environments are, unless `--environments` says otherwise.
    pub(crate) fn environments(&self) -> PathBuf {
        self.root.join("stacks").join("environments")
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

/// The project of the crate in which this is written.
#[macro_export]
macro_rules! project {
    () => {
        $crate::cli::Project::compiled_at(env!("CARGO_MANIFEST_DIR"))
    };
}
