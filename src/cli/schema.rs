//! `formwork schema`: builds the embedded schemas again from their published packages.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::disk;
use super::outcome::{Outcome, print};
use super::report::Finding;
use crate::schema::generate::{self, Catalog};
use crate::schema::import::{self, Imported};
use crate::schema::relations::RelationFiles;

const DATA: &str = "crates/engine/src/schema/data";
/// Where the package's version stands, seen from its schemas.
const VERSION_FILE: &str = "../../version.py";

/// The command's arguments.
#[must_use]
pub fn command() -> Command {
    let path = |name: &'static str| Arg::new(name).value_parser(value_parser!(PathBuf));
    let data = path("data").long("data").value_name("DIR").default_value(DATA).help("Where the archive and its sources are kept");
    Command::new("schema")
        .about("Build the embedded resource schemas again (for those who work on Formwork)")
        .subcommand_required(true)
        .subcommand(
            Command::new("relations")
                .about("Extract which property takes the value of which other")
                .arg(
                    path("database")
                        .required(true)
                        .value_name("DB_JSON")
                        .help("The db.json or db.json.gz of @aws-cdk/aws-service-spec"),
                )
                .arg(data.clone()),
        )
        .subcommand(
            Command::new("import")
                .about("Write the archive from the schemas of cfn-lint and the extracted relations")
                .arg(path("schemas").required(true).value_name("DIR").help("The directory cfnlint/data/schemas"))
                .arg(
                    path("relations")
                        .long("relations")
                        .value_name("DB_JSON")
                        .help("Extract the relations first, as `schema relations` does"),
                )
                .arg(data),
        )
        .subcommand(
            Command::new("generate").about("Write the typed modules of the default services from the embedded schemas").arg(
                path("modules")
                    .long("modules")
                    .value_name("DIR")
                    .default_value("crates/aws/src/aws")
                    .help("Where the modules are kept"),
            ),
        )
}

/// Runs the command and says what was done.
pub(super) fn run_command(matches: &ArgMatches) -> Outcome {
    let message = run(matches).map_err(Finding::error)?;
    print(&format!("{message}\n"))
}

/// Runs the command; what it returns is for the user to read.
///
/// # Errors
/// When a file cannot be read or written, or has not the expected form.
pub fn run(matches: &ArgMatches) -> Result<String, String> {
    match matches.subcommand() {
        Some(("relations", matches)) => extract(required(matches, "database")?, required(matches, "data")?),
        Some(("import", matches)) => {
            let data = required(matches, "data")?;
            if let Some(database) = matches.get_one::<PathBuf>("relations") {
                extract(database, data)?;
            }
            write_archive(required(matches, "schemas")?, data)
        }
        Some(("generate", matches)) => write_modules(required(matches, "modules")?),
        _ => Err("a subcommand is needed: `relations` or `import`".to_owned()),
    }
}

/// Imports from a directory `cfnlint/data/schemas` and the extracted relations in `data`, writing nothing.
///
/// # Errors
/// When a file cannot be read, or has not the expected form.
pub fn import(schemas: &Path, data: &Path) -> Result<Imported, String> {
    check_version(schemas)?;
    let regions = regions(schemas)?;
    let text = |name: &str| disk::text(&data.join(name)).map_err(|error| at(&data.join(name), &error));
    let files = RelationFiles { relations: text("relations.tsv")?, references: text("references.tsv")? };
    import::import(&|path| disk::bytes(&schemas.join(path)), &regions, &files)
}

fn write_modules(directory: &Path) -> Result<String, String> {
    let files = generate::library(&Catalog::embedded())?;
    for (name, source) in &files {
        write(&directory.join(name), source.as_bytes())?;
    }
    Ok(format!("{} files in {}", files.len(), directory.display()))
}

fn write_archive(schemas: &Path, data: &Path) -> Result<String, String> {
    let imported = import(schemas, data)?;
    let tables = [("schemas", &imported.schemas), ("actions", &imported.actions), ("extensions", &imported.extensions)];
    for (name, table) in tables {
        write(&data.join(format!("{name}.bin")), &table.bytes)?;
        write(&data.join(format!("{name}.text")), table.texts.as_bytes())?;
    }
    write(&data.join("unreadable.txt"), imported.unreadable.as_bytes())?;
    write(&data.join("handlers.tsv"), imported.handlers.as_bytes())?;
    write(&data.join("SOURCE.md"), imported.source.as_bytes())?;
    let Imported { schemas, types, relations, .. } = imported;
    Ok(format!("{types} types, {relations} relations, {} bytes", schemas.bytes.len() + schemas.texts.len()))
}

fn extract(database: &Path, data: &Path) -> Result<String, String> {
    let bytes = disk::bytes(database).map_err(|error| at(database, &error))?;
    let files = import::relations(&bytes).map_err(|error| format!("{}: {error}", database.display()))?;
    write(&data.join("relations.tsv"), files.relations.as_bytes())?;
    write(&data.join("references.tsv"), files.references.as_bytes())?;
    Ok(format!("{} relations, {} references", files.relations.lines().count(), files.references.lines().count()))
}

/// The names of the region files, without their ending.
fn regions(schemas: &Path) -> Result<Vec<String>, String> {
    let providers = schemas.join("providers");
    let entries = fs::read_dir(&providers).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(|error| at(&providers, &error))?;
    let mut regions: Vec<_> =
        entries.iter().filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".json").map(str::to_owned)).collect();
    regions.sort();
    Ok(regions)
}

/// The archive says which version it comes from, so another version must not slip in.
fn check_version(schemas: &Path) -> Result<(), String> {
    let path = schemas.join(VERSION_FILE);
    let text = disk::text(&path).map_err(|error| at(&path, &error))?;
    let (package, version) = import::CFN_LINT;
    if text.contains(&format!("\"{version}\"")) {
        Ok(())
    } else {
        Err(format!(
            "{} is not of {package} {version}: update `CFN_LINT` in `crates/engine/src/schema/import.rs` first",
            path.display()
        ))
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|error| at(path, &error))
}

fn at(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

fn required<'a>(matches: &'a ArgMatches, name: &str) -> Result<&'a Path, String> {
    matches.get_one::<PathBuf>(name).map(PathBuf::as_path).ok_or_else(|| format!("`{name}` is missing"))
}
