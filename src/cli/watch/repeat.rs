//! The turns of a command that is watched.
//!
//! Everything is printed below what was printed before, and nothing is taken back, so an interrupt leaves the terminal as it is. The
//! programs that are started belong to the process group of this one: an interrupt at the terminal ends them with it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{Arg, ArgAction};

use super::changes::{Changes, Watched};
use crate::cli::outcome::{Outcome, print};
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::terminal::{Palette, Style};
use crate::template::listed;

/// How many of the changed files are named.
const NAMED: usize = 3;

/// `--watch`
pub(in crate::cli) fn flag(format: &'static str) -> Arg {
    Arg::new("watch")
        .long("watch")
        .action(ArgAction::SetTrue)
        .conflicts_with(format)
        .help("Run again at every save and show what the save changed; Ctrl-C ends it")
}

/// Takes turns for ever: each prints what it finds and gives what is said last, and then waits until something changes that `watched`
/// tells. Only what cannot be helped by another save ends it.
pub(in crate::cli) fn repeat(
    session: &Session,
    mut turn: impl FnMut() -> Result<String, Stop>,
    watched: impl Fn() -> Watched,
) -> Outcome {
    let mut changes = Changes::new()?;
    let palette = Palette::stdout();
    let mut is_first = true;
    // What is saved during a turn belongs to the next one.
    changes.watch(&watched())?;
    loop {
        let begun = Instant::now();
        let said = turn()?;
        let time = time(begun.elapsed());
        let note = if is_first { " · waiting for changes; Ctrl-C ends" } else { "" };
        print(&format!("{said}{}\n", palette.paint(Style::Faint, format!("{time}{note}"))))?;
        is_first = false;
        // The turn may have read other files than the one before.
        let watched = watched();
        changes.watch(&watched)?;
        let changed = changes.wait(&watched)?;
        print(&format!("\n{}\n", palette.paint(Style::Strong, named(&changed, session))))?;
    }
}

/// `80 ms`, `1.2 s`
fn time(time: Duration) -> String {
    if time < Duration::from_secs(1) { format!("{} ms", time.as_millis()) } else { format!("{:.1} s", time.as_secs_f64()) }
}

/// `changed: stacks/main.rs, src/a.rs and 2 more`
fn named(changed: &BTreeSet<PathBuf>, session: &Session) -> String {
    let names: Vec<String> = changed.iter().map(|path| session.paths.shown(path)).collect();
    format!("changed: {}", listed(&names, NAMED))
}

/// Whether a file is one that editors write beside what they edit.
pub(in crate::cli) fn is_hidden(path: &Path) -> bool {
    path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'))
}
