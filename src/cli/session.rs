//! What every command works with.

use std::sync::{Mutex, PoisonError};

use super::paths::Paths;
use super::project::Project;
use crate::check::{self, Rule, Selection};
use crate::redact::Redactor;
use crate::stack::{App, SettingsError};

/// From an environment's name and the text of its settings file to its app. Threads share it.
pub(super) type MakeApp<'a> = dyn Fn(&str, &str) -> Result<App, SettingsError> + Sync + 'a;

/// What every command works with.
pub(super) struct Session<'a> {
    pub(super) project: Project,
    pub(super) paths: Paths,
    /// Absent in the binary `formwork`, whose commands need no stacks.
    pub(super) make_app: Option<&'a MakeApp<'a>>,
    /// The author's own rules.
    pub(super) rules: &'a [&'static Rule],
    /// The secrets of what was read so far.
    pub(super) secrets: Mutex<Redactor>,
}

impl Session<'_> {
    /// Notes the secrets of something that was read, so that nothing that is said later shows them.
    pub(super) fn learn(&self, what: impl FnOnce(&mut Redactor)) {
        what(&mut self.secrets.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// What hides the secrets that are known by now.
    pub(super) fn redactor(&self) -> Redactor {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The rules that always apply, and the author's own.
    pub(super) fn rule_set(&self) -> Selection {
        Selection::new(&[], self.rules)
    }

    /// Every rule that can be explained: those that come with Formwork, and the author's own.
    pub(super) fn known_rules(&self) -> impl Iterator<Item = &'static Rule> {
        check::rules().chain(self.rules.iter().copied())
    }
}
