//! What every command works with.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::paths::Paths;
use super::project::Project;
use crate::check::{self, Rule, Selection};
use crate::redact::Redactor;
use crate::stack::{App, SettingsError};
use crate::template::Template;

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
    pub(super) secrets: Mutex<Secrets>,
}

/// The secrets of what was read. Most commands have nothing to say, so a template is searched when one says something.
#[derive(Default)]
pub(super) struct Secrets {
    redactor: Redactor,
    /// Templates that are not searched yet, with the values of their parameters.
    unread: Vec<(Template, BTreeMap<String, String>)>,
}

/// How many templates are kept until they are searched: they take memory.
const MOST_UNREAD: usize = 64;

impl Secrets {
    fn read(&mut self) {
        for (template, values) in self.unread.drain(..) {
            self.redactor.learn(&template, &values);
        }
    }
}

impl Session<'_> {
    /// Notes the secrets of something that was read, so that nothing that is said later shows them.
    pub(super) fn learn(&self, what: impl FnOnce(&mut Redactor)) {
        what(&mut self.locked().redactor);
    }

    /// Notes the secrets of a template and of the values of its parameters.
    pub(super) fn learn_template(&self, template: &Template, values: BTreeMap<String, String>) {
        let mut secrets = self.locked();
        secrets.unread.push((template.clone(), values));
        if secrets.unread.len() >= MOST_UNREAD {
            secrets.read();
        }
    }

    /// What hides the secrets that are known by now.
    pub(super) fn redactor(&self) -> Redactor {
        let mut secrets = self.locked();
        secrets.read();
        secrets.redactor.clone()
    }

    fn locked(&self) -> MutexGuard<'_, Secrets> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
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
