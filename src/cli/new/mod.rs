//! `new`: environments, stacks, projects and workflows, made from templates.

mod built;
mod environment;
mod project;
mod service;
mod stack;
mod workflow;

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};

use clap::{Arg, ArgAction, ArgMatches, Command};
use indexmap::IndexMap;

use super::files::{self, Batch, Change, OutputFile};
use super::report::Finding;
use super::stop::Stop;
use super::terminal::{Palette, Style};
use super::{Outcome, Session, print};

const ABOUT: &str = "\
Makes an environment, a stack, a project or a workflow from templates. Nothing that exists is overwritten without `--force`, and either
all files are written or none. A template of your own in `stacks/templates`, under the name of a built-in one, takes its place.";

/// The command's arguments and help, for the stacks of a project.
pub fn command() -> Command {
    base_command().subcommands([
        environment::command(),
        stack::command(),
        service::command(),
        workflow::command(),
        project::command(),
    ])
}

/// The command's arguments and help, without a project.
pub fn tool_command() -> Command {
    base_command().subcommand(project::command())
}

fn base_command() -> Command {
    Command::new("new")
        .about("Makes an environment, a stack, a service, a project or a workflow from templates")
        .long_about(ABOUT)
        .subcommand_required(true)
        .arg_required_else_help(true)
}

/// `--dry-run` and `--force`.
fn writing() -> [Arg; 2] {
    let flag = |name: &'static str, help: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    [flag("dry-run", "Show the files, and write none"), flag("force", "Overwrite files that exist")]
}

/// Makes what is asked for.
pub fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    match arguments.subcommand() {
        Some(("environment", arguments)) => environment::run(arguments, session),
        Some(("stack", arguments)) => stack::run(arguments, session),
        Some(("service", arguments)) => service::run(arguments, session),
        Some(("workflow", arguments)) => workflow::run(arguments, session),
        Some(("project", arguments)) => project::run(arguments, session),
        _ => Ok(ExitCode::from(2)),
    }
}

/// A file to make.
struct Draft {
    path: PathBuf,
    text: String,
    /// Whether it may take the place of a file that is there: an edit of it.
    edits: bool,
    /// Whether it is a program.
    is_program: bool,
}

impl Draft {
    /// A file that is not there yet.
    fn new(path: PathBuf, text: String) -> Self {
        Draft { path, text, edits: false, is_program: false }
    }

    /// A file that is there, with another text.
    fn edit(path: PathBuf, text: String) -> Self {
        Draft { edits: true, ..Draft::new(path, text) }
    }
}

/// Writes all drafts below a directory, or shows them; then says what is left to do.
fn make(root: &Path, drafts: Vec<Draft>, arguments: &ArgMatches, session: &Session, left: &str) -> Outcome {
    let written = compared(root, drafts, arguments, session)?;
    if arguments.get_flag("dry-run") {
        return print(&format!("{}\nnothing was written: this is a dry run\n", written.shown));
    }
    files::write(root, &written.batches(root), &session.paths)?;
    print(&format!("{}{left}", written.shown))
}

/// The files that drafts come to.
struct Written {
    files: Vec<OutputFile>,
    /// What is said of them.
    shown: String,
}

impl Written {
    /// Those that are new or changed, by their directories.
    fn batches<'a>(&'a self, root: &'a Path) -> Vec<Batch<'a>> {
        let mut directories: IndexMap<&Path, Vec<&OutputFile>> = IndexMap::new();
        for file in self.files.iter().filter(|file| file.change != Change::Unchanged) {
            directories.entry(file.path.parent().unwrap_or(root)).or_default().push(file);
        }
        directories.into_iter().map(|(directory, files)| Batch { directory, files }).collect()
    }
}

/// Compares drafts with what is there. It is an error if one would take the place of another file unasked.
fn compared(root: &Path, drafts: Vec<Draft>, arguments: &ArgMatches, session: &Session) -> Result<Written, Stop> {
    let palette = Palette::of(&std::io::stdout());
    let mut written = Written { files: Vec::new(), shown: String::new() };
    for draft in drafts {
        let is_rust = draft.path.extension().is_some_and(|extension| extension == "rs");
        let text = if is_rust { formatted(&draft.text, root).unwrap_or(draft.text) } else { draft.text };
        let output = OutputFile { executable: draft.is_program, ..OutputFile::compared(draft.path, text, &session.paths)? };
        let name = session.paths.shown(&output.path);
        if output.change == Change::Changed && !draft.edits && !arguments.get_flag("force") {
            let help = "`--force` overwrites it; `--dry-run` shows what would be written";
            return Err(Finding::error(format!("`{name}` exists")).help(help).into());
        }
        let what = match (output.change, draft.edits) {
            (Change::Unchanged, _) => "unchanged",
            (Change::New, _) => "new",
            (Change::Changed, true) => "edited",
            (Change::Changed, false) => "overwritten",
        };
        written.shown.push_str(&format!("  {name}  {}\n", palette.paint(Style::Faint, what)));
        if arguments.get_flag("dry-run") {
            output.text.lines().for_each(|line| written.shown.push_str(&format!("    {line}\n")));
        }
        written.files.push(output);
    }
    Ok(written)
}

/// The snapshot of a stack, with the lines that the snapshot test writes before each template.
fn snapshot(root: &Path, environment: &str, stack: &str, template: &str) -> Draft {
    let path = root.join("snapshots").join(environment).join(format!("{stack}.snap"));
    Draft::new(path, format!("---\nsource: tests/snapshots.rs\n---\n{template}"))
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

/// Asks a person for a value; nothing where nobody is there to ask.
fn ask(question: &str) -> Result<Option<String>, Stop> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Ok(None);
    }
    let mut err = std::io::stderr();
    let _ = write!(err, "{question}: ").and_then(|()| err.flush());
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(|error| Finding::error(format!("cannot read the answer: {error}")))?;
    let answer = answer.trim();
    Ok((!answer.is_empty()).then(|| answer.to_owned()))
}

/// A name for files, Rust modules and stacks: lower-case letters, digits and hyphens, beginning with a letter.
fn check_name(name: &str, what: &str) -> Result<(), Stop> {
    let legal = name.len() <= 32
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !name.ends_with('-');
    if !legal {
        let help = "use 1 to 32 lower-case letters, digits and hyphens, beginning with a letter";
        return Err(Finding::error(format!("`{name}` cannot name {what}")).help(help).into());
    }
    if RESERVED.contains(&name) {
        return Err(Finding::error(format!("`{name}` is a word of Rust or of cargo")).help("choose another name").into());
    }
    Ok(())
}

/// Words that name no module or crate.
const RESERVED: [&str; 52] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut",
    "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "test", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
