//! The files that a command makes: drafts of them, compared with what is there, and written.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use clap::{Arg, ArgAction, ArgMatches};
use indexmap::IndexMap;

use crate::cli::disk;
use crate::cli::files::{self, Batch, Change, OutputFile};
use crate::cli::outcome::{Outcome, print};
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::terminal::{Palette, Style};

/// `--dry-run` and `--force`.
pub(in crate::cli) fn writing() -> [Arg; 2] {
    let flag = |name: &'static str, help: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    [flag("dry-run", "Show the files, and write none"), flag("force", "Overwrite files that exist")]
}

/// A file to make.
pub(in crate::cli) struct Draft {
    pub(in crate::cli) path: PathBuf,
    pub(in crate::cli) text: String,
    /// Whether it may take the place of a file that is there: an edit of it.
    pub(in crate::cli) edits: bool,
    /// Whether it is a program.
    pub(in crate::cli) is_program: bool,
}

impl Draft {
    /// A file that is not there yet.
    pub(in crate::cli) fn new(path: PathBuf, text: String) -> Self {
        Draft { path, text, edits: false, is_program: false }
    }

    /// A file that is there, with another text.
    pub(in crate::cli) fn edit(path: PathBuf, text: String) -> Self {
        Draft { edits: true, ..Draft::new(path, text) }
    }

    /// The draft as it is written: Rust code as rustfmt sets it with the settings that hold in a directory, where there is a rustfmt. In
    /// a file that is set otherwise, an edit leaves every line as its author set it.
    pub(super) fn formatted(self, root: &Path) -> Self {
        let is_rust = self.path.extension().is_some_and(|extension| extension == "rs");
        let sets = is_rust && (!self.edits || is_formatted(&self.path, root));
        let text = if sets { formatted(&self.text, root) } else { None };
        Draft { text: text.unwrap_or(self.text), ..self }
    }
}

/// Writes all drafts below a directory, or shows them; then says what is left to do.
pub(in crate::cli) fn make(root: &Path, drafts: Vec<Draft>, arguments: &ArgMatches, session: &Session, left: &str) -> Outcome {
    make_told(root, drafts, arguments, session, ["", left])
}

/// The same with what is to be known of the drafts, which is said in a dry run too.
pub(in crate::cli) fn make_told(
    root: &Path,
    drafts: Vec<Draft>,
    arguments: &ArgMatches,
    session: &Session,
    [told, left]: [&str; 2],
) -> Outcome {
    let written = compared(root, drafts, arguments, session)?;
    if arguments.get_flag("dry-run") {
        let shown = print(&format!("{}{told}\nnothing was written: this is a dry run\n", written.shown))?;
        return written.in_the_way.first().map_or(Ok(shown), |name| {
            let what = format!("`{name}` exists, and without `--dry-run` nothing would be written either");
            Err(Finding::error(what).help("`--force` overwrites it").into())
        });
    }
    files::write(root, &written.batches(root), &session.paths)?;
    print(&format!("{}{told}{left}", written.shown))
}

/// The files that drafts come to.
pub(in crate::cli) struct Written {
    pub(super) files: Vec<OutputFile>,
    /// What is said of them.
    pub(in crate::cli) shown: String,
    /// The names of those that exist and are not to be overwritten; in a dry run only.
    pub(super) in_the_way: Vec<String>,
}

impl Written {
    /// Those that are new or changed, by their directories.
    pub(in crate::cli) fn batches<'a>(&'a self, root: &'a Path) -> Vec<Batch<'a>> {
        let mut directories: IndexMap<&Path, Vec<&OutputFile>> = IndexMap::new();
        for file in self.files.iter().filter(|file| file.change != Change::Unchanged) {
            directories.entry(file.path.parent().unwrap_or(root)).or_default().push(file);
        }
        directories.into_iter().map(|(directory, files)| Batch { directory, files }).collect()
    }
}

/// Compares drafts with what is there. It is an error if one would take the place of another file unasked.
pub(in crate::cli) fn compared(
    root: &Path,
    drafts: Vec<Draft>,
    arguments: &ArgMatches,
    session: &Session,
) -> Result<Written, Stop> {
    let palette = Palette::stdout();
    let is_dry = arguments.get_flag("dry-run");
    let mut written = Written { files: Vec::new(), shown: String::new(), in_the_way: Vec::new() };
    for draft in drafts {
        let draft = draft.formatted(root);
        let output = OutputFile { executable: draft.is_program, ..OutputFile::compared(draft.path, draft.text, &session.paths)? };
        let name = session.paths.shown(&output.path);
        let is_in_the_way = output.change == Change::Changed && !draft.edits && !arguments.get_flag("force");
        if is_in_the_way && !is_dry {
            let help = "`--force` overwrites it; `--dry-run` shows what would be written";
            return Err(Finding::error(format!("`{name}` exists")).help(help).into());
        }
        let what = match (output.change, draft.edits) {
            _ if is_in_the_way => "exists, with another text",
            (Change::Unchanged, _) => "unchanged",
            (Change::New, _) => "new",
            (Change::Changed, true) => "edited",
            (Change::Changed, false) => "overwritten",
        };
        written.shown.push_str(&format!("  {name}  {}\n", palette.paint(Style::Faint, what)));
        if is_dry {
            output.text.lines().for_each(|line| written.shown.push_str(&format!("    {line}\n")));
        }
        written.in_the_way.extend(is_in_the_way.then_some(name));
        written.files.push(output);
    }
    Ok(written)
}

/// The snapshot of a stack, with the lines that the snapshot test writes before each template.
pub(super) fn snapshot(root: &Path, environment: &str, stack: &str, template: &str) -> Draft {
    let path = root.join("snapshots").join(environment).join(format!("{stack}.snap"));
    Draft::new(path, format!("---\nsource: tests/snapshots.rs\n---\n{template}"))
}

/// Whether a file is as rustfmt sets it.
fn is_formatted(path: &Path, root: &Path) -> bool {
    disk::text(path).is_ok_and(|text| formatted(&text, root).as_ref() == Some(&text))
}

/// Rust code as rustfmt sets it with the settings that hold in a directory; nothing where there is no rustfmt.
fn formatted(text: &str, root: &Path) -> Option<String> {
    let directory = root.ancestors().find(|directory| directory.is_dir())?;
    let mut command = std::process::Command::new("rustfmt");
    command.args(["--edition", "2024"]).current_dir(directory).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok()).flatten()
}
