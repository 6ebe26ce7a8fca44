//! What every command works with.

use super::paths::Paths;
use super::project::Project;
use crate::stack::{App, SettingsError};

/// From an environment's name and the text of its settings file to its app. Threads share it.
pub(super) type MakeApp<'a> = dyn Fn(&str, &str) -> Result<App, SettingsError> + Sync + 'a;

/// What every command works with.
pub(super) struct Session<'a> {
    pub(super) project: Project,
    pub(super) paths: Paths,
    /// Absent in the binary `formwork`, whose commands need no stacks.
    pub(super) make_app: Option<&'a MakeApp<'a>>,
}
