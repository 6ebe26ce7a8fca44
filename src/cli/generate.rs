//! `generate`: the typed module of any other service, in the author's own tree.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};

use super::disk;
use super::files::{self, Batch, Change, OutputFile};
use super::outcome::{EXIT_CODES, Outcome, print};
use super::report::Finding;
use super::session::Session;
use super::stop::Stop;
use crate::diagnostic::nearest;
use crate::schema::generate::{Catalog, DEFAULT_SERVICES, Home, module_name, service_module};
use crate::template::counted;

/// How every generated file begins.
pub(super) const MARK: &str = "// @generated";

const ABOUT: &str = "\
Write the typed module of a service into the project.

The library has the services of a web application built in; the official schemas of all others are embedded as well. A generated \
module works like the built-in ones: typed resources, nested properties, value sets and attributes.

Each 1,000 generated lines cost 0.1 s at every edit of the stacks, unless they are in a crate of their own: CONTRIBUTING.md of Formwork \
shows it.";

const EXAMPLES: &str = "\
Examples:
  formwork generate --list               the services there are
  formwork generate Athena               writes stacks/aws/athena.rs
  formwork generate athena -o src/a.rs   writes src/a.rs";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let service = Arg::new("service")
        .value_name("SERVICE")
        .required_unless_present("list")
        .help("The service, as in `AWS::SERVICE::…`, in upper or lower case");
    let output = Arg::new("output")
        .long("output")
        .short('o')
        .value_name("FILE")
        .value_hint(ValueHint::FilePath)
        .value_parser(value_parser!(PathBuf))
        .help("The file to write [default: stacks/aws/SERVICE.rs, in the project]");
    let force = Arg::new("force").long("force").action(ArgAction::SetTrue).help("Overwrite a file that was not generated");
    let list = Arg::new("list").long("list").action(ArgAction::SetTrue).help("List the services instead");
    Command::new("generate")
        .about("Write the typed module of a service that is not built in")
        .long_about(ABOUT)
        .args([service, output, force, list])
        .after_help(format!("{EXAMPLES}\n\n{}", EXIT_CODES))
}

/// Generates a module, or lists the services.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let catalog = Catalog::embedded();
    let services = catalog.services();
    if arguments.get_flag("list") {
        return print(&listing(&services));
    }
    let given = arguments.get_one::<String>("service").map(String::as_str).unwrap_or_default();
    let service = find_service(given, &services)?;
    let output = arguments.get_one::<PathBuf>("output").map(|path| session.paths.absolute(path));
    if output.is_none() && DEFAULT_SERVICES.contains(&service) {
        return Err(built_in(service).into());
    }
    let path =
        output.unwrap_or_else(|| session.project.root.join("stacks").join("aws").join(format!("{}.rs", module_name(service))));
    let text = service_module(&catalog, service, Home::Author).map_err(Finding::error)?;
    let file = OutputFile::compared(path, text, &session.paths)?;
    if !arguments.get_flag("force") {
        check_generated(&file, session)?;
    }
    write(&file, session)?;
    print(&report(&file, service, catalog.service(service).len(), session))
}

fn listing(services: &[&str]) -> String {
    let line = |service: &&str| {
        let note = if DEFAULT_SERVICES.contains(service) { "  (built in)" } else { "" };
        format!("{service}{note}\n")
    };
    services.iter().map(line).collect()
}

/// The service that is meant: `athena`, `Athena` and `AWS::Athena` are the same.
fn find_service<'a>(given: &str, services: &[&'a str]) -> Result<&'a str, Stop> {
    let name = given.split("::").nth(1).unwrap_or(given);
    if let Some(service) = services.iter().find(|service| service.eq_ignore_ascii_case(name)) {
        return Ok(service);
    }
    let help = match nearest(name, services.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? `generate --list` lists all services"),
        None => "`generate --list` lists all services".to_owned(),
    };
    Err(Finding::error(format!("there is no service `{name}`")).help(help).into())
}

fn built_in(service: &str) -> Finding {
    let module = module_name(service);
    Finding::error(format!("`{service}` is built in"))
        .help(format!("use `formwork::aws::{module}`; `--output FILE` writes a copy of your own all the same"))
}

/// An author's own file is not overwritten.
fn check_generated(file: &OutputFile, session: &Session) -> Result<(), Stop> {
    if file.change != Change::Changed {
        return Ok(());
    }
    // It was read a moment ago; should it be gone by now, nothing is lost either.
    let before = disk::bytes(&file.path).unwrap_or_default();
    if before.starts_with(MARK.as_bytes()) {
        return Ok(());
    }
    let shown = session.paths.shown(&file.path);
    let problem = Finding::error(format!("`{shown}` exists, and was not generated: its first line is not `{MARK}…`"));
    Err(problem.help("`--force` overwrites it; `--output FILE` writes another").into())
}

fn write(file: &OutputFile, session: &Session) -> Result<(), Stop> {
    let directory = file.path.parent().unwrap_or(Path::new("/"));
    let files = if file.change == Change::Unchanged { Vec::new() } else { vec![file] };
    files::write(directory, &[Batch { directory, files }], &session.paths)
}

/// What was written, and the line that makes it part of the crate.
fn report(file: &OutputFile, service: &str, types: usize, session: &Session) -> String {
    let shown = session.paths.shown(&file.path);
    let types = counted(types, "resource type");
    let stem = file.path.file_stem().unwrap_or_default().to_string_lossy();
    let done = if file.change == Change::Unchanged { "is up to date" } else { "written" };
    let list = file.path.with_file_name("mod.rs");
    let list = session.paths.shown(&list);
    format!(
        "{shown} {done}: {types} of AWS::{service}\n\nIn {list}, or where its modules are declared:\n\n#[rustfmt::skip]\npub mod {stem};\n"
    )
}
