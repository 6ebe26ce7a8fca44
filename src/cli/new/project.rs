//! `new project`: a crate of one's own that depends on Formwork.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, ValueHint, value_parser};
use serde::Serialize;

use super::compose;
use super::draft::{Draft, make_told, writing};
use super::name::check_name;
use crate::cli::disk;
use crate::cli::outcome::{EXIT_CODES, Outcome};
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::templates;
use crate::scaffold::settings::quoted;

const EXAMPLES: &str = "\
Examples:
  formwork new project shop
  formwork new project shop --editor vscode
  formwork new project shop --from compose.yaml
  formwork new project shop --path ../formwork
  formwork new project shop --git https://github.com/ORGANISATION/formwork --rev 0123456789abcdef";

/// The template of each file, and where it goes.
const FILES: [(&str, &str); 8] = [
    ("project/Cargo.toml.tera", "Cargo.toml"),
    ("project/README.md.tera", "README.md"),
    ("project/dev.toml.tera", "stacks/environments/dev.toml"),
    ("project/gitattributes.tera", ".gitattributes"),
    ("project/gitignore.tera", ".gitignore"),
    ("project/main.rs.tera", "stacks/main.rs"),
    ("project/snapshot.snap.tera", "snapshots/dev/logs.snap"),
    ("project/snapshots.rs.tera", "tests/snapshots.rs"),
];

/// What `--editor vscode` adds; `docs/editor.md` has the settings of other editors.
const VSCODE: [(&str, &str); 2] =
    [("project/vscode/settings.json.tera", ".vscode/settings.json"), ("project/vscode/tasks.json.tera", ".vscode/tasks.json")];

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let directory = Arg::new("directory")
        .value_name("DIR")
        .required(true)
        .value_hint(ValueHint::DirPath)
        .value_parser(value_parser!(PathBuf))
        .help("Where; its last part names the crate");
    let path = Arg::new("path").long("path").value_name("DIR").value_parser(value_parser!(PathBuf)).help(concat!(
        "A checkout of Formwork to depend on [default: the release ",
        env!("CARGO_PKG_VERSION"),
        "]"
    ));
    let git = Arg::new("git").long("git").value_name("URL").conflicts_with("path").help("A repository of Formwork to depend on");
    let rev = Arg::new("rev").long("rev").value_name("REVISION").requires("git").help("Its revision [default: the newest]");
    let account = Arg::new("account")
        .long("account")
        .value_name("ID")
        .default_value("000000000000")
        .help("The AWS account of the environment `dev`");
    let region = Arg::new("region").long("region").value_name("NAME").default_value("us-east-1").help("Its region");
    let editor = Arg::new("editor")
        .long("editor")
        .value_name("EDITOR")
        .value_parser(["vscode"])
        .help("With settings for this editor, which then shows what `synth` finds");
    let from = Arg::new("from")
        .long("from")
        .value_name("COMPOSE_FILE")
        .value_hint(ValueHint::FilePath)
        .value_parser(value_parser!(PathBuf))
        .help("With what this Compose file runs, as services on Fargate; what has no counterpart is told");
    Command::new("project")
        .about("Make a crate with one small stack, an environment, a snapshot and a test")
        .args([directory, path, git, rev, account, region, editor, from])
        .args(writing())
        .after_help(format!("{EXAMPLES}\n\n{}", EXIT_CODES))
}

#[derive(Serialize)]
struct Values {
    name: String,
    dependency: String,
    account: String,
    region: String,
}

/// Where the project is to be.
pub(super) fn directory(arguments: &ArgMatches) -> PathBuf {
    arguments.try_get_one::<PathBuf>("directory").ok().flatten().cloned().unwrap_or_default()
}

/// Makes the project.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let directory = session.paths.absolute(&directory(arguments));
    let name = directory.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    check_name(&name, "a project")?;
    if name == "formwork" {
        return Err(Finding::error("a crate cannot depend on one of its own name").help("choose another name").into());
    }
    let text = |key: &str| arguments.get_one::<String>(key).cloned().unwrap_or_default();
    let values = Values {
        dependency: dependency(arguments, session)?,
        account: account(&text("account"))?,
        region: region(&text("region"))?,
        name,
    };
    let of_editor: &[_] = if arguments.contains_id("editor") { &VSCODE } else { &[] };
    let files = || FILES.iter().chain(of_editor);
    let templates = templates::load(&files().map(|(template, _)| *template).collect::<Vec<_>>(), session)?;
    let mut drafts = Vec::new();
    for (template, file) in files() {
        drafts.push(Draft::new(directory.join(file), templates.render(template, &values).map_err(templates::wrong)?));
    }
    let mut notes = String::new();
    if let Some(file) = arguments.get_one::<PathBuf>("from").map(|path| session.paths.absolute(path)) {
        notes = of_compose(&file, &values.name, &directory, &mut drafts, session)?;
    }
    let shown = session.paths.shown(&directory);
    let update = if arguments.contains_id("from") { "INSTA_UPDATE=always " } else { "" };
    let left = format!("\nNow:\n  cd {}\n  cargo run -- synth\n  {update}cargo test\n", crate::scaffold::shell::quote(&shown));
    make_told(&directory, drafts, arguments, session, [&notes, &left])
}

/// Adds what a Compose file runs, and says what of it has no counterpart.
fn of_compose(file: &Path, name: &str, directory: &Path, drafts: &mut Vec<Draft>, session: &Session) -> Result<String, Stop> {
    let stacks = directory.join("stacks");
    let main = stacks.join("main.rs");
    let Some(app) = drafts.iter_mut().find(|draft| draft.path == main) else { return Ok(String::new()) };
    let converted = compose::converted(file, name, app.text.clone(), &stacks, session)?;
    app.text = converted.main;
    drafts.extend(converted.drafts);
    Ok(converted.left)
}

fn dependency(arguments: &ArgMatches, session: &Session) -> Result<String, Stop> {
    if let Some(url) = arguments.get_one::<String>("git") {
        let rev = arguments.get_one::<String>("rev").map(|rev| format!(", rev = {}", quoted(rev))).unwrap_or_default();
        return Ok(format!("{{ git = {}{rev} }}", quoted(url)));
    }
    let Some(path) = arguments.get_one::<PathBuf>("path").map(|path| session.paths.absolute(path)) else {
        return Ok(quoted(env!("CARGO_PKG_VERSION")));
    };
    let found = path.canonicalize().ok().filter(|path| is_formwork(path));
    let found = found.ok_or_else(|| {
        Finding::error(format!("`{}` is not a checkout of Formwork", session.paths.shown(&path)))
            .help("`--path` takes the directory of its Cargo.toml")
    })?;
    Ok(format!("{{ path = {} }}", quoted(&found.to_string_lossy())))
}

fn is_formwork(path: &Path) -> bool {
    disk::text(&path.join("Cargo.toml")).is_ok_and(|text| text.lines().any(|line| line.trim() == "name = \"formwork\""))
}

fn account(account: &str) -> Result<String, Stop> {
    let legal = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    if legal {
        Ok(account.to_owned())
    } else {
        Err(Finding::error(format!("`{account}` is not an AWS account")).help("expected twelve digits").into())
    }
}

fn region(region: &str) -> Result<String, Stop> {
    let legal = region.split('-').count() >= 3
        && region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if legal {
        Ok(region.to_owned())
    } else {
        Err(Finding::error(format!("`{region}` is not an AWS region")).help("for example `us-east-1`").into())
    }
}
