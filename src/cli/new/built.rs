//! What is added to the app is compiled before it stays, and its snapshots are written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::{Arg, ArgAction, ArgMatches};

use super::draft::{Draft, compared, make_told, snapshot};
use crate::cli::disk;
use crate::cli::outcome::{Outcome, print};
use crate::cli::process;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::terminal;
use crate::cli::{environments, files, synthesis};
use crate::template::Format;

/// `--no-build`.
pub(in crate::cli) fn flag() -> Arg {
    Arg::new("no-build")
        .long("no-build")
        .action(ArgAction::SetTrue)
        .help("Do not compile the app with it, and leave the snapshots to `cargo test`")
}

/// Writes the drafts, compiles the app that has them, and writes the snapshots that come of it. Where the app does not compile, or has
/// mistakes then, everything is as it was.
pub(in crate::cli) fn make_built(drafts: Vec<Draft>, arguments: &ArgMatches, session: &Session, left: &str) -> Outcome {
    make_proven(drafts, arguments, session, &Proof { of: &|_| Ok(String::new()), keeps: true, also: "", left })
}

/// What must hold of the app that has the drafts.
pub(in crate::cli) struct Proof<'a> {
    /// What is to be said of its templates, or why nothing may stay.
    pub(in crate::cli) of: &'a dyn Fn(&Templates) -> Result<String, Stop>,
    /// Whether the files stay.
    pub(in crate::cli) keeps: bool,
    /// What is to be said whether it is proven or not.
    pub(in crate::cli) also: &'a str,
    /// What is left to do.
    pub(in crate::cli) left: &'a str,
}

/// As [`make_built`], where something must hold of the templates that come of it.
pub(in crate::cli) fn make_proven(drafts: Vec<Draft>, arguments: &ArgMatches, session: &Session, proof: &Proof) -> Outcome {
    let root = &session.project.root;
    let Proof { also, left, .. } = *proof;
    if arguments.get_flag("dry-run") || arguments.get_flag("no-build") {
        let snapshots = "The snapshots: INSTA_UPDATE=always cargo test; read them, and commit.\n";
        return make_told(root, drafts, arguments, session, [&format!("{also}{left}"), snapshots]);
    }
    let before = templates_now(session)?;
    let written = compared(root, drafts, arguments, session)?;
    let undo: Vec<Undo> = written.files.iter().map(|file| Undo::of(&file.path)).collect();
    files::write(root, &written.batches(root), &session.paths)?;
    // A build takes long, and its own output is not shown.
    terminal::print_error("compiling the app with it\n");
    let proven = templates_after(root, session).and_then(|after| Ok(((proof.of)(&after)?, after)));
    let made = proven.and_then(|(said, after)| {
        if !proof.keeps {
            return Ok(said + also);
        }
        let changed = after.into_iter().filter(|(name, text)| before.get(name) != Some(text));
        let drafts =
            changed.map(|((environment, stack), text)| Draft { edits: true, ..snapshot(root, &environment, &stack, &text) });
        let snapshots = compared(root, drafts.collect(), arguments, session)?;
        files::write(root, &snapshots.batches(root), &session.paths)?;
        Ok(format!(
            "{}{}{said}{also}{left}Then read the snapshots, and commit them with the code.\n",
            written.shown, snapshots.shown
        ))
    });
    if made.is_err() || !proof.keeps {
        undo.iter().rev().for_each(Undo::restore);
    }
    print(&made?)
}

/// The environment and the name of each stack, with its template.
pub(in crate::cli) type Templates = BTreeMap<(String, String), String>;

fn templates_now(session: &Session) -> Result<Templates, Stop> {
    let files = environments::all_in(&session.project.environments(), session)?;
    let assemblies = synthesis::sound(&files, session, None, "nothing was added", |assembly| assembly)?;
    let mut templates = Templates::new();
    for assembly in assemblies {
        for stack in assembly.stacks {
            let name = (assembly.environment.clone(), stack.name.to_owned());
            templates.insert(name, stack.template.to_text(Format::Json));
        }
    }
    Ok(templates)
}

/// The templates of the app as it is on disk, which only a new build of it knows.
fn templates_after(root: &Path, session: &Session) -> Result<Templates, Stop> {
    let output = std::env::temp_dir().join(format!("formwork-new-{}", std::process::id()));
    let built = synthesized(root, &output).and_then(|()| read(&output, session));
    // Where it cannot be removed, the system will.
    let _ = fs::remove_dir_all(&output);
    built
}

fn synthesized(root: &Path, output: &Path) -> Result<(), Stop> {
    // Cargo tells the programs that it runs which cargo it is.
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--", "synth", "--quiet", "--output"]).arg(output);
    command.current_dir(root).env_remove("CARGO_MANIFEST_DIR");
    let ran = process::run(&mut command).map_err(|error| {
        let help = "`--no-build` leaves the snapshots to `cargo test`";
        Stop::from(Finding::error(format!("cargo cannot be started, and nothing was added: {error}")).help(help))
    })?;
    if ran.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&ran.stderr).trim_end().to_owned();
    let help = format!("`--no-build` adds it all the same. This is what cargo said:\n{said}");
    Err(Finding::error("the app does not pass with it; nothing was added").help(help).into())
}

fn read(output: &Path, session: &Session) -> Result<Templates, Stop> {
    let mut templates = Templates::new();
    for environment in entries(output, session)? {
        for file in entries(&environment, session)? {
            let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let Some(stack) = name(&file).strip_suffix(".template.json").map(str::to_owned) else { continue };
            let text = disk::text(&file);
            let text = text.map_err(|error| Stop::cannot("read", &file, &session.paths, &error, "try again"))?;
            templates.insert((name(&environment), stack), text);
        }
    }
    Ok(templates)
}

fn entries(directory: &Path, session: &Session) -> Result<Vec<PathBuf>, Stop> {
    let entries = fs::read_dir(directory).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    entries.map_err(|error| Stop::cannot("read", directory, &session.paths, &error, "try again"))
}

/// How a file was before it was written.
struct Undo {
    path: PathBuf,
    before: Option<Vec<u8>>,
    /// The directories that were not there, the innermost first.
    missing: Vec<PathBuf>,
}

impl Undo {
    fn of(path: &Path) -> Undo {
        let missing = path.ancestors().skip(1).take_while(|directory| !directory.exists()).map(Path::to_path_buf).collect();
        Undo { path: path.to_path_buf(), before: disk::bytes(path).ok(), missing }
    }

    /// What cannot be undone stays; the error that led here is what the author must see.
    fn restore(&self) {
        let _ = match &self.before {
            Some(bytes) => fs::write(&self.path, bytes),
            None => fs::remove_file(&self.path),
        };
        for directory in &self.missing {
            let _ = fs::remove_dir(directory);
        }
    }
}
