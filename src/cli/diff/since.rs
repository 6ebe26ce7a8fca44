//! What a save changed: the templates before and after it, compared and told in short.

use std::collections::BTreeMap;
use std::path::Path;

use indexmap::IndexMap;

use super::base::{self, side};
use super::compared::Compared;
use super::text;
use crate::cli::session::Session;
use crate::cli::terminal::{Palette, Style};
use crate::diff::{self, Side};

/// The stacks of each environment; those of no environment under the empty name.
pub(in crate::cli) type Templates = BTreeMap<String, Vec<(String, Side)>>;

/// What is said where nothing changed.
pub(in crate::cli) const SAME: &str = "no change\n";

/// The lines that are shown of what is the same in some environments.
const LINES: usize = 40;

/// The templates below a directory; nothing where one of them cannot be read.
pub(in crate::cli) fn read(directory: &Path, session: &Session) -> Option<Templates> {
    if directory.is_dir() { base::tree(directory, session).ok() } else { Some(Templates::new()) }
}

/// A template; nothing where it cannot be read.
pub(in crate::cli) fn one(bytes: &[u8], name: &str) -> Option<Side> {
    side(bytes, name, BTreeMap::new()).ok()
}

/// What changed against `base`, each change once for all environments that have it.
pub(in crate::cli) fn text(before: &Templates, after: &Templates, base: &str) -> String {
    let palette = Palette::of(&std::io::stdout());
    let mut told: IndexMap<String, Vec<&str>> = IndexMap::new();
    for (environment, stacks) in after {
        let earlier = before.get(environment).map(Vec::as_slice).unwrap_or_default();
        let comparison = diff::compare(earlier, stacks);
        if !comparison.is_same() {
            let compared = Compared { environment: String::new(), base: base.to_owned(), comparison, drift_from: None };
            told.entry(text::text(&[compared], palette, text::width())).or_default().push(environment);
        }
    }
    let gone = before.keys().filter(|environment| !environment.is_empty() && !after.contains_key(*environment));
    let gone: String = gone.map(|environment| format!("{environment} · gone; what was written for it stays\n")).collect();
    if told.is_empty() && gone.is_empty() {
        return SAME.to_owned();
    }
    let parts = told.into_iter().map(|(text, environments)| {
        let names = environments.join(", ");
        let heading = if names.is_empty() { names } else { format!("{} · ", palette.paint(Style::Strong, names)) };
        format!("{heading}{}\n", short(&text))
    });
    parts.collect::<String>() + &gone
}

fn short(text: &str) -> String {
    let more = text.lines().count().saturating_sub(LINES);
    let shown: String = text.lines().take(LINES).map(|line| format!("{line}\n")).collect();
    if more > 0 { format!("{shown}  … {more} more lines\n") } else { shown }
}
