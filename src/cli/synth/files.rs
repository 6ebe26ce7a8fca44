//! Writing files so that none is ever half-written.
//!
//! Every file is first written in full beside its target, under a name that begins with a dot; only when all of them are
//! there does each take its target's place. Whatever goes wrong while writing thus leaves the last synth's files as they were.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::rendered::RenderedFile;
use crate::cli::parallel;
use crate::cli::paths::Paths;
use crate::cli::stop::Stop;

const TEMPORARY: &str = ".formwork-tmp";
/// The way out of whatever hinders writing.
pub const HELP: &str = "make the output directory writable, or choose another with `--output DIR`";

/// The files to write in one directory.
pub struct Batch<'a> {
    /// The directory.
    pub directory: &'a Path,
    /// The files in it that are new or changed.
    pub files: Vec<&'a RenderedFile>,
}

/// Writes all files, or none.
pub fn write(output: &Path, batches: &[Batch], paths: &Paths) -> Result<(), Stop> {
    create(output, paths)?;
    // Two runs at a time would take each other's temporary files for leftovers. The lock ends with the process, however that
    // ends. Some file systems have no locks on directories; leftovers then stay.
    let lock = File::open(output).ok().filter(|directory| directory.lock().is_ok());
    let prepared = parallel::map(batches, |batch| {
        if lock.is_some() {
            remove_leftovers(batch.directory);
        }
        prepare(batch, paths)
    });
    if let Some(failure) = prepared.into_iter().find_map(Result::err) {
        batches.iter().flat_map(|batch| &batch.files).for_each(|file| drop(fs::remove_file(temporary(&file.path))));
        return Err(failure);
    }
    let placed = parallel::map(batches, |batch| batch.files.iter().try_for_each(|file| place(file, paths)));
    placed.into_iter().collect()
}

fn create(directory: &Path, paths: &Paths) -> Result<(), Stop> {
    fs::create_dir_all(directory).map_err(|error| Stop::cannot("create the directory", directory, paths, &error, HELP))
}

fn prepare(batch: &Batch, paths: &Paths) -> Result<(), Stop> {
    if batch.files.is_empty() {
        return Ok(());
    }
    create(batch.directory, paths)?;
    batch.files.iter().try_for_each(|file| {
        let written = fs::write(temporary(&file.path), &file.text);
        written.map_err(|error| Stop::cannot("write", &file.path, paths, &error, HELP))
    })
}

fn place(file: &RenderedFile, paths: &Paths) -> Result<(), Stop> {
    let renamed = fs::rename(temporary(&file.path), &file.path);
    renamed.map_err(|error| Stop::cannot("write", &file.path, paths, &error, HELP))
}

/// `out/prod/.backend.template.json.formwork-tmp`: in the same directory, since a rename is atomic only in one file system.
fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}{TEMPORARY}"))
}

/// Removes what killed runs left behind.
fn remove_leftovers(directory: &Path) {
    let entries = fs::read_dir(directory).into_iter().flatten().filter_map(io::Result::ok);
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') && name.ends_with(TEMPORARY) {
            // A leftover that cannot be removed harms nobody.
            let _ = fs::remove_file(entry.path());
        }
    }
}
